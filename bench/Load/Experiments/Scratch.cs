using System.Collections.Immutable;
using NanchangEdu.Registry.Bench.Load.Contenders;
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
        foreach (var (name, value) in new[] { ("X", "0"), ("DOTNET_TieredPGO", "0"), ("DOTNET_TieredCompilation", "0") })
        {
            Environment.SetEnvironmentVariable(name, value);
            await using var contender = await bench.Field.Embedded(folder);
            Console.Write(name + " ");
            for (var i = 0; i < 14; i++)
            {
                var f = await ClosedLoop.Drive(contender.Address, sqlite.Commands(contender), 64, TimeSpan.Zero, TimeSpan.FromSeconds(3), i);
                Console.Write($"{f.PerSecond:0} ");
            }
            Console.WriteLine(ProcessorTime.Of(contender.ProcessIds));
            Environment.SetEnvironmentVariable(name, null);
        }
        return "";
    }
}
