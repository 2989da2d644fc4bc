using System.Globalization;
using k8s.Models;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>One end of a connection: a kind of pod of ours, or somebody outside.</summary>
/// <param name="Space">The namespace's name; null outside of the cluster.</param>
/// <param name="Ports">Where it listens.</param>
internal sealed record NetworkEnd(string Name, string? Space, IDictionary<string, string> Labels, IReadOnlyList<int> Ports);

/// <summary>Which connections the policies allow, by Kubernetes' own reading: a pod that no policy selects is open, the rules of all that do add up.</summary>
internal sealed class Network(string ownSpace, IReadOnlyList<V1NetworkPolicy> policies, IReadOnlyList<NetworkEnd> ends)
{
    public static Network Of(Cluster cluster)
    {
        var own = cluster.Of<V1Namespace>().Single().Metadata.Name;
        return new Network(own, [.. cluster.Of<V1NetworkPolicy>()], [.. cluster.Workloads.Select(workload => EndOf(workload, own)), .. Others()]);
    }

    /// <summary>What our pods may open, whether or not the other end lets them in.</summary>
    public IEnumerable<string> WaysOut() => Ways(source => source.Space == ownSpace, _ => true, MayLeave);

    /// <summary>What may be opened to our pods, whether or not the other end may leave.</summary>
    public IEnumerable<string> WaysIn() => Ways(_ => true, target => target.Space == ownSpace, MayEnter);

    public bool IsOurs(string name) => ends.Any(end => end.Name == name && end.Space == ownSpace);

    private IEnumerable<string> Ways(Func<NetworkEnd, bool> isSource, Func<NetworkEnd, bool> isTarget, Func<NetworkEnd, NetworkEnd, int, bool> allows) =>
        from source in ends.Where(isSource)
        from target in ends.Where(isTarget)
        from port in target.Ports
        where allows(source, target, port)
        select string.Create(CultureInfo.InvariantCulture, $"{source.Name} → {target.Name}:{port}");

    private static NetworkEnd EndOf(Workload workload, string own) => new(
        workload.Component ?? workload.Name, own, workload.Labels,
        [.. workload.Containers.SelectMany(container => container.Ports ?? []).Select(port => port.ContainerPort)]);

    private static NetworkEnd[] Others() =>
    [
        new("ingress", "ingress-nginx", new Dictionary<string, string>(), [80]),
        new("monitoring", "monitoring", new Dictionary<string, string>(), [4317]),
        new("dns", "kube-system", new Dictionary<string, string> { ["k8s-app"] = "kube-dns" }, [53]),
        new("operated-database", "registry-db", new Dictionary<string, string> { ["cnpg.io/cluster"] = "registry-db" }, [5432]),
        new("neighbour", "registry-db", new Dictionary<string, string>(), [5432]),
        new("stranger", "default", new Dictionary<string, string> { ["app.kubernetes.io/component"] = "gateway", ["app.kubernetes.io/part-of"] = "nanchang-edu-registry" }, [80]),
        new("world", null, new Dictionary<string, string>(), [80, 443, 5432, 6443]),
    ];

    private bool MayLeave(NetworkEnd source, NetworkEnd target, int port)
    {
        var deciding = Deciding(source, "Egress");
        return deciding.Count == 0 || deciding.SelectMany(policy => policy.Spec.Egress ?? []).Any(rule => Takes(rule.To, target) && Takes(rule.Ports, port));
    }

    private bool MayEnter(NetworkEnd source, NetworkEnd target, int port)
    {
        var deciding = Deciding(target, "Ingress");
        return deciding.Count == 0 || deciding.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule => Takes(rule.FromProperty, source) && Takes(rule.Ports, port));
    }

    private List<V1NetworkPolicy> Deciding(NetworkEnd end, string direction) => end.Space != ownSpace
        ? []
        : [.. policies.Where(policy => policy.Spec.PolicyTypes.Contains(direction) && Selection.Matches(policy.Spec.PodSelector, end.Labels))];

    private bool Takes(IList<V1NetworkPolicyPeer>? peers, NetworkEnd end) => peers is null or [] || peers.Any(peer => Takes(peer, end));

    private bool Takes(V1NetworkPolicyPeer peer, NetworkEnd end)
    {
        if (peer.IpBlock is not null) return end.Space is null;
        if (end.Space is null) return false;
        var space = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = end.Space };
        return (peer.NamespaceSelector is null ? end.Space == ownSpace : Selection.Matches(peer.NamespaceSelector, space))
            && (peer.PodSelector is null || Selection.Matches(peer.PodSelector, end.Labels));
    }

    private static bool Takes(IList<V1NetworkPolicyPort>? ports, int port) =>
        ports is null or [] || ports.Any(open => open.Port is null || open.Port.Value == port.ToString(CultureInfo.InvariantCulture));
}
