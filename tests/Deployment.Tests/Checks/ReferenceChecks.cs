using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Secrets, maps, accounts, claims and roles that are referred to exist: in the overlay, or in the README's list of what is made before.</summary>
internal static class ReferenceChecks
{
    public static IEnumerable<Finding> Of(Cluster cluster, Expectations expected) =>
        [.. Maps(cluster, expected), .. Ingresses(cluster, expected), .. Accounts(cluster), .. Claims(cluster), .. Bindings(cluster), .. Namespaces(cluster)];

    /// <summary>What a pod takes from secrets and maps, with the keys it names.</summary>
    private static IEnumerable<(string Kind, string Name, IEnumerable<string> Keys)> MapsOf(Workload workload)
    {
        foreach (var container in workload.Containers)
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef is { } map) yield return ("configmap", map.Name, []);
                if (source.SecretRef is { } secret) yield return ("secret", secret.Name, []);
            }

            foreach (var source in (container.Env ?? []).Select(variable => variable.ValueFrom))
            {
                if (source?.ConfigMapKeyRef is { } map) yield return ("configmap", map.Name, [map.Key]);
                if (source?.SecretKeyRef is { } secret) yield return ("secret", secret.Name, [secret.Key]);
            }
        }

        foreach (var volume in workload.Pod.Volumes ?? [])
        {
            if (volume.ConfigMap is { } map) yield return ("configmap", map.Name, Keys(map.Items));
            if (volume.Secret is { } secret) yield return ("secret", secret.SecretName, Keys(secret.Items));
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.ConfigMap is { } part) yield return ("configmap", part.Name, Keys(part.Items));
                if (source.Secret is { } hidden) yield return ("secret", hidden.Name, Keys(hidden.Items));
            }
        }
    }

    private static IEnumerable<Finding> Maps(Cluster cluster, Expectations expected) =>
        from workload in cluster.Workloads
        from map in MapsOf(workload)
        from finding in Missing(map.Kind, map.Name, map.Keys, cluster, expected)
        select new Finding(workload.Where, finding);

    private static IEnumerable<Finding> Ingresses(Cluster cluster, Expectations expected) =>
        from ingress in cluster.Of<V1Ingress>()
        from tls in ingress.Spec.Tls ?? []
        from finding in Missing("secret", tls.SecretName, ["tls.crt", "tls.key"], cluster, expected)
        select new Finding($"Ingress/{ingress.Metadata.Name}", finding);

    private static IEnumerable<string> Missing(string kind, string name, IEnumerable<string> keys, Cluster cluster, Expectations expected)
    {
        var generated = kind == "configmap" ? cluster.Find<V1ConfigMap>(name)?.Data.Keys.ToHashSet() : null;
        if ((IReadOnlySet<string>?)generated is not { } found && !expected.MadeOutside.TryGetValue($"{kind}/{name}", out found))
        {
            yield return $"there is no {kind} {name}: neither generated nor in the README's list";
            yield break;
        }

        foreach (var key in keys.Except(found)) yield return $"{kind} {name} has no {key}";
    }

    private static IEnumerable<Finding> Accounts(Cluster cluster) =>
        from workload in cluster.Workloads
        where cluster.Find<V1ServiceAccount>(workload.Pod.ServiceAccountName) is null
        select new Finding(workload.Where, $"there is no service account {workload.Pod.ServiceAccountName ?? "named"}");

    private static IEnumerable<Finding> Claims(Cluster cluster) =>
        from workload in cluster.Workloads
        from volume in workload.Pod.Volumes ?? []
        let claim = volume.PersistentVolumeClaim?.ClaimName
        where claim is not null && cluster.Find<V1PersistentVolumeClaim>(claim) is null
        select new Finding(workload.Where, $"there is no volume claim {claim}");

    private static IEnumerable<Finding> Bindings(Cluster cluster)
    {
        foreach (var binding in cluster.Of<V1RoleBinding>())
        {
            var where = $"RoleBinding/{binding.Metadata.Name}";
            if (binding.RoleRef.Kind != V1Role.KubeKind || cluster.Find<V1Role>(binding.RoleRef.Name) is null)
                yield return new Finding(where, $"there is no {binding.RoleRef.Kind} {binding.RoleRef.Name}");
            foreach (var subject in binding.Subjects)
            {
                if (cluster.Find<V1ServiceAccount>(subject.Name)?.Metadata.NamespaceProperty != subject.NamespaceProperty)
                    yield return new Finding(where, $"there is no service account {subject.Name} in {subject.NamespaceProperty}");
            }
        }
    }

    private static IEnumerable<Finding> Namespaces(Cluster cluster)
    {
        var space = cluster.Of<V1Namespace>().SingleOrDefault()?.Metadata.Name;
        return from resource in cluster.Objects.Cast<k8s.IKubernetesObject<V1ObjectMeta>>()
               where resource is not V1Namespace && resource.Metadata.NamespaceProperty != space
               select new Finding($"{resource.Kind}/{resource.Metadata.Name}", $"is in {resource.Metadata.NamespaceProperty ?? "no namespace"}, not in {space}");
    }

    private static IEnumerable<string> Keys(IList<V1KeyToPath>? items) => (items ?? []).Select(item => item.Key);
}
