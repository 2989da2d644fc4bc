using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NanchangEdu.Registry.Hosting.Cluster;
using NanchangEdu.Registry.Hosting.Health;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo;

/// <summary>Whether this silo can decide and commit: it is a member, the database answers, and its clock is right.</summary>
internal sealed class SiloReadiness(IStoreHealth store, ISiloStatusOracle silo, DatabaseClock clock)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup(HealthPaths.Root);
        health.MapGet(HealthPaths.Live, () => Results.Json(new Answer("live", null)));
        health.MapGet(HealthPaths.Ready, (SiloReadiness readiness, CancellationToken cancellationToken) => readiness.Ask(cancellationToken));
    }

    private async Task<IResult> Ask(CancellationToken cancellationToken) =>
        silo.CurrentStatus != SiloStatus.Active ? NotReady($"silo {silo.CurrentStatus}")
        : !clock.IsRight ? NotReady("clock")
        : !await store.IsReachable(cancellationToken) ? NotReady("database")
        : Results.Json(new Answer("ready", null));

    private static IResult NotReady(string reason) =>
        Results.Json(new Answer("not-ready", reason), statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <param name="Reason">What is missing, for whoever looks at the probe.</param>
    private sealed record Answer(string Status, string? Reason);
}
