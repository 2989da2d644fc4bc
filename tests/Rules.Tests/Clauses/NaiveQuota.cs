using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>One call of the ledger's functions.</summary>
internal abstract record QuotaStep(int Window)
{
    public sealed record Reserve(int Window, DateOnly From, DateOnly Until, QuotaLimits Limits) : QuotaStep(Window);

    public sealed record Extend(int Window, DateOnly From, DateOnly Until, QuotaLimits Limits) : QuotaStep(Window);

    public sealed record Start(int Window, DateOnly On, QuotaLimits Limits) : QuotaStep(Window);

    public sealed record Settle(int Window, DateOnly From, DateOnly Last) : QuotaStep(Window);

    public sealed record Overrun(int Window, DateOnly From, DateOnly Until) : QuotaStep(Window);

    public sealed record Release(int Window) : QuotaStep(Window);

    public sealed record Convert(int Window, DateOnly From, DateOnly Until) : QuotaStep(Window);

    public sealed record Correct(int Window, DateOnly? From, DateOnly? Last) : QuotaStep(Window);
}

/// <summary>
/// The quota told over again without a ledger: what each window holds is kept and overwritten, and every figure is counted
/// anew. Slow and plain, so that it can be believed.
/// </summary>
internal sealed class NaiveQuota
{
    private sealed class Window
    {
        public Dictionary<DateOnly, bool> IsUsed { get; } = [];

        public QuotaTime? Time { get; set; }
    }

    private readonly Dictionary<int, Window> windows = Enumerable.Range(1, 5).ToDictionary(n => n, _ => new Window());

    public IEnumerable<DateOnly> Reserved(int window) => windows[window].IsUsed.Where(d => !d.Value).Select(d => d.Key).Order();

    public IEnumerable<DateOnly> Used(int window) => windows[window].IsUsed.Where(d => d.Value).Select(d => d.Key).Order();

    public QuotaTime? Time(int window) => windows[window].Time;

    public QuotaCounters Counters(int year)
    {
        var times = windows.Values.Select(w => w.Time).OfType<QuotaTime>().Where(t => t.Year == year).ToList();
        var dates = windows.Values.SelectMany(w => w.IsUsed).Where(d => d.Key.Year == year)
            .GroupBy(d => d.Key, d => d.Value).Select(d => d.Any(used => used)).ToList();
        return new(times.Count(t => !t.Used), dates.Count(used => !used), times.Count(t => t.Used), dates.Count(used => used));
    }

    public IEnumerable<(int Year, int Slot)> Slots =>
        windows.Values.Select(w => w.Time).OfType<QuotaTime>().Select(t => (t.Year, t.Slot)).Order();

    /// <summary>False when the limits refuse the step.</summary>
    public bool Do(QuotaStep step)
    {
        var w = windows[step.Window];
        switch (step)
        {
            case QuotaStep.Reserve s:
                return Take(w, s.From, s.Until, s.Limits, takesTime: w.Time is null);
            case QuotaStep.Extend s:
                return Take(w, s.From, s.Until, s.Limits, takesTime: false);
            case QuotaStep.Start s:
                return Start(w, s);
            case QuotaStep.Settle s:
                foreach (var d in Reserved(step.Window).ToList())
                {
                    if (s.From <= d && d <= s.Last)
                        w.IsUsed[d] = true;
                    else
                        w.IsUsed.Remove(d);
                }

                break;
            case QuotaStep.Overrun s:
                Use(w, s.From, s.Until);
                break;
            case QuotaStep.Release:
                foreach (var d in Reserved(step.Window).ToList())
                    w.IsUsed.Remove(d);
                if (w.Time is { Used: false })
                    w.Time = null;
                break;
            case QuotaStep.Convert s:
                w.Time ??= new(s.From.Year, FreeSlot(s.From.Year), Used: true);
                Use(w, s.From, s.Until);
                break;
            case QuotaStep.Correct s:
                Correct(w, s.From, s.Last);
                break;
        }

        return true;
    }

    /// <summary>Whether the correction's end would lie before its start: the caller's error.</summary>
    public bool IsInverted(QuotaStep.Correct s) => s.Last is { } last && last < StartOf(windows[s.Window], s);

    private bool Take(Window w, DateOnly from, DateOnly until, QuotaLimits limits, bool takesTime)
    {
        var gained = Dates(from, until).Where(d => !w.IsUsed.ContainsKey(d)).ToList();
        foreach (var year in gained.Select(d => d.Year).Distinct())
        {
            var fresh = Dates(from, until).Count(d => d.Year == year && !windows.Values.Any(other => other.IsUsed.ContainsKey(d)));
            var c = Counters(year);
            if (c.UsedDays + c.ReservedDays + fresh > limits.Days)
                return false;
        }

        if (takesTime)
        {
            var c = Counters(from.Year);
            if (c.UsedTimes + c.ReservedTimes + 1 > limits.Times)
                return false;

            // A window that asks a year for its time asks it for its days too, if only for none.
            if (c.UsedDays + c.ReservedDays > limits.Days)
                return false;
            w.Time = new(from.Year, FreeSlot(from.Year), Used: false);
        }

        foreach (var d in gained)
            w.IsUsed.Add(d, false);
        return true;
    }

    private bool Start(Window w, QuotaStep.Start s)
    {
        if (w.Time is not { Used: false } time)
            return true;
        if (time.Year != s.On.Year)
        {
            var c = Counters(s.On.Year);
            if (c.UsedTimes + c.ReservedTimes + 1 > s.Limits.Times)
                return false;
        }

        w.Time = time.Year == s.On.Year ? time with { Used = true } : new(s.On.Year, FreeSlot(s.On.Year), Used: true);
        foreach (var d in w.IsUsed.Where(d => !d.Value && d.Key < s.On).Select(d => d.Key).ToList())
            w.IsUsed.Remove(d);
        return true;
    }

    private void Correct(Window w, DateOnly? from, DateOnly? last)
    {
        if (from is null && last is null)
            return;
        var start = StartOf(w, new(0, from, last));
        if (last is { } end)
        {
            w.IsUsed.Clear();
            Use(w, start, end);
        }
        else
        {
            foreach (var d in w.IsUsed.Keys.Where(d => d < start).ToList())
                w.IsUsed.Remove(d);
            if (w.IsUsed.Count == 0)
                w.IsUsed[start] = true;
            for (var d = start; !w.IsUsed.ContainsKey(d); d = d.AddDays(1))
                w.IsUsed[d] = true;
        }

        if (w.Time?.Year != start.Year)
            w.Time = null;
        w.Time = new(start.Year, w.Time?.Slot ?? FreeSlot(start.Year), Used: true);
    }

    private static DateOnly StartOf(Window w, QuotaStep.Correct s)
    {
        if (s.From is { } from)
            return from;
        var used = w.IsUsed.Where(d => d.Value).Select(d => d.Key).ToList();
        return used.Count > 0 ? used.Min() : w.IsUsed.Count > 0 ? w.IsUsed.Keys.Min() : s.Last!.Value;
    }

    private static void Use(Window w, DateOnly from, DateOnly until)
    {
        foreach (var d in Dates(from, until))
            w.IsUsed[d] = true;
    }

    private int FreeSlot(int year) => Enumerable.Range(1, 100).First(n => !Slots.Contains((year, n)));

    private static IEnumerable<DateOnly> Dates(DateOnly from, DateOnly until) =>
        Enumerable.Range(from.DayNumber, Math.Max(0, until.DayNumber - from.DayNumber + 1)).Select(DateOnly.FromDayNumber);
}
