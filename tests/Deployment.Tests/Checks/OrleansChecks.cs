using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>What Microsoft.Orleans.Hosting.Kubernetes wants of a silo's pod, and no more rights than that.</summary>
internal static class OrleansChecks
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["POD_NAME"] = "metadata.name",
        ["POD_NAMESPACE"] = "metadata.namespace",
        ["POD_IP"] = "status.podIP",
        ["ORLEANS_SERVICE_ID"] = "metadata.labels['orleans/serviceId']",
        ["ORLEANS_CLUSTER_ID"] = "metadata.labels['orleans/clusterId']",
    };

    public static IEnumerable<Finding> Of(Cluster cluster) =>
        from silo in cluster.Workloads.Where(workload => workload.Component == "silo")
        from finding in (IEnumerable<string>)[.. Identity(silo), .. SameCluster(cluster, silo), .. Rights(cluster, silo)]
        select new Finding(silo.Where, finding);

    private static IEnumerable<string> Identity(Workload silo) =>
        from container in silo.Containers
        from field in Fields
        where (container.Env ?? []).FirstOrDefault(variable => variable.Name == field.Key)?.ValueFrom?.FieldRef?.FieldPath != field.Value
        select $"{field.Key} must be {field.Value}";

    /// <summary>Gateways find the cluster by the setting, the hosting package by the label.</summary>
    private static IEnumerable<string> SameCluster(Cluster cluster, Workload silo)
    {
        var setting = cluster.EnvironmentOf(silo.Pod.Containers[0]).GetValueOrDefault("Registry__Cluster__ClusterId");
        foreach (var label in new[] { "orleans/serviceId", "orleans/clusterId" })
            if (!silo.Labels.TryGetValue(label, out var value) || value != setting) yield return $"label {label} must be {setting}, as Registry__Cluster__ClusterId";
    }

    private static IEnumerable<string> Rights(Cluster cluster, Workload silo)
    {
        var rules = (from binding in cluster.Of<V1RoleBinding>()
                     where binding.Subjects.Any(subject => subject.Name == silo.Pod.ServiceAccountName)
                     from rule in cluster.Find<V1Role>(binding.RoleRef.Name)?.Rules ?? []
                     select rule).ToList();
        var rights = from rule in rules
                     from resource in rule.Resources
                     from verb in rule.Verbs
                     select $"{verb} {string.Concat(rule.ApiGroups)}{resource}";
        if (!rights.Order(StringComparer.Ordinal).SequenceEqual(["get pods", "list pods", "watch pods"]))
            yield return "its account must be able to get, list and watch pods, and nothing else";
        if (silo.Pod.AutomountServiceAccountToken != true)
            yield return "it needs its account's token";
    }
}
