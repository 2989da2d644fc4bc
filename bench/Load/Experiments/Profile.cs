using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// The one process, warm, under commands and then under reads, for whoever looks where its time goes: its id is told, so that a profiler
/// can be attached. Not part of a run of everything.
/// </summary>
internal sealed class Profile(Bench bench) : IExperiment
{
    private const string Database = "registry_profile";
    private const string Commands = "command, PostgreSQL, one process";
    private const string Reads = "read, one process";

    public string Name => BenchOptions.Profile;

    public ImmutableArray<Goal> Goals => [];

    public async Task<string> Run(Measurements into)
    {
        var register = await bench.Preparation.Postgres(Database, bench.Options.HotSites);
        await using var running = await bench.Start(() => bench.Field.OneProcess(Database), register.Commands, register.Reads);
        for (var round = 1; round <= bench.Options.Rounds; round++)
        {
            Tell("commands", running.ProcessIds[^1]);
            var greatest = await bench.Measure(into, Commands, round, running, register.Commands(running));
            var half = await bench.MeasureAt(greatest.PerSecond / 2, round, running, register.Commands(running));
            into.Add(new("command at half of the greatest rate", round, half.PerSecond, "/s", half));
            Tell("reads", running.ProcessIds[^1]);
            await bench.Measure(into, Reads, round, running, register.Reads(running));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bench.Options.Clients} clients; {bench.Options.Rounds} rounds, {bench.Options.Seconds} s each.");
    }

    private void Tell(string work, int process) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {work}: process {process} for {bench.Options.Seconds} s"));
}
