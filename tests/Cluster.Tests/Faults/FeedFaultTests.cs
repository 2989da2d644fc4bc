using System.Globalization;
using NanchangEdu.Registry.Cluster.Tests.History;
using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// The feed while events come as fast as the registry makes them and everything around it fails: some thousands, or as many as
/// tests/faults.sh --events asks for.
/// </summary>
public sealed class FeedFaultTests
{
    private const int ShortEvents = 8_000;
    private const int Importers = 3;

    /// <summary>Of a long run, which would else be nothing but recoveries.</summary>
    private const int EventsBetweenFaults = 15_000;

    private const int UnitsOfShortRun = 500;
    private const int UnitsOfLongRun = 2_000;
    private const int FirstUnit = 70_000_000;
    private const int CommandsPerSecond = 20;
    private const int Workers = 8;

    /// <summary>Of a short run; those of a long one are all kinds.</summary>
    private static readonly string[] FewKinds = ["silo killed", "gateway killed", "database crashed"];

    private static readonly TimeSpan Patience = TimeSpan.FromHours(3);
    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task However_many_events_and_whatever_fails_each_comes_once_by_pages_and_by_the_stream()
    {
        var events = int.TryParse(Environment.GetEnvironmentVariable("REGISTRY_FAULTS_EVENTS"), CultureInfo.InvariantCulture, out var asked) ? asked : ShortEvents;
        var isLong = events > ShortEvents;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var cancellation = patience.Token;
        await using var cluster = await RegistryCluster.Start(cancellation);

        using var journal = new Journal();
        var pulse = new Pulse(cluster.Gateways.Count);
        using var gateway = new Gateway([.. cluster.Gateways.Select(g => g.Address)], cluster.Credentials, journal, pulse, new Pace(CommandsPerSecond));
        await using var feed = new FeedWatch(gateway, gateway.People("centre")[0], start: 0);
        feed.Begin();
        var settings = RunSettings.FromEnvironment() with
        {
            Faults = TimeSpan.Zero,
            Only = isLong ? [] : FewKinds,
            Between = stop => feed.UntilSeen(feed.Seen + (isLong ? EventsBetweenFaults : 0), stop),
        };
        var load = new Load(gateway, journal, await City.Read(gateway, cancellation), Workers, settings.Seed);

        var authority = cluster.Credentials.First(c => c!["role"]!.GetValue<string>() == "reviewer")!["authority"]!.GetValue<string>();
        var units = isLong ? UnitsOfLongRun : UnitsOfShortRun;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var importing = Task.WhenAll(Enumerable.Range(0, Importers).Select(importer =>
            new UnitImports(gateway, gateway.People("admin")[0], authority, FirstUnit + (importer * units), units).Go(over.Token, cancellation)));
        var faults = new List<FaultRecord>();
        await load.During(
            async broken =>
            {
                for (var round = 0; feed.Seen < events && !importing.IsCompleted; round++)
                {
                    var run = new FaultRun(cluster, pulse, settings with { Seed = settings.Seed + round }, Report.Tell);
                    await run.Go(broken);
                    faults.AddRange(run.Records);
                    Report.Tell($"{feed.Seen:#,##0} of {events:#,##0} events, {faults.Count} faults");
                }
            },
            cancellation);
        await over.CancelAsync();
        var files = (await importing).Sum();

        var dump = RegisterDump.ReadServer(cluster.Database.ForHarness);
        var readers = await feed.UntilRead(dump.Told.Max(row => row.Position), CaughtUpWithin, cancellation);
        foreach (var (reader, seen) in readers)
        {
            Finding[] found = [.. FeedChecker.Check(reader, seen, dump, after: 0)];
            foreach (var kind in found.CountBy(finding => finding.Violation)) Report.Tell($"RED {kind.Key}: {kind.Value} times, as {found.First(finding => finding.Violation == kind.Key).Words}");
            Assert.Empty(found);
            CheckerChecks.AllManipulationsOfTheFeedAreFound(reader, seen, dump, after: 0);
        }

        Report.Tell($"{dump.Told.Count():#,##0} events of {files} files and {pulse.Acknowledged:#,##0} commands under {faults.Count} faults: by pages and by the stream each came once, in order; "
            + $"the stream was opened {feed.Streams} times");
        Assert.True(dump.Told.Count() >= events, $"{dump.Told.Count()} events");
    }
}
