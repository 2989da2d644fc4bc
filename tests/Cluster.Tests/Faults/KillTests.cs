using System.Text.Json.Nodes;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>The embedded program killed with kill -9 under load, again and again.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int AcknowledgedBetweenKills = 60;
    private const int ReplaysChecked = 300;
    private const int Workers = 10;
    private const int Seed = 20;

    private readonly string folder = Directory.CreateTempSubdirectory("registry-kill-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task Twenty_kills_under_load_lose_double_and_alter_nothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var registry = new RegistryProcess(folder);
        await registry.Start(cancellation);
        var before = RegisterDump.ReadFile(registry.Database);

        using var journal = new Journal();
        var pulse = new Pulse(doors: 1);
        var credentials = JsonNode.Parse(await File.ReadAllTextAsync(registry.CredentialsFile, cancellation))!.AsArray();
        using var gateway = new Gateway([registry.Address], credentials, journal, pulse, Pace.Unbounded);
        var load = new Load(gateway, journal, await City.Read(gateway, cancellation), Workers, Seed);
        await load.During(
            async broken =>
            {
                for (var kill = 0; kill < Kills; kill++)
                {
                    await pulse.UntilAcknowledged(pulse.Acknowledged + AcknowledgedBetweenKills, broken);
                    await registry.Kill(broken);
                    await registry.Start(broken);
                }
            },
            cancellation);

        // Old keys once more, long after the fact and in another process: the first answer, byte for byte.
        foreach (var invocation in journal.Invocations.Where(i => i.Acknowledged).Take(ReplaysChecked))
        {
            await gateway.Repeat(invocation, cancellation);
        }

        var dump = RegisterDump.ReadFile(registry.Database);
        var clients = ClientHistory.Of(journal);
        var found = HistoryChecker.Check(clients, dump, before);
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found.Take(20)));

        var acknowledged = clients.Invocations.Where(i => i.Acknowledged).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {clients.Invocations.Count} commands, {acknowledged.Length} acknowledged, {acknowledged.Count(i => i.Answers.Count > 1)} replayed");
        CheckerChecks.AllManipulationsAreFound(clients, dump, before);
    }
}
