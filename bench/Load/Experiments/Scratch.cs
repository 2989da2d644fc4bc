using System.Collections.Immutable;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

internal sealed class Scratch(Bench bench) : IExperiment
{
    public string Name => "scratch";
    public ImmutableArray<Goal> Goals => [];

    public async Task<string> Run(Measurements into)
    {
        var folder = Path.Combine(bench.Options.Work, "sqlite");
        var sqlite = await bench.Preparation.Sqlite(folder, bench.Options.HotSites);
        Console.WriteLine($"state {sqlite.HotStateBytes} {sqlite.ColdStateBytes} view {new FileInfo(bench.Field.ViewFile).Length}");
        Directory.CreateDirectory(bench.Field.KeysFolder);
        File.Copy(Path.Combine(folder, "keys", "token-signing.pem"), Path.Combine(bench.Field.KeysFolder, "token-signing.pem"), true);
        for (var round = 1; round <= bench.Options.Rounds; round++)
        {
            await using (var contender = await bench.Field.Bare()) await bench.Measure(into, "bare", round, contender, sqlite.Reads(contender));
            await using (var contender = await bench.Field.Embedded(folder))
            {
                var f = await bench.Measure(into, "sqlite command", round, contender, sqlite.Commands(contender));
                var half = await OpenLoop.Drive(contender.Address, sqlite.Commands(contender), bench.Options.Clients, f.PerSecond / 2, TimeSpan.FromSeconds(2), bench.Options.Window, 1, default);
                into.Add(new("half", round, half.PerSecond, "/s", half));
                await bench.Measure(into, "sqlite read", round, contender, sqlite.Reads(contender));
            }
            await using (var contender = await bench.Field.Embedded(folder, 1)) await bench.Measure(into, "sqlite command 1", round, contender, sqlite.Commands(contender));
        }
        return "";
    }
}
