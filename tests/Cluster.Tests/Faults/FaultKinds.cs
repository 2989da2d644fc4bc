using System.Net;
using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>Every fault that is tried. How long something lasts is drawn anew each time.</summary>
internal static class FaultKinds
{
    private const int LossPercent = 20;

    /// <summary>Detection takes six seconds on a free machine; this one is shared, and its processes start slowly.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("silo killed", 8, Soon, (cluster, random, _) => OnSilo(cluster, random, silo => silo.Kill())),
        new("gateway killed", 8, Soon, (cluster, random, _) => OnGateway(cluster, random, gateway => gateway.Kill())),
        new("silo paused", 8, Soon, (cluster, random, stop) => OnSilo(cluster, random, silo => Pause(silo, 2, 5, random, stop))),
        new("silo asleep until evicted", 2, Soon, (cluster, random, stop) => OnSilo(cluster, random, silo => Pause(silo, 10, 20, random, stop))),
        new(
            "silo frozen for good", 2, Soon, (cluster, random, _) => OnSilo(cluster, random, silo => silo.Pause()),
            Afterwards: (cluster, frozen) => cluster.Silos.Single(silo => silo.Name == frozen).Resume()),
        new("gateway paused", 7, Soon, (cluster, random, stop) => OnGateway(cluster, random, gateway => Pause(gateway, 2, 6, random, stop))),
        new("database crashed", 5, Soon, (cluster, random, stop) => Crash(cluster, random, stop)),
        new("database paused", 3, Soon, (cluster, random, stop) => PauseDatabase(cluster, random, stop)),
        new("database connections dropped", 6, Soon, (cluster, _, _) =>
        {
            cluster.Database.DropConnections();
            return Task.FromResult("all");
        }),
        new("silo stopped", 3, Soon, (cluster, random, stop) => OnSilo(cluster, random, silo => silo.Terminate(stop))),
        new("gateway stopped", 3, Soon, (cluster, random, stop) => OnGateway(cluster, random, gateway => gateway.Terminate(stop))),
        new("rolling restart", 1, Soon, (cluster, _, stop) => RollingRestart(cluster, stop)),
        new("silo cut off from silos", 2, Soon, (cluster, random, stop) => CutSilo(cluster, random, Direction.Both, stop), NeedsNamespaces: true),
        new("silo hears no silo", 2, Soon, (cluster, random, stop) => CutSilo(cluster, random, Direction.In, stop), NeedsNamespaces: true),
        new("silo reaches no silo", 2, Soon, (cluster, random, stop) => CutSilo(cluster, random, Direction.Out, stop), NeedsNamespaces: true),
        new("silo cut off from database", 2, Soon, (cluster, random, stop) => OnSilo(
            cluster, random, silo => Cut(cluster, silo, [cluster.Network.Outside], Direction.Both, random, stop)), NeedsNamespaces: true),
        new("gateway cut off from a silo", 2, Soon, (cluster, random, stop) => OnGateway(
            cluster, random, gateway => Cut(cluster, gateway, [AddressOf(cluster, Any(cluster.Silos, random))], Direction.Both, random, stop)), NeedsNamespaces: true),
        new("silo loses packets", 2, Soon, (cluster, random, stop) => OnSilo(cluster, random, silo => Lose(cluster, silo, random, stop)), NeedsNamespaces: true),
    ];

    private static Task<string> OnSilo(RegistryCluster cluster, Random random, Func<ClusterProcess, Task> inflict) => On(Any(cluster.Silos, random), inflict);

    private static Task<string> OnGateway(RegistryCluster cluster, Random random, Func<ClusterProcess, Task> inflict) => On(Any(cluster.Gateways, random), inflict);

    private static async Task<string> On(ClusterProcess target, Func<ClusterProcess, Task> inflict)
    {
        await inflict(target);
        return target.Name;
    }

    private static async Task Pause(ClusterProcess target, int secondsMin, int secondsMax, Random random, CancellationToken cancellationToken)
    {
        await target.Pause();
        try
        {
            await Task.Delay(Between(secondsMin, secondsMax, random), cancellationToken);
        }
        finally
        {
            await target.Resume();
        }
    }

    private static async Task<string> Crash(RegistryCluster cluster, Random random, CancellationToken cancellationToken)
    {
        cluster.Database.Crash();
        try
        {
            await Task.Delay(Between(0, 2, random), cancellationToken);
        }
        finally
        {
            cluster.Database.StartAgain();
        }

        return "server";
    }

    private static async Task<string> PauseDatabase(RegistryCluster cluster, Random random, CancellationToken cancellationToken)
    {
        await cluster.Database.Pause();
        try
        {
            await Task.Delay(Between(2, 4, random), cancellationToken);
        }
        finally
        {
            await cluster.Database.Resume();
        }

        return "server";
    }

    /// <summary>As a deployment does it: one after the other, each only when the one before is ready again.</summary>
    private static async Task<string> RollingRestart(RegistryCluster cluster, CancellationToken cancellationToken)
    {
        foreach (var program in cluster.Programs)
        {
            await program.Terminate(cancellationToken);
            await cluster.UntilReady(ReadyWithin, cancellationToken);
        }

        return "all";
    }

    private static Task<string> CutSilo(RegistryCluster cluster, Random random, Direction direction, CancellationToken cancellationToken) => OnSilo(
        cluster, random, silo => Cut(cluster, silo, cluster.Silos.Where(other => other != silo).Select(other => AddressOf(cluster, other)), direction, random, cancellationToken));

    private static async Task Cut(
        RegistryCluster cluster, ClusterProcess target, IEnumerable<IPAddress> others, Direction direction, Random random, CancellationToken cancellationToken)
    {
        await cluster.Network.Cut(target.Name, others, direction);
        await HealAfter(cluster, target, 4, 10, random, cancellationToken);
    }

    private static async Task Lose(RegistryCluster cluster, ClusterProcess target, Random random, CancellationToken cancellationToken)
    {
        await cluster.Network.Lose(target.Name, LossPercent);
        await HealAfter(cluster, target, 5, 10, random, cancellationToken);
    }

    private static async Task HealAfter(
        RegistryCluster cluster, ClusterProcess target, int secondsMin, int secondsMax, Random random, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Between(secondsMin, secondsMax, random), cancellationToken);
        }
        finally
        {
            await cluster.Network.Heal(target.Name);
        }
    }

    private static TimeSpan Between(int secondsMin, int secondsMax, Random random) =>
        TimeSpan.FromSeconds(secondsMin + (random.NextDouble() * (secondsMax - secondsMin)));

    private static ClusterProcess Any(IReadOnlyList<ClusterProcess> processes, Random random) => processes[random.Next(processes.Count)];

    private static IPAddress AddressOf(RegistryCluster cluster, ClusterProcess process) => cluster.Network.AddressOf(process.Name);
}
