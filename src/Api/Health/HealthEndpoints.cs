using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Health;

/// <param name="Status"><c>ready</c> or <c>live</c>.</param>
public sealed record HealthView(string Status);

/// <summary>Live asks nothing: a restart would not bring a database back. Ready asks the database and the grains.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/healthz").AllowAnonymous().WithTags(OpenApi.Tags.Health);
        health.MapGet("/live", () => JsonBytes.Of(new HealthView("live")))
            .WithName("isLive").WithSummary("Whether the process lives").WithDescription("Asks neither database nor silo.")
            .Produces<HealthView>()
            .Produces(StatusCodes.Status304NotModified);
        health.MapGet("/ready", (Readiness readiness, CancellationToken ct) => readiness.Ask(ct))
            .WithName("isReady").WithSummary("Whether requests can be served").WithDescription("Asks the database and a grain, each for two seconds at most.")
            .Produces<HealthView>()
            .Produces(StatusCodes.Status304NotModified)
            .Produces<Problem>(StatusCodes.Status503ServiceUnavailable, ProblemResult.MediaType);
    }
}

/// <summary>Whether the database answers and a grain does, both soon.</summary>
public sealed class Readiness(IStoreHealth store, IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IResult> Ask(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var reachable = store.IsReachable(both.Token);
            var pack = grains.GetGrain<IRulePackGrain>(Desk.PackKey).Read(both.Token);
            await Task.WhenAll(reachable, pack).WaitAsync(both.Token);
            return await reachable && (await pack).Kind == ReadKind.Found
                ? JsonBytes.Of(new HealthView("ready"))
                : Problems.Of(RuleId.NotReady);
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or TimeoutException or OrleansException or StoreUnavailableException)
        {
            return Problems.Of(RuleId.NotReady);
        }
    }
}
