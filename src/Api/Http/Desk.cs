using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Carries a command or a question to its grain, one call each, and the answer back.</summary>
public sealed class Desk(RecordGrains records, IGrainFactory grains)
{
    public const string PackKey = "pack";

    public Task<IResult> Execute<T>(SiteId id, Asked<T> asked, SiteCommand command, CancellationToken cancellationToken) where T : class =>
        Answer(records.Of(id).Execute(command, asked.Envelope, cancellationToken), $"{Routes.Sites}/{id}");

    public Task<IResult> Execute<T>(UnitId id, Asked<T> asked, UnitCommand command, CancellationToken cancellationToken) where T : class =>
        Answer(records.Of(id).Execute(command, asked.Envelope, cancellationToken), $"{Routes.Units}/{id}");

    public async Task<IResult> Read(SiteId id, Caller caller, SiteQuestion question, CancellationToken cancellationToken) =>
        (await records.Of(id).Read(question, caller.Actor, caller.DemandsFreshness, cancellationToken)).ToHttpResult();

    public async Task<IResult> Read(UnitId id, Caller caller, CancellationToken cancellationToken) =>
        (await records.Of(id).Read(caller.Actor, caller.DemandsFreshness, cancellationToken)).ToHttpResult();

    public async Task<IResult> ReadPolicy(CancellationToken cancellationToken) =>
        (await grains.GetGrain<IRulePackGrain>(PackKey).Read(cancellationToken)).ToHttpResult();

    private static async Task<IResult> Answer(Task<Outcome> outcome, string location) => (await outcome).ToHttpResult(location);
}
