using System.Diagnostics;
using System.Globalization;
using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>What a run does: how long, how fast, from which seed.</summary>
/// <param name="Faults">For how long faults go on; zero for every kind once.</param>
/// <param name="Only">Names of the kinds that are tried; empty for all.</param>
internal sealed record RunSettings(TimeSpan Faults, int CommandsPerSecond, int Workers, int AddedSchools, int Seed, IReadOnlyList<string> Only)
{
    private const int ShortPerSecond = 90;
    private const int LongPerSecond = 140;
    private const int DefaultSeed = 2026;

    /// <summary>On a slow machine a long run goes on until it has inflicted so many, and acknowledged so much.</summary>
    private const int FaultsPerHalfHour = 200;
    private const int AcknowledgedPerHalfHour = 100_000;

    /// <summary>What happens between one fault and the next; nothing unless given.</summary>
    public Func<CancellationToken, Task> Between { get; init; } = _ => Task.CompletedTask;

    public bool IsLong => Faults > TimeSpan.Zero;

    /// <summary>Whether the load may be slowed down, for the sake of recovery times; not when somebody wants this very load.</summary>
    public bool LeavesRoom { get; init; } = true;

    /// <summary>For how long busy processors tell nothing; a run of a minute cannot wait until programs have settled.</summary>
    public TimeSpan Settling => Faults / 30;

    public int FaultsMin => (int)(FaultsPerHalfHour * Faults.TotalMinutes / 30);

    public int AcknowledgedMin => (int)(AcknowledgedPerHalfHour * Faults.TotalMinutes / 30);

    /// <summary>The short run of ./test.sh, unless tests/faults.sh asks for a long one.</summary>
    public static RunSettings FromEnvironment()
    {
        var minutes = Number("REGISTRY_FAULTS_MINUTES", 0);
        var isLong = minutes > 0;
        return new RunSettings(
            TimeSpan.FromMinutes(minutes),
            (int)Number("REGISTRY_FAULTS_PER_SECOND", isLong ? LongPerSecond : ShortPerSecond),
            Workers: 24, AddedSchools: isLong ? 10 : 2, (int)Number("REGISTRY_FAULTS_SEED", DefaultSeed),
            (Environment.GetEnvironmentVariable("REGISTRY_FAULTS_ONLY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            LeavesRoom = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REGISTRY_FAULTS_PER_SECOND")),
        };
    }

    private static double Number(string name, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

/// <summary>Inflicts one fault after the other on a cluster under load, and waits each time until nothing is held up any more.</summary>
internal sealed class FaultRun(RegistryCluster cluster, Pulse pulse, RunSettings settings, Action<string> tell)
{
    /// <summary>What is slower than any bound is a finding of its own; the run ends there.</summary>
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(150);

    /// <summary>So long must nothing be held up before a fault counts as over.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    /// <summary>A recovery so slow is looked into while it lasts.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(10);
    private const int HeldUpShown = 5;

    private readonly List<FaultRecord> records = [];

    public IReadOnlyList<FaultRecord> Records => records;

    public async Task Go(CancellationToken cancellationToken)
    {
        var plan = new FaultPlan([.. FaultKinds.All.Where(IsTried)], settings.Seed);
        var random = new Random(settings.Seed + 1);
        var begun = Stopwatch.StartNew();
        var minute = 0;
        while (!plan.IsEveryKindDone || begun.Elapsed < settings.Faults || records.Count < settings.FaultsMin || pulse.Acknowledged < settings.AcknowledgedMin)
        {
            await cluster.UntilReady(GivesUpAfter, cancellationToken);
            await settings.Between(cancellationToken);
            records.Add(await Inflict(plan.Next(), random, cancellationToken));
            if (begun.Elapsed.TotalMinutes < minute + 1 && settings.IsLong) continue;

            minute = (int)begun.Elapsed.TotalMinutes;
            tell($"{begun.Elapsed:mm\\:ss}  {records.Count} faults, {pulse.Acknowledged} acknowledged, {pulse.Resolved} resolved after doubt; last: {Words(records[^1])}");
        }

        await cluster.UntilReady(GivesUpAfter, cancellationToken);
    }

    private bool IsTried(Fault kind) =>
        (cluster.Network.CanCut || !kind.NeedsNamespaces) && (settings.Only.Count == 0 || settings.Only.Contains(kind.Name));

    private async Task<FaultRecord> Inflict(Fault fault, Random random, CancellationToken cancellationToken)
    {
        var inflictedAt = Stopwatch.GetTimestamp();
        var target = await fault.Inflict(cluster, random, cancellationToken);
        var healedAt = Stopwatch.GetTimestamp();
        try
        {
            await UntilCalm(fault, target, healedAt, cancellationToken);
        }
        finally
        {
            if (fault.Afterwards is { } heal) await heal(cluster, target);
        }

        return new FaultRecord(fault, target, inflictedAt, healedAt, Math.Max(pulse.HeldUpUntil, inflictedAt));
    }

    private async Task UntilCalm(Fault fault, string target, long healedAt, CancellationToken cancellationToken)
    {
        var calmSince = healedAt;
        var told = false;
        while (Stopwatch.GetElapsedTime(calmSince) < Calm || !pulse.AllAcknowledgedSince(healedAt))
        {
            if (Stopwatch.GetElapsedTime(healedAt) > GivesUpAfter)
                throw new TimeoutException($"after {fault.Name} ({target}) commands are still held up, or a gateway acknowledges none\n{cluster.LastLines()}");
            if (!told && Stopwatch.GetElapsedTime(healedAt) > Suspicious)
            {
                told = true;
                tell($"after {fault.Name} ({target}) still held up:\n{string.Join('\n', pulse.LongestHeldUp(HeldUpShown))}\n{cluster.LastLines()}");
            }

            await Task.Delay(50, cancellationToken);
            if (pulse.IsAnyHeldUp) calmSince = Stopwatch.GetTimestamp();
        }
    }

    private static string Words(FaultRecord record) => $"{record.Fault.Name} ({record.Target}), over after {record.Outage.TotalSeconds:F1} s";
}
