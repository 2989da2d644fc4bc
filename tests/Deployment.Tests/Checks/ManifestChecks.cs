using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Everything that is checked on a rendered overlay. Findings are values: the same checks run on the real thing and on broken copies.</summary>
internal static class ManifestChecks
{
    public static IReadOnlyList<Finding> Of(string yaml, Expectations expected)
    {
        var (objects, unreadable) = ManifestReader.Read(yaml);
        if (unreadable.Count > 0) return unreadable;

        var cluster = new Cluster(objects);
        return
        [
            .. ScalarChecks.Of(yaml),
            .. SelectorChecks.Of(cluster),
            .. PortChecks.Of(cluster),
            .. ProbeChecks.Of(cluster, expected),
            .. ReferenceChecks.Of(cluster, expected),
            .. EnvironmentChecks.Of(cluster, expected),
            .. OrleansChecks.Of(cluster),
            .. SecurityChecks.Of(cluster),
            .. AvailabilityChecks.Of(cluster),
            .. ImageChecks.Of(cluster),
            .. NetworkChecks.Of(cluster),
        ];
    }
}
