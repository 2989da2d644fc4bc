using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>What one window holds.</summary>
internal sealed class QuotaHolding
{
    public SortedSet<DateOnly> Reserved { get; } = [];

    public SortedSet<DateOnly> Used { get; } = [];

    public QuotaTime? Time { get; set; }

    public bool Holds(DateOnly date) => Reserved.Contains(date) || Used.Contains(date);

    /// <summary>From the first date held to the last; null when none is.</summary>
    public QuotaSpan? Span
    {
        get
        {
            if (Reserved.Count == 0 && Used.Count == 0)
                return null;
            if (Reserved.Count == 0)
                return new(Used.Min, Used.Max);
            if (Used.Count == 0)
                return new(Reserved.Min, Reserved.Max);
            return new(
                Reserved.Min < Used.Min ? Reserved.Min : Used.Min,
                Reserved.Max > Used.Max ? Reserved.Max : Used.Max);
        }
    }
}

/// <summary>
/// What every window of a book holds, folded from its entries: a working copy that lives as long as one operation.
/// A date that two windows hold is charged once, and used wins over reserved; that is why a window's dates are
/// kept apart and the days are counted from their union.
/// </summary>
internal sealed class QuotaHoldings
{
    private static readonly QuotaHolding Nothing = new();
    private readonly SortedDictionary<int, QuotaHolding> windows = [];

    public static QuotaHoldings Of(QuotaBook book)
    {
        var holdings = new QuotaHoldings();
        foreach (var entry in book.Entries)
            holdings.Apply(entry);
        return holdings;
    }

    public QuotaHolding Of(int window) => windows.GetValueOrDefault(window, Nothing);

    public IEnumerable<(int Window, QuotaSpan Span)> Spans =>
        from w in windows where w.Value.Span is not null select (w.Key, w.Value.Span!.Value);

    public ImmutableArray<(int Year, int Slot)> Slots =>
        [.. windows.Values.Where(w => w.Time is not null).Select(w => (w.Time!.Value.Year, w.Time.Value.Slot)).Order()];

    /// <summary>The lowest n from 1 up that no time of the year holds.</summary>
    public int FreeSlot(int year)
    {
        var n = 1;
        while (windows.Values.Any(w => w.Time is { } time && time.Year == year && time.Slot == n))
            n++;
        return n;
    }

    /// <summary>Every date charged in the year, reserved or used, once.</summary>
    public HashSet<DateOnly> ChargedDates(int year) =>
        [.. windows.Values.SelectMany(w => w.Used.Concat(w.Reserved)).Where(d => d.Year == year)];

    public (int Reserved, int Used) DaysOf(int year)
    {
        var used = windows.Values.SelectMany(w => w.Used).Where(d => d.Year == year).ToHashSet();
        var reserved = windows.Values.SelectMany(w => w.Reserved).Where(d => d.Year == year && !used.Contains(d)).ToHashSet();
        return (reserved.Count, used.Count);
    }

    public void Apply(QuotaEntry entry)
    {
        if (!windows.TryGetValue(entry.Window, out var held))
            windows.Add(entry.Window, held = new());

        switch (entry.Kind)
        {
            case QuotaEntryKind.Reserve:
                held.Reserved.UnionWith(entry.Dates);
                break;
            case QuotaEntryKind.Release:
                held.Reserved.ExceptWith(entry.Dates);
                break;
            case QuotaEntryKind.Consume or QuotaEntryKind.Convert:
                held.Reserved.ExceptWith(entry.Dates);
                held.Used.UnionWith(entry.Dates);
                break;
            case QuotaEntryKind.Correct:
                // A correction states all dates that the window used in the year, so that it reads without the entries before it.
                held.Reserved.ExceptWith(entry.Dates);
                held.Used.RemoveWhere(d => d.Year == entry.Year);
                held.Used.UnionWith(entry.Dates);
                break;
            default:
                throw new InvalidOperationException($"Quota entry {entry.Seq} is of the unknown kind {entry.Kind}.");
        }

        if (entry.UsedTimes > 0)
            held.Time = new(entry.Year, entry.Slot!.Value, Used: true);
        else if (entry.ReservedTimes > 0)
            held.Time = new(entry.Year, entry.Slot!.Value, Used: false);
        else if (entry.UsedTimes < 0 || entry.ReservedTimes < 0)
            held.Time = null;
    }
}
