using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Our programs are asked what they answer: live, which asks nothing further, decides over restarts; ready decides over traffic.</summary>
internal static class ProbeChecks
{
    /// <summary>The longest start that was seen, three silos coming back among rows of dead ones, is waited for twice at least.</summary>
    private const int StartSecondsMin = 212;

    /// <summary>A process that stalls for so long is not killed for it.</summary>
    private const int LiveSecondsMin = 45;

    public static IEnumerable<Finding> Of(Cluster cluster, Expectations expected) =>
        from workload in cluster.Workloads.Where(workload => workload is { IsOurs: true, IsLasting: true })
        from container in workload.Containers
        from finding in Of(container, expected.HealthPaths.GetValueOrDefault(workload.Component ?? ""))
        select new Finding(workload.Where, finding);

    private static IEnumerable<string> Of(V1Container container, IReadOnlySet<string>? answered) =>
    [
        .. Path("startup", container.StartupProbe, Expectations.LivePath, answered),
        .. Path("liveness", container.LivenessProbe, Expectations.LivePath, answered),
        .. Path("readiness", container.ReadinessProbe, Expectations.ReadyPath, answered),
        .. Patience("startup", container.StartupProbe, StartSecondsMin),
        .. Patience("liveness", container.LivenessProbe, LiveSecondsMin),
        .. container.ReadinessProbe?.TimeoutSeconds is null or <= Expectations.ReadySeconds
            ? [$"the readiness probe must wait longer than the {Expectations.ReadySeconds} s that the answer may take"]
            : (string[])[],
    ];

    private static IEnumerable<string> Path(string kind, V1Probe? probe, string wanted, IReadOnlySet<string>? answered)
    {
        var path = probe?.HttpGet?.Path;
        if (path != wanted) yield return $"the {kind} probe must ask {wanted}, not {path ?? "nothing"}";
        if (path is not null && answered?.Contains(path) != true) yield return $"its program does not answer {path}";
    }

    private static IEnumerable<string> Patience(string kind, V1Probe? probe, int secondsMin)
    {
        var seconds = (probe?.PeriodSeconds ?? 10) * (probe?.FailureThreshold ?? 3);
        if (seconds < secondsMin) yield return $"the {kind} probe gives up after {seconds} s, before {secondsMin} s";
    }
}
