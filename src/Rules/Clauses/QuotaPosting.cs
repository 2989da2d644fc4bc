using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// The entries of one operation on one window. The day deltas are not worked out case by case: they are how the
/// year's distinct dates changed, counted before and after, so that sums and sets cannot disagree.
/// </summary>
internal sealed class QuotaPosting(QuotaBook book, int window, QuotaStamp stamp)
{
    private readonly ImmutableArray<QuotaEntry>.Builder entries = ImmutableArray.CreateBuilder<QuotaEntry>();
    private int seq = book.NextSeq;

    public QuotaHoldings Holdings { get; } = QuotaHoldings.Of(book);

    public QuotaHolding Held => Holdings.Of(window);

    public ImmutableArray<QuotaEntry> Entries => entries.ToImmutable();

    /// <param name="dates">Of any year; those of <paramref name="year"/> are meant.</param>
    /// <param name="slot">Of the time taken, turned from reserved into used, or given back.</param>
    /// <param name="at">When it was made; the stamp's instant unless told otherwise.</param>
    public void Post(
        QuotaEntryKind kind, int year, IEnumerable<DateOnly> dates, int reservedTimes = 0, int usedTimes = 0, int? slot = null, DateTimeOffset? at = null)
    {
        var before = Holdings.DaysOf(year);
        var entry = new QuotaEntry(
            seq++, window, kind, year, reservedTimes, 0, usedTimes, 0,
            [.. dates.Where(d => d.Year == year).Order()], slot, stamp.Rule, at ?? stamp.At);
        Holdings.Apply(entry);
        var after = Holdings.DaysOf(year);
        entries.Add(entry with { ReservedDays = after.Reserved - before.Reserved, UsedDays = after.Used - before.Used });
    }

    /// <summary>One entry for each year that the dates lie in.</summary>
    public void PostByYear(QuotaEntryKind kind, ImmutableArray<DateOnly> dates)
    {
        foreach (var year in dates.Select(d => d.Year).Distinct().Order())
            Post(kind, year, dates);
    }

    /// <summary>Gives back dates and, where one is named, a time: one entry a year, the time with the dates of its year.</summary>
    public void Release(ImmutableArray<DateOnly> dates, QuotaTime? time)
    {
        var years = dates.Select(d => d.Year);
        if (time is { } given)
            years = years.Append(given.Year);
        foreach (var year in years.Distinct().Order())
        {
            if (time is { } t && t.Year == year)
                Post(QuotaEntryKind.Release, year, dates, reservedTimes: -1, slot: t.Slot);
            else
                Post(QuotaEntryKind.Release, year, dates);
        }
    }
}
