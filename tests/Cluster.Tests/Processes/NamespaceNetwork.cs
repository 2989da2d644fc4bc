using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>
/// Every node in a network namespace of its own, joined by a bridge that lies in one more, so that no rule of this machine's own
/// network stands between them. Needs root, iproute2 and nftables. Removing the namespaces, with what still runs in them, removes all of it.
/// </summary>
internal sealed class NamespaceNetwork : ClusterNetwork
{
    private const int HarnessHost = 254;

    private static int opened;

    private readonly IReadOnlyList<string> nodes;

    /// <summary>Another one each time: the kernel takes a network down some time after it was told to.</summary>
    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"nce{Environment.ProcessId:x}n{Interlocked.Increment(ref opened)}");

    private readonly byte subnet;
    private readonly Janitor janitor;

    private NamespaceNetwork(IReadOnlyList<string> nodes, byte subnet)
    {
        this.nodes = nodes;
        this.subnet = subnet;
        janitor = new Janitor(
            "for name in \"$@\"; do ip netns pids \"$name\" | xargs -r kill -9; ip netns delete \"$name\"; done 2>/dev/null", [.. nodes.Select(Named), Switch]);
    }

    public override bool CanCut => true;

    public override IPAddress Outside => Address(HarnessHost);

    public override string Range => $"10.77.{subnet}.0/24";

    private string Switch => $"{prefix}-sw";

    public static async Task<NamespaceNetwork> Open(IReadOnlyList<string> nodes)
    {
        var taken = await Tool.Run("ip", "-o", "-4", "address");
        var subnet = (byte)Enumerable.Range(1, 250).First(n => !taken.Contains($"10.77.{n}.", StringComparison.Ordinal));
        var network = new NamespaceNetwork(nodes, subnet);
        try
        {
            await network.Make();
            return network;
        }
        catch (InvalidOperationException trouble)
        {
            network.Dispose();
            throw new InvalidOperationException(
                $"Partitions need network namespaces: root, iproute2, nftables and a kernel that allows them. {trouble.Message} "
                + $"Where that cannot be had, {WithoutNamespaces}=1 leaves the partitions out, and says so.",
                trouble);
        }
    }

    public override IPAddress AddressOf(string node) => Address(1 + nodes.ToList().IndexOf(node));

    public override ProcessStartInfo At(string node, string program, IEnumerable<string> arguments) =>
        new("ip", ["netns", "exec", Named(node), program, .. arguments]);

    public override Task Cut(string node, IEnumerable<IPAddress> others, Direction direction)
    {
        var set = $"{{ {string.Join(", ", others)} }}";
        var incoming = direction == Direction.Out ? "" : $"chain i {{ type filter hook input priority 0; ip saddr {set} drop; }}; ";
        var outgoing = direction == Direction.In ? "" : $"chain o {{ type filter hook output priority 0; ip daddr {set} drop; }}; ";
        return Filter(node, $"table inet cut {{ {incoming}{outgoing}}}");
    }

    public override Task Lose(string node, int percent) => Filter(
        node, $"table inet loss {{ chain i {{ type filter hook input priority 0; numgen random mod 100 < {percent.ToString(CultureInfo.InvariantCulture)} drop; }}; }}");

    public override Task Heal(string node) => Filter(node, "flush ruleset");

    public override void Dispose() => janitor.Dispose();

    private async Task Make()
    {
        await Tool.Run("ip", "netns", "add", Switch);
        await InSwitch("link", "add", "bridge0", "type", "bridge");
        await InSwitch("link", "set", "bridge0", "up");

        await Tool.Run("ip", "link", "add", prefix, "type", "veth", "peer", "name", "harness", "netns", Switch);
        await InSwitch("link", "set", "harness", "master", "bridge0", "up");
        await Tool.Run("ip", "address", "add", $"{Outside}/24", "dev", prefix);
        await Tool.Run("ip", "link", "set", prefix, "up");

        foreach (var node in nodes)
        {
            var name = Named(node);
            await Tool.Run("ip", "netns", "add", name);
            await Tool.Run("ip", "-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", node, "netns", Switch);
            await InSwitch("link", "set", node, "master", "bridge0", "up");
            await Tool.Run("ip", "-n", name, "address", "add", $"{AddressOf(node)}/24", "dev", "eth0");
            await Tool.Run("ip", "-n", name, "link", "set", "eth0", "up");
            await Tool.Run("ip", "-n", name, "link", "set", "lo", "up");
            await Filter(node, "flush ruleset"); // says now, not in the middle of the run, that filters work
        }
    }

    private Task<string> InSwitch(params string[] arguments) => Tool.Run("ip", ["-n", Switch, .. arguments]);

    private Task<string> Filter(string node, string rules) => Tool.Run("ip", "netns", "exec", Named(node), "nft", rules);

    private string Named(string node) => $"{prefix}-{node}";

    private IPAddress Address(int host) => new([10, 77, subnet, (byte)host]);
}
