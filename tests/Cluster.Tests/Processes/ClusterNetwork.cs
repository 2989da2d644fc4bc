using System.Diagnostics;
using System.Net;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>Where the cluster's processes live, and how they reach each other.</summary>
internal abstract class ClusterNetwork : IAsyncDisposable
{
    /// <summary>Set to 1 where the kernel gives no network namespaces: everything but the partitions is then tried on loopback.</summary>
    public const string WithoutNamespaces = "REGISTRY_NO_NAMESPACES";

    /// <summary>Whether links between nodes can be cut.</summary>
    public abstract bool CanCut { get; }

    /// <summary>Where nodes reach what runs beside the harness: the database.</summary>
    public abstract IPAddress Outside { get; }

    /// <summary>The addresses from which nodes come, as pg_hba.conf writes it.</summary>
    public abstract string Range { get; }

    public static async Task<ClusterNetwork> For(IReadOnlyList<string> nodes) =>
        Environment.GetEnvironmentVariable(WithoutNamespaces) == "1" ? new LoopbackNetwork(nodes) : await NamespaceNetwork.Open(nodes);

    public abstract IPAddress AddressOf(string node);

    /// <summary>The same program, started where the node is.</summary>
    public abstract ProcessStartInfo At(string node, string program, IEnumerable<string> arguments);

    /// <summary>Drops what goes between the node and the others until it is healed.</summary>
    public abstract Task Cut(string node, IEnumerable<IPAddress> others, Direction direction);

    /// <summary>Loses so much in a hundred of what comes to the node.</summary>
    public abstract Task Lose(string node, int percent);

    public abstract Task Heal(string node);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Which way is cut, as the node sees it.</summary>
internal enum Direction
{
    Both,
    In,
    Out,
}

/// <summary>Every node on a loopback address of its own. Nothing can be cut.</summary>
internal sealed class LoopbackNetwork(IReadOnlyList<string> nodes) : ClusterNetwork
{
    public override bool CanCut => false;

    public override IPAddress Outside => IPAddress.Loopback;

    public override string Range => "127.0.0.0/8";

    public override IPAddress AddressOf(string node) => new([127, 0, 0, (byte)(2 + Index(node))]);

    public override ProcessStartInfo At(string node, string program, IEnumerable<string> arguments) => new(program, arguments);

    public override Task Cut(string node, IEnumerable<IPAddress> others, Direction direction) => throw Impossible();

    public override Task Lose(string node, int percent) => throw Impossible();

    public override Task Heal(string node) => throw Impossible();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int Index(string node)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] == node) return i;
        }

        throw new ArgumentException($"there is no node {node}", nameof(node));
    }

    private static InvalidOperationException Impossible() => new("links of the loopback address cannot be cut");
}
