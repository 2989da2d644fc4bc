using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>How fast many deadlines that fall due on one day are brought to mind, and what commands notice of it.</summary>
internal sealed class Deadlines(Bench bench) : IExperiment
{
    private const string Register = "registry_deadlines";
    private const string Told = "deadlines told of, beside commands";
    private const string Alone = "commands, nothing due";
    private const string Beside = "commands, while the sweeper tells";

    /// <summary>The sweeper looks soon after the program goes on, and the load is there by then.</summary>
    private const int SweepSeconds = 5;

    public string Name => "deadlines";

    public ImmutableArray<Goal> Goals => [new(Told, null, 5000, AtLeast: true, "/s"), new(Beside, Alone, 0.8, AtLeast: true)];

    public async Task<string> Run(Measurements into)
    {
        var options = bench.Options;
        var register = await bench.Preparation.Postgres(Register, options.DueDeadlines + options.HotSites);
        await using var deadlines = new DueDeadlines(bench.Field.ConnectionString(Register, "postgres"));
        var due = await deadlines.Give();
        await using var program = await bench.Start(() => bench.Field.OneProcess(Register, sweepSeconds: SweepSeconds), register.Commands);
        for (var round = 1; round <= options.Rounds; round++)
        {
            await bench.Measure(into, Alone, round, program, register.Commands(program));

            await deadlines.FallDue(round);
            await bench.Preparation.Checkpoint();
            program.Resume();
            var (begun, over, told) = deadlines.Watch();
            var figures = await ClosedLoop.DriveBetween(program.Address, register.Commands(program), options.Clients, round, begun, over);
            program.Pause();
            var seconds = TimeProvider.System.GetElapsedTime(await begun, await over).TotalSeconds;
            into.Add(new(Told, round, await told / seconds, "/s"));
            into.Add(new(Beside, round, figures.PerSecond, "/s", figures));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{due:#,##0} deadlines that fall due at once, at as many drafts; commands by {options.Clients} clients at {register.HotSites.Length:#,##0} live sites of the same register, measured from the first look at which the sweeper had begun to the one at which it was done; {options.Rounds} rounds, {options.Seconds} s each for the commands alone.");
    }
}
