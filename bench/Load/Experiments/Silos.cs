using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>The same load on one, two and three silos behind one gateway. On two cores it shows what a silo more costs, not what it brings.</summary>
internal sealed class Silos(Bench bench) : IExperiment
{
    private const int SilosMax = 3;

    public string Name => "silos";

    public ImmutableArray<Goal> Goals => [];

    public async Task<string> Run(Measurements into)
    {
        var options = bench.Options;
        var clusters = new List<(string Name, Running Running, Register Register)>();
        try
        {
            for (var silos = 1; silos <= SilosMax; silos++) clusters.Add(await Start(silos));
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var (name, running, register) in clusters)
                {
                    await bench.Measure(into, $"command, {name}", round, running, register.Commands(running));
                    await bench.Measure(into, $"read, {name}", round, running, register.Reads(running));
                }
            }
        }
        finally
        {
            foreach (var cluster in clusters) await cluster.Running.DisposeAsync();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{options.Clients} clients, one gateway; {options.Rounds} rounds, {options.Seconds} s each.");
    }

    private async Task<(string Name, Running Running, Register Register)> Start(int silos)
    {
        var database = $"registry_silos_{silos}";
        var register = await bench.Preparation.Postgres(database, bench.Options.HotSites);
        return (silos == 1 ? "1 silo" : $"{silos} silos", await bench.Start(() => bench.Field.Apart(database, silos), register.Commands, register.Reads), register);
    }
}
