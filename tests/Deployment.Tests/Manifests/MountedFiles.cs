using k8s.Models;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>The paths that a container sees of secrets and maps whose keys are named one by one.</summary>
internal static class MountedFiles
{
    public static IReadOnlyList<string> Of(Workload workload, V1Container container) =>
    [
        .. from mount in container.VolumeMounts ?? []
           from volume in workload.Pod.Volumes ?? []
           where volume.Name == mount.Name
           from item in Items(volume)
           select $"{mount.MountPath}/{item.Path}",
    ];

    private static IEnumerable<V1KeyToPath> Items(V1Volume volume) =>
    [
        .. volume.Secret?.Items ?? [],
        .. volume.ConfigMap?.Items ?? [],
        .. (volume.Projected?.Sources ?? []).SelectMany(source => source.Secret?.Items ?? source.ConfigMap?.Items ?? []),
    ];
}
