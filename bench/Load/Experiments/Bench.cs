using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>What every experiment stands on: the means to start, warm up and measure contenders.</summary>
internal sealed record Bench(BenchOptions Options, Field Field, Preparation Preparation)
{
    /// <summary>After a pause caches are cold and timers are late; both pass within this time.</summary>
    private static readonly TimeSpan ComingBack = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    /// <summary>Looks that make up one side of the comparison by which a contender counts as warm.</summary>
    private const int LooksCompared = 3;

    /// <summary>A contender counts as warm when the last looks are on average no more than this above those before.</summary>
    private const double GrowthMax = 1.03;

    /// <summary>Starts a contender, drives it until it gets no faster, and takes the processor from it.</summary>
    public async Task<Running> Start(Func<Task<Running>> start, params Func<Running, Work>[] works)
    {
        var contender = await start();
        foreach (var work in works) await WarmUp(contender, work(contender));
        contender.Pause();
        return contender;
    }

    /// <summary>The greatest rate of the work at a paused contender, with the processor time it took.</summary>
    public async Task<Figures> Measure(Measurements into, string what, int round, Running contender, Work work)
    {
        await Preparation.Checkpoint();
        contender.Resume();
        double program = 0, postgres = 0;
        var figures = await ClosedLoop.Drive(
            contender.Address, work, Options.Clients, ComingBack, Options.Window, seed: round, onMeasuring: () =>
            {
                (program, postgres) = (ProcessorTime.Of(contender.ProcessIds), ProcessorTime.Of([Options.Postmaster]));
                return Task.CompletedTask;
            });
        var seconds = Options.Window.TotalSeconds;
        into.Add(new(
            what, round, figures.PerSecond, "/s", figures,
            (ProcessorTime.Of(contender.ProcessIds) - program) / seconds, (ProcessorTime.Of([Options.Postmaster]) - postgres) / seconds));
        contender.Pause();
        return figures;
    }

    /// <summary>Requests that come at a fixed rate to a paused contender.</summary>
    public async Task<Figures> MeasureAt(double perSecond, int round, Running contender, Work work)
    {
        await Preparation.Checkpoint();
        contender.Resume();
        var figures = await OpenLoop.Drive(
            contender.Address, work, Options.Clients, perSecond, ComingBack, Options.Window, seed: -round, CancellationToken.None);
        contender.Pause();
        return figures;
    }

    private async Task WarmUp(Running contender, Work work)
    {
        var looks = new List<double>();
        var begun = TimeProvider.System.GetTimestamp();
        do
        {
            looks.Add(await ClosedLoop.Rate(contender.Address, work, Options.Clients, Look, seed: 1000 + looks.Count));
        }
        while (!IsWarm(looks) && TimeProvider.System.GetElapsedTime(begun) < Options.WarmUpMax);
        Console.WriteLine($"  warm after {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s: {string.Join(' ', looks.Select(look => look.Readable()))}");
    }

    private static bool IsWarm(List<double> looks) =>
        looks.Count >= 2 * LooksCompared
        && looks[^LooksCompared..].Average() <= GrowthMax * looks[^(2 * LooksCompared)..^LooksCompared].Average();
}
