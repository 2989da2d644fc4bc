using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>The restricted profile, a root file system that is read only, and tokens only where they are used.</summary>
internal static class SecurityChecks
{
    private const int GroupReadable = 0x120; // 0440

    public static IEnumerable<Finding> Of(Cluster cluster) =>
    [
        .. Namespaces(cluster),
        .. Accounts(cluster),
        .. from workload in cluster.Workloads
           from finding in (IEnumerable<string>)[.. Pod(workload), .. workload.Containers.SelectMany(Container), .. Volumes(workload)]
           select new Finding(workload.Where, finding),
    ];

    private static IEnumerable<Finding> Namespaces(Cluster cluster) =>
        from space in cluster.Of<V1Namespace>()
        where !space.Metadata.Labels.TryGetValue("pod-security.kubernetes.io/enforce", out var level) || level != "restricted"
        select new Finding($"Namespace/{space.Metadata.Name}", "must enforce the restricted profile");

    private static IEnumerable<Finding> Accounts(Cluster cluster) =>
        from account in cluster.Of<V1ServiceAccount>()
        where account.AutomountServiceAccountToken != false
        select new Finding($"ServiceAccount/{account.Metadata.Name}", "must not hand its token to every pod");

    private static IEnumerable<string> Pod(Workload workload)
    {
        var pod = workload.Pod;
        var context = pod.SecurityContext;
        if (context?.RunAsNonRoot != true) yield return "runAsNonRoot must be true";
        if (context?.RunAsUser is null or 0) yield return "runAsUser must be a number other than 0";
        if (context?.SeccompProfile?.Type != "RuntimeDefault") yield return "seccompProfile must be RuntimeDefault";
        if (context?.FsGroup is null) yield return "without fsGroup its user cannot read the secrets";
        if (pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true) yield return "shares the host's namespaces";
        if (pod.EnableServiceLinks != false) yield return "enableServiceLinks must be false";
        if (workload.Component != "silo" && pod.AutomountServiceAccountToken != false) yield return "must not mount a token";
    }

    private static IEnumerable<string> Container(V1Container container)
    {
        var context = container.SecurityContext;
        if (context?.AllowPrivilegeEscalation != false) yield return $"{container.Name}: allowPrivilegeEscalation must be false";
        if (context?.ReadOnlyRootFilesystem != true) yield return $"{container.Name}: readOnlyRootFilesystem must be true";
        if (context?.Privileged == true) yield return $"{container.Name}: is privileged";
        if (context?.Capabilities?.Drop?.Contains("ALL") != true || context.Capabilities.Add?.Count > 0) yield return $"{container.Name}: must drop all capabilities and add none";
        if (container.Resources?.Requests?.ContainsKey("cpu") != true || !container.Resources.Requests.ContainsKey("memory")) yield return $"{container.Name}: requests processor and memory";
        if (container.Resources?.Limits?.ContainsKey("memory") != true) yield return $"{container.Name}: has no memory limit";
        if ((container.Ports ?? []).Any(port => port.HostPort is not null)) yield return $"{container.Name}: opens a port of the host";
        if ((container.Env ?? []).Any(variable => variable.ValueFrom?.SecretKeyRef is not null) || (container.EnvFrom ?? []).Any(source => source.SecretRef is not null))
            yield return $"{container.Name}: takes a secret as environment variable, where every child process and crash dump sees it";
        if (container.VolumeMounts?.Any(mount => mount.MountPath == "/tmp") != true) yield return $"{container.Name}: has no /tmp to write to";
        foreach (var mount in container.VolumeMounts ?? [])
        {
            if (mount.MountPath.StartsWith("/run/secrets/", StringComparison.Ordinal) && mount.ReadOnlyProperty != true)
                yield return $"{container.Name}: {mount.MountPath} must be read only";
            if (mount.SubPath is not null) yield return $"{container.Name}: {mount.MountPath} by subPath would not follow a rotation";
        }
    }

    private static IEnumerable<string> Volumes(Workload workload)
    {
        foreach (var volume in workload.Pod.Volumes ?? [])
        {
            if (volume.HostPath is not null) yield return $"volume {volume.Name} is a folder of the host";
            if (volume.EmptyDir is { } scratch && scratch.SizeLimit is null) yield return $"volume {volume.Name} has no size limit";
            var mode = volume.Secret is { } secret ? secret.DefaultMode ?? 420
                : volume.Projected?.Sources.Any(source => source.Secret is not null) == true ? volume.Projected.DefaultMode ?? 420
                : 0;
            if ((mode & ~GroupReadable) != 0) yield return $"volume {volume.Name} holds secrets that others may read";
        }
    }
}
