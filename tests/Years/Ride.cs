using System.Globalization;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Years;

/// <param name="IsCut">Whether every process was killed in it, so that it may have told of some deadlines or of none.</param>
internal sealed record SweepOfAll(DateTimeOffset At, bool IsCut);

/// <summary>What happened on the way.</summary>
/// <param name="Sweeps">Rising.</param>
internal sealed record Ridden(IReadOnlyList<SweepOfAll> Sweeps, int Acts, int Killed, int Restarted, int Leaps, int StepsBack, IReadOnlyDictionary<string, int> Refused);

/// <summary>
/// Drives the clock through the days. Each day there is one sweep by every worker at the same instant, and then life goes on. On some days a worker is
/// killed in the middle of either, or ended in order; on some the clock leaps over weeks, or is set back for one sweep.
/// </summary>
internal sealed class Ride(Arguments arguments, Ground ground) : IDisposable
{
    private const int RestartPercent = 1;
    private const int LeapPercent = 1;
    private const int StepBackPercent = 2;

    private readonly Random random = new(arguments.Seed);
    private readonly List<WorkerProcess> workers = [];
    private readonly List<SweepOfAll> sweeps = [];
    private readonly HashSet<int> moments = MomentsOf(arguments);
    private readonly HashSet<DateOnly> lived = [];
    private readonly Dictionary<string, int> refused = [];
    private int acts;
    private int killed;
    private int restarted;
    private int leaps;
    private int stepsBack;
    private int moment;
    private bool wasCut;
    private double usualSweep = 50;
    private double usualDay = 50;

    public async Task<Ridden> Through(Action<string> tell)
    {
        var now = RegistryCalendar.StartOf(City.FirstDay);
        while (workers.Count < ground.Workers) workers.Add(await Start(now));
        var end = City.FirstDay.AddDays(arguments.Days);
        for (var day = City.FirstDay; day < end; day = day.AddDays(1))
        {
            var at = RegistryCalendar.StartOf(day).AddMinutes(random.Next(1, 8 * 60));
            if (random.Next(100) < StepBackPercent) await SweepEarlier(at);
            await Sweep(at);
            await Live(day);
            if (random.Next(100) < RestartPercent) await Restart(EveningOf(day));
            if (random.Next(100) < LeapPercent) day = await Leap(day, end);
            if (day.Day == 1) tell($"{day:yyyy-MM}: {acts} acts, {killed} killed");
        }

        wasCut = true; // nobody is killed in the last one
        await Sweep(RegistryCalendar.StartOf(end).AddMinutes(1));
        foreach (var worker in workers) await worker.End();
        return new Ridden(sweeps, acts, killed, restarted, leaps, stepsBack, refused);
    }

    public void Dispose()
    {
        foreach (var worker in workers) worker.Dispose();
    }

    /// <summary>Every worker at once. One may be killed in the middle, or all of them unless the sweep before was cut off like that.</summary>
    private async Task Sweep(DateTimeOffset at)
    {
        var victims = IsKilling() ? Victims() : [];
        var begun = TimeProvider.System.GetTimestamp();
        var answers = workers.Select(worker => worker.Ask($"sweep {at:O}")).ToArray();
        await Kill(victims, usualSweep);
        var said = await Task.WhenAll(answers);
        if (victims.Length == 0) usualSweep = Usual(usualSweep, begun);
        for (var i = 0; i < workers.Count; i++)
        {
            if (victims.Contains(i)) workers[i] = await Replace(workers[i], at);
            else if (said[i] is null) throw new InvalidOperationException($"a worker ended in the sweep of {at:O}");
        }

        wasCut = victims.Length == workers.Count;
        sweeps.Add(new SweepOfAll(at, wasCut));
    }

    /// <summary>The clock is wrong for one sweep, and right again.</summary>
    private async Task SweepEarlier(DateTimeOffset at)
    {
        stepsBack++;
        var earlier = at.AddHours(-random.Next(1, 72));
        if (await workers[random.Next(workers.Count)].Ask($"sweep {earlier:O}") is null) throw new InvalidOperationException($"a worker ended in the sweep of {earlier:O}");
    }

    /// <summary>Somewhere, and once more elsewhere when that was cut off: each act has its key.</summary>
    private async Task Live(DateOnly day)
    {
        if (!lived.Add(day)) return;

        var asked = day.ToString("O", CultureInfo.InvariantCulture);
        var chosen = random.Next(workers.Count);
        if (IsKilling())
        {
            var cut = workers[chosen].Ask($"live {asked}");
            await Kill([chosen], usualDay);
            await cut;
            workers[chosen] = await Replace(workers[chosen], EveningOf(day));
        }

        var begun = TimeProvider.System.GetTimestamp();
        var said = await workers[chosen].Ask($"live {asked}") ?? throw new InvalidOperationException($"a worker ended on {asked}");
        usualDay = Usual(usualDay, begun);
        var words = said.Split(' ');
        acts += int.Parse(words[1], CultureInfo.InvariantCulture);
        foreach (var refusal in words[2..]) refused[refusal] = refused.GetValueOrDefault(refusal) + 1;
    }

    /// <summary>The next days go by without a sweep, as when the program stood still over the holidays; what people do on them is recorded with their dates.</summary>
    private async Task<DateOnly> Leap(DateOnly day, DateOnly end)
    {
        leaps++;
        var until = day.AddDays(random.Next(2, 21));
        if (until > end.AddDays(-1)) until = end.AddDays(-1);
        for (var missed = day.AddDays(1); missed <= until; missed = missed.AddDays(1)) await Live(missed);
        return until;
    }

    private async Task Restart(DateTimeOffset at)
    {
        restarted++;
        var which = random.Next(workers.Count);
        await workers[which].End();
        workers[which] = await Replace(workers[which], at);
    }

    private bool IsKilling() => moments.Contains(moment++);

    /// <summary>Drawn from all sweeps and days.</summary>
    private static HashSet<int> MomentsOf(Arguments arguments)
    {
        var all = Enumerable.Range(0, 2 * arguments.Days).ToArray();
        new Random(~arguments.Seed).Shuffle(all);
        return [.. all.Take(arguments.Kills)];
    }

    private int[] Victims() => !wasCut && random.Next(3) == 0 ? [.. Enumerable.Range(0, workers.Count)]
        : workers.Count > 1 ? [random.Next(workers.Count)]
        : wasCut ? [] : [0];

    private async Task Kill(int[] victims, double usualMilliseconds)
    {
        if (victims.Length == 0) return;

        await Task.Delay(TimeSpan.FromMilliseconds(usualMilliseconds * random.NextDouble()));
        foreach (var victim in victims)
        {
            workers[victim].Kill();
            killed++;
        }
    }

    /// <summary>After everything that people do on a day.</summary>
    private static DateTimeOffset EveningOf(DateOnly day) => RegistryCalendar.StartOf(day).AddHours(18);

    private async Task<WorkerProcess> Replace(WorkerProcess gone, DateTimeOffset at)
    {
        gone.Dispose();
        return await Start(at);
    }

    private Task<WorkerProcess> Start(DateTimeOffset at) => WorkerProcess.Start(ground.Settings().Concat(
        [$"--Years:At={at:O}", City.Text($"--Years:Sites={arguments.Sites}"), City.Text($"--Years:Days={arguments.Days}"), City.Text($"--Years:Seed={arguments.Seed}")]));

    private static double Usual(double before, long begun) => (0.8 * before) + (0.2 * TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
}
