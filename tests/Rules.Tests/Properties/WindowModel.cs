using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>
/// The downline quota worked out anew from what the windows say of themselves, without a look at any ledger entry: from when to when each
/// was approved, begun and over. Only what an earlier site of the lineage left is taken from its ledger.
/// </summary>
internal sealed class WindowModel
{
    private readonly HashSet<DateOnly> used = [];
    private readonly HashSet<DateOnly> reserved = [];
    private readonly List<(int Year, bool Used)> times = [];

    /// <summary>Dates that no approval stands behind: overrun, emergencies nobody confirmed, what the lead corrected.</summary>
    private readonly HashSet<DateOnly> beyond = [];
    private readonly List<int> timesBeyond = [];

    public WindowModel(Site site, ImmutableArray<QuotaEntry> inherited, IReadOnlySet<int> corrected)
    {
        var left = new QuotaBook(inherited);
        foreach (var window in inherited.Select(e => e.Window).Distinct())
        {
            used.UnionWith(left.UsedDatesOf(window));
            if (left.TimeOf(window) is { } time) times.Add((time.Year, time.Used));
        }

        foreach (var window in site.Windows) Add(window, site, corrected.Contains(window.Number));
        SplitIsKnown = !site.Windows.Any(w => corrected.Contains(w.Number) && w.State is WindowState.Started or WindowState.Overdue);
    }

    /// <summary>False while a window under way has had its start corrected: which of its dates are used already is then a matter of history.</summary>
    public bool SplitIsKnown { get; }

    public IEnumerable<int> Years => used.Concat(reserved).Select(d => d.Year).Concat(times.Select(t => t.Year)).Distinct();

    public QuotaCounters Of(int year) => new(
        times.Count(t => t.Year == year && !t.Used), reserved.Except(used).Count(d => d.Year == year),
        times.Count(t => t.Year == year && t.Used), used.Count(d => d.Year == year));

    /// <summary>Of the year's charge, what approvals stand behind.</summary>
    public (int Times, int Days) ApprovedOf(int year) => (
        times.Count(t => t.Year == year) - timesBeyond.Count(y => y == year),
        used.Union(reserved).Except(beyond).Count(d => d.Year == year));

    private void Add(DownlineWindow window, Site site, bool corrected)
    {
        if (window.State is WindowState.Lapsed or WindowState.Cancelled) return;
        if (window.State == WindowState.Scheduled)
        {
            reserved.UnionWith(RegistryCalendar.DatesOf(window.From, window.Until));
            times.Add((window.From.Year, false));
            return;
        }

        var (from, gone, until) = Span(window, site);
        var lasting = RegistryCalendar.DatesOf(from, gone).ToHashSet();
        used.UnionWith(lasting);
        reserved.UnionWith(RegistryCalendar.DatesOf(from > gone ? from : gone.AddDays(1), until));
        times.Add((from.Year, true));
        if (window.Suspension is not null || corrected) timesBeyond.Add(from.Year);
        beyond.UnionWith(lasting.Where(d => window.Suspension is not null || corrected || d > window.Until));
    }

    /// <summary>The first date, the last one gone by, and the last one held.</summary>
    private static (DateOnly From, DateOnly Gone, DateOnly Until) Span(DownlineWindow window, Site site)
    {
        var started = window.StartedAt!.Value;
        var from = RegistryCalendar.DateOf(started);
        if (window.Suspension is { } number)
        {
            var suspension = site.Suspensions.Single(s => s.Number == number);
            var last = suspension.LiftedAt is { } lifted ? LastDate(started, lifted) : suspension.ChargedThrough!.Value;
            return (from, last, last);
        }

        return window.State switch
        {
            WindowState.Ended => (from, LastDate(started, window.EndedAt!.Value), DateOnly.MinValue),
            WindowState.Overdue => (from, window.OverrunThrough!.Value, DateOnly.MinValue),
            _ => (from, window.OverrunThrough ?? from.AddDays(-1), window.Until),
        };
    }

    /// <summary>An end at midnight does not touch the date that begins there; one on the date of the start does (D3, D10).</summary>
    private static DateOnly LastDate(DateTimeOffset from, DateTimeOffset to)
    {
        var last = RegistryCalendar.DateOf(to > from ? to.AddTicks(-1) : from);
        return last;
    }
}
