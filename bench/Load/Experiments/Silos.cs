using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>The same load on one, two and three silos behind one gateway. On two cores it shows what a silo more costs, not what it brings.</summary>
internal sealed class Silos(Bench bench) : IExperiment
{
    private const string Database = "registry_silos";
    private const int SilosMax = 3;

    public string Name => "silos";

    public ImmutableArray<Goal> Goals => [];

    public async Task<string> Run(Measurements into)
    {
        var options = bench.Options;
        var register = await bench.Preparation.Postgres(Database, options.HotSites);
        for (var round = 1; round <= options.Rounds; round++)
        {
            for (var silos = 1; silos <= SilosMax; silos++)
            {
                await using var contender = await bench.Field.Apart(Database, silos);
                await bench.Measure(into, $"command, {silos} silo{(silos > 1 ? "s" : "")}", round, contender, register.Commands(contender));
                await bench.Measure(into, $"read, {silos} silo{(silos > 1 ? "s" : "")}", round, contender, register.Reads(contender));
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{options.Clients} clients, one gateway; {options.Rounds} rounds, {options.Seconds} s each.");
    }
}
