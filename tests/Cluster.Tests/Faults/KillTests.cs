using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>The embedded program killed with kill -9 under load, again and again.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int AcknowledgedBetweenKills = 60;
    private const int ReplaysChecked = 300;

    private readonly string folder = Directory.CreateTempSubdirectory("registry-kill-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task Twenty_kills_under_load_lose_double_and_alter_nothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var registry = new RegistryProcess(folder);
        await registry.Start(cancellation);
        var before = RegisterDump.Read(registry.Database);

        var journal = new Journal();
        using var progress = new SemaphoreSlim(0);
        using var gateway = new Gateway(registry, journal, () => progress.Release());
        var load = new Load(gateway);
        await load.Prepare(cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = load.Run(stop.Token, cancellation);

        for (var kill = 0; kill < Kills; kill++)
        {
            for (var i = 0; i < AcknowledgedBetweenKills; i++)
            {
                await progress.WaitAsync(cancellation);
            }

            await registry.Kill(cancellation);
            await registry.Start(cancellation);
        }

        await stop.CancelAsync();
        await running;

        // Old keys once more, long after the fact and in another process: the first answer, byte for byte.
        foreach (var invocation in journal.Invocations.Where(i => i.Acknowledged && i.Path.EndsWith("/evidence/plan", StringComparison.Ordinal)).Take(ReplaysChecked))
        {
            await gateway.Repeat("centre", 0, invocation, cancellation);
        }

        var dump = RegisterDump.Read(registry.Database);
        var found = HistoryChecker.Check(journal.Invocations, dump, before);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found.Take(20)));

        var acknowledged = journal.Invocations.Where(i => i.Acknowledged).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {journal.Invocations.Count} commands, {acknowledged.Length} acknowledged, {acknowledged.Count(i => i.Answers.Count > 1)} replayed");
        CheckerChecks.AllManipulationsAreFound(journal, dump, before);
    }
}
