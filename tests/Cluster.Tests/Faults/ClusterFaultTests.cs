using System.Diagnostics;
using NanchangEdu.Registry.Cluster.Tests.History;
using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// PostgreSQL, three silos and two gateways under load, hit by one fault after the other; then the history is checked. Every kind of
/// fault once, or for minutes and hours by tests/faults.sh.
/// </summary>
public sealed class ClusterFaultTests
{
    private const int ReplaysAtTheEnd = 300;

    /// <summary>Of each kind: what follows from one fault would else fill the report.</summary>
    private const int FindingsTold = 5;

    /// <summary>With all healed, for the readers of the feed to come to its end; a stream may have fallen silent just before.</summary>
    private static readonly TimeSpan FeedWithin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SetUpAndCheckWithin = TimeSpan.FromMinutes(10);

    /// <summary>A long run on a slow machine goes on until it has done what it was asked for; not for ever.</summary>
    private const int LongerAtMost = 3;

    [Fact]
    public async Task Whatever_fails_nothing_acknowledged_is_lost_doubled_or_altered()
    {
        var settings = RunSettings.FromEnvironment();
        var begun = Stopwatch.StartNew();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter((LongerAtMost * settings.Faults) + SetUpAndCheckWithin);
        var cancellation = patience.Token;
        await using var cluster = await RegistryCluster.Start(cancellation);
        if (!cluster.Network.CanCut) Report.Tell($"PARTITIONS ARE NOT TRIED: {ClusterNetwork.WithoutNamespaces}=1");
        var intruded = await Strangers.Try(cluster);
        foreach (var words in intruded) Report.Tell($"RED Intruded: {words}");
        Assert.Empty(intruded);

        await Staff.Add(cluster, settings.AddedSchools, cancellation);
        var before = RegisterDump.ReadServer(cluster.Database.ForHarness);

        using var journal = new Journal(Path.Combine(cluster.Folder, "journal.txt"));
        var pulse = new Pulse(cluster.Gateways.Count);
        var pace = new Pace(settings.CommandsPerSecond);
        using var gateway = new Gateway([.. cluster.Gateways.Select(g => g.Address)], cluster.Credentials, journal, pulse, pace);
        var load = new Load(gateway, journal, await City.Read(gateway, cancellation), settings.Workers, settings.Seed);
        var start = before.Ledger.Max(row => row.Position);
        await using var feed = new FeedWatch(gateway, gateway.People("centre")[0], start);
        feed.Begin();
        Report.Tell($"set up in {begun.Elapsed.TotalSeconds:F0} s");
        var run = new FaultRun(cluster, pulse, settings, Report.Tell);
        await load.During(
            async broken =>
            {
                if (settings.LeavesRoom) await Room.Leave(pace, settings.Settling, Report.Tell, broken);
                await run.Go(broken);
            },
            cancellation);
        Report.Tell($"faults over after {begun.Elapsed.TotalSeconds:F0} s");
        await Replay(gateway, journal, settings.Seed, cancellation);

        var dump = RegisterDump.ReadServer(cluster.Database.ForHarness);
        var clients = ClientHistory.Of(journal);
        var readers = await feed.UntilRead(dump.Told.Max(row => row.Position), FeedWithin, cancellation);
        List<Finding> found = [.. HistoryChecker.Check(clients, dump, before), .. readers.SelectMany(reader => FeedChecker.Check(reader.Reader, reader.Seen, dump, start))];
        Report.Tell($"the feed: {string.Join(", ", readers.Select(reader => $"{reader.Seen.Count} events by {reader.Reader}"))}, which was opened {feed.Streams} times");
        Report.Tell(FaultTable.Of(run.Records, clients, pulse, found, cluster.Silos.Sum(silo => silo.OwnEnds)));
        var some = found.GroupBy(finding => finding.Violation).SelectMany(kind => kind.Take(FindingsTold)).ToArray();
        foreach (var finding in some) Report.Tell($"RED {finding}");
        var slow = run.Records.Where(record => record.Recovery > record.Fault.RecoversWithin).ToArray();
        foreach (var record in slow) Report.Tell($"RED Slow: {record.Fault.Name} ({record.Target}) held commands up for {record.Recovery.TotalSeconds:F1} s after it was healed");

        Assert.True(found.Count == 0, string.Join<Finding>(Environment.NewLine, some) + Environment.NewLine + cluster.LastLines());
        Assert.Empty(slow);
        foreach (var (reader, seen) in readers) CheckerChecks.AllManipulationsOfTheFeedAreFound(reader, seen, dump, start);
        Report.Tell($"{CheckerChecks.AllManipulationsAreFound(clients, dump, before)} manipulations of this history, all found; {begun.Elapsed.TotalSeconds:F0} s in all");
    }

    /// <summary>Old keys once more, long after the fact and at the other gateway.</summary>
    private static async Task Replay(Gateway gateway, Journal journal, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed + 2);
        for (var i = 0; i < ReplaysAtTheEnd; i++)
        {
            if (journal.SomeAcknowledged(random) is { } invocation) await gateway.Repeat(invocation, cancellationToken);
        }
    }
}
