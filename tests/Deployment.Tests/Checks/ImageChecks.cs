using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

internal static class ImageChecks
{
    public static IEnumerable<Finding> Of(Cluster cluster) =>
        from workload in cluster.Workloads
        from container in workload.Containers
        where !ImageName.IsPinned(container.Image)
        select new Finding(workload.Where, $"image {container.Image} names no exact version");
}
