using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>A kind of fault: how it is done and healed, and how soon after its beginning every command must be answered again.</summary>
/// <param name="Weight">How often in a long run, in proportion; every kind is in every run at least once.</param>
/// <param name="RecoversWithin">Counted from the end of what is done to the cluster: for a kill from the kill, for a pause from its end.</param>
/// <param name="NeedsNamespaces">Whether it cuts links between processes.</param>
/// <param name="Inflict">Does it, lasts as long as it lasts, heals it, and says what was hit.</param>
/// <param name="Afterwards">For what the others must get over by themselves: heals what was hit once they have.</param>
internal sealed record Fault(
    string Name, int Weight, TimeSpan RecoversWithin, Func<RegistryCluster, Random, CancellationToken, Task<string>> Inflict,
    bool NeedsNamespaces = false, Func<RegistryCluster, string, Task>? Afterwards = null)
{
    public override string ToString() => Name;
}

/// <summary>What happened: when it was done, when it was healed, when the last command that it held up was answered. Ticks of the client's clock.</summary>
/// <param name="RecoveredAt">The same as <paramref name="InflictedAt"/> when no command was held up.</param>
internal sealed record FaultRecord(Fault Fault, string Target, long InflictedAt, long HealedAt, long RecoveredAt)
{
    /// <summary>From the beginning until nothing was held up any more.</summary>
    public TimeSpan Outage => System.Diagnostics.Stopwatch.GetElapsedTime(InflictedAt, RecoveredAt);

    /// <summary>The same from the healing on.</summary>
    public TimeSpan Recovery => RecoveredAt <= HealedAt ? TimeSpan.Zero : System.Diagnostics.Stopwatch.GetElapsedTime(HealedAt, RecoveredAt);
}
