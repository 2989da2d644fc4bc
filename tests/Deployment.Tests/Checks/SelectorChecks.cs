using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Every selector takes the pods it means, and names of targets exist.</summary>
internal static class SelectorChecks
{
    public static IEnumerable<Finding> Of(Cluster cluster) =>
        [.. Workloads(cluster), .. Services(cluster), .. Budgets(cluster), .. Policies(cluster), .. Autoscalers(cluster), .. Doubles(cluster)];

    private static IEnumerable<Finding> Workloads(Cluster cluster)
    {
        foreach (var workload in cluster.Workloads)
        {
            if (workload.IsLasting && !Only(cluster.Matching(workload.Selector), workload))
                yield return new Finding(workload.Where, "its selector must take its own pods and no others");
            foreach (var spread in workload.Pod.TopologySpreadConstraints ?? [])
            {
                if (!Only(cluster.Matching(spread.LabelSelector), workload))
                    yield return new Finding(workload.Where, $"the spread over {spread.TopologyKey} must count its own pods and no others");
            }
        }
    }

    private static IEnumerable<Finding> Services(Cluster cluster) =>
        from service in cluster.Of<V1Service>()
        where cluster.Matching(new V1LabelSelector { MatchLabels = service.Spec.Selector }).Count() != 1
        select new Finding($"Service/{service.Metadata.Name}", "its selector must take the pods of one workload");

    private static IEnumerable<Finding> Budgets(Cluster cluster) =>
        from budget in cluster.Of<V1PodDisruptionBudget>()
        where cluster.Matching(budget.Spec.Selector).Count() != 1
        select new Finding($"PodDisruptionBudget/{budget.Metadata.Name}", "its selector must take the pods of one workload");

    private static IEnumerable<Finding> Policies(Cluster cluster)
    {
        foreach (var policy in cluster.Of<V1NetworkPolicy>())
        {
            var peers = (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? [])
                .Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []))
                .Where(peer => peer.NamespaceSelector is null && peer.IpBlock is null)
                .Select(peer => peer.PodSelector);
            foreach (var selector in peers.Append(policy.Spec.PodSelector).Where(selector => !cluster.Matching(selector).Any()))
                yield return new Finding($"NetworkPolicy/{policy.Metadata.Name}", $"{Words(selector)} takes no pod");
        }
    }

    private static IEnumerable<Finding> Autoscalers(Cluster cluster) =>
        from autoscaler in cluster.Of<V2HorizontalPodAutoscaler>()
        let target = autoscaler.Spec.ScaleTargetRef
        where !cluster.Workloads.Any(workload => workload.Kind == target.Kind && workload.Name == target.Name)
        select new Finding($"HorizontalPodAutoscaler/{autoscaler.Metadata.Name}", $"there is no {target.Kind} {target.Name}");

    private static IEnumerable<Finding> Doubles(Cluster cluster) =>
        from resource in cluster.Objects.Cast<k8s.IKubernetesObject<V1ObjectMeta>>()
        group resource by $"{resource.Kind}/{resource.Metadata.Name}" into same
        where same.Count() > 1
        select new Finding(same.Key, "is there twice");

    private static bool Only(IEnumerable<Workload> found, Workload wanted) => found.ToList() is [var one] && one == wanted;

    private static string Words(V1LabelSelector selector) => string.Join(", ",
    [
        .. (selector.MatchLabels ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}"),
        .. (selector.MatchExpressions ?? []).Select(expression => $"{expression.Key} {expression.OperatorProperty} {string.Join('|', expression.Values ?? [])}"),
    ]);
}
