using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Who may reach whom is exactly what is needed: every pair of ends is tried, at both ends, and compared with the list.</summary>
internal static class NetworkChecks
{
    private static readonly string[] AskDatabase = ["silo", "gateway", "migration", "verification", "backup"];

    public static IEnumerable<Finding> Of(Cluster cluster)
    {
        var network = Network.Of(cluster);
        var wanted = Wanted(cluster).Select(way => way.Split(" → ")).ToList();
        var wantedOut = wanted.Where(way => network.IsOurs(way[0])).Select(way => string.Join(" → ", way));
        var wantedIn = wanted.Where(way => network.IsOurs(way[1].Split(':')[0])).Select(way => string.Join(" → ", way));
        return
        [
            .. Differences("leave", wantedOut.ToHashSet(), network.WaysOut().ToHashSet()),
            .. Differences("enter", wantedIn.ToHashSet(), network.WaysIn().ToHashSet()),
            .. DenyingAll(cluster),
        ];
    }

    private static IEnumerable<Finding> Differences(string verb, HashSet<string> wanted, HashSet<string> allowed) =>
    [
        .. wanted.Except(allowed).Order().Select(way => new Finding("NetworkPolicy", $"{way} is needed and may not {verb}")),
        .. allowed.Except(wanted).Order().Select(way => new Finding("NetworkPolicy", $"{way} is not needed and may {verb}")),
    ];

    /// <summary>For pods that nobody thought of yet.</summary>
    private static IEnumerable<Finding> DenyingAll(Cluster cluster)
    {
        var denies = cluster.Of<V1NetworkPolicy>().Select(policy => policy.Spec).Any(spec =>
            spec.PodSelector is { MatchLabels: null or { Count: 0 }, MatchExpressions: null or { Count: 0 } }
            && spec.PolicyTypes.Count == 2 && spec.Ingress is null or [] && spec.Egress is null or []);
        if (!denies) yield return new Finding("NetworkPolicy", "none denies every pod every way");
    }

    private static IEnumerable<string> Wanted(Cluster cluster)
    {
        var ownDatabase = cluster.Workloads.Any(workload => workload.Component == "postgresql");
        return
        [
            "ingress → gateway:8080",
            "gateway → silo:30000",
            "silo → silo:11111",
            "silo → silo:30000",
            "monitoring → gateway:9090",
            "monitoring → silo:8081",
            // the API server has no name that a policy could say
            "silo → world:443",
            "silo → world:6443",
            .. AskDatabase.Select(component => $"{component} → dns:53"),
            .. AskDatabase.Select(component => $"{component} → {(ownDatabase ? "postgresql" : "operated-database")}:5432"),
        ];
    }
}
