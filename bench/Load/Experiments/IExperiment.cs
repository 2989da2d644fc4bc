using System.Collections.Immutable;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>A question put to contenders.</summary>
internal interface IExperiment
{
    /// <summary>Its word on the command line and in the page.</summary>
    string Name { get; }

    ImmutableArray<Goal> Goals { get; }

    /// <summary>Measures, and says under which conditions.</summary>
    Task<string> Run(Measurements into);
}

/// <summary>What every experiment stands on.</summary>
internal sealed record Bench(BenchOptions Options, Field Field, Preparation Preparation)
{
    /// <summary>The greatest rate of the work at the contender, with the processor time it took.</summary>
    public async Task<Figures> Measure(Measurements into, string what, int round, Running contender, Work work)
    {
        await Preparation.Checkpoint();
        double program = 0, postgres = 0;
        var figures = await ClosedLoop.Drive(
            contender.Address, work, Options.Clients, Options.WarmUp, Options.Window, seed: round, onMeasuring: () =>
            {
                (program, postgres) = (ProcessorTime.Of(contender.ProcessIds), ProcessorTime.Of([Options.Postmaster]));
                return Task.CompletedTask;
            });
        var seconds = Options.Window.TotalSeconds;
        into.Add(new(
            what, round, figures.PerSecond, "/s", figures,
            (ProcessorTime.Of(contender.ProcessIds) - program) / seconds, (ProcessorTime.Of([Options.Postmaster]) - postgres) / seconds));
        return figures;
    }
}
