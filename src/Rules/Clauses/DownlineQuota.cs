using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// The downline quota (NC-3.12: 每年不得超过2次，每年下线时间不得超过30天) as a ledger. One time is an approved window that
/// started, in the year of its start (D2); days are distinct dates, each against its own year (D3, D4), Asia/Shanghai.
/// Approval reserves, the start and the settlement consume, what is not needed is released. Two windows may hold
/// one date: it is charged once, and stays charged as long as one of them holds it.
/// </summary>
/// <remarks>
/// Every function answers with entries to append to the book it was given and changes nothing. A window holds at most
/// one time. Years are those of the dates; windows that overlap are refused by whoever calls (see
/// <see cref="SharesMoreThanABoundary"/>), as the rule has its own name.
/// </remarks>
public static class DownlineQuota
{
    /// <summary>An approval (D5): one time in the year of <paramref name="from"/> and the new dates, each in its year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window ends before it begins.</exception>
    public static QuotaResult Reserve(
        QuotaBook book, int window, DateOnly from, DateOnly until, QuotaLimits limits, QuotaStamp stamp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(until, from);
        var posting = new QuotaPosting(book, window, stamp);
        return Charge(book, posting, new(from, until), takesTime: posting.Held.Time is null, limits);
    }

    /// <summary>An approved extension (D11): days and no time. Nothing when the dates have gone by, as they do for a late approval.</summary>
    public static QuotaResult Extend(
        QuotaBook book, int window, DateOnly from, DateOnly until, QuotaLimits limits, QuotaStamp stamp) =>
        Charge(book, new(book, window, stamp), new(from, until), takesTime: false, limits);

    /// <summary>
    /// The start: the dates before it are released (D8) and the time turns from reserved into used. A start in a later year
    /// than the one reserved gives that year's time back and needs a free one in its own (D2).
    /// </summary>
    public static QuotaResult Start(
        QuotaBook book, int window, DateOnly startedOn, QuotaLimits limits, QuotaStamp stamp)
    {
        var posting = new QuotaPosting(book, window, stamp);
        if (posting.Held.Time is not { Used: false } reserved)
            return new QuotaResult.Charged([]);

        var early = posting.Held.Reserved.Where(d => d < startedOn).ToImmutableArray();
        if (reserved.Year == startedOn.Year)
        {
            posting.Release(early, time: null);
            posting.Post(QuotaEntryKind.Consume, startedOn.Year, [], reservedTimes: -1, usedTimes: 1, reserved.Slot);
            return new QuotaResult.Charged(posting.Entries);
        }

        var counters = book.Of(startedOn.Year);
        if (counters.ChargedTimes + 1 > limits.Times)
        {
            return new QuotaResult.Short([new(
                RuleId.DownlineTimesExhausted, startedOn.Year, limits.Times, counters.UsedTimes, counters.ReservedTimes,
                Asked: 1, counters.Left(limits).Times)]);
        }

        posting.Release(early, reserved);
        posting.Post(QuotaEntryKind.Consume, startedOn.Year, [], usedTimes: 1, slot: posting.Holdings.FreeSlot(startedOn.Year));
        return new QuotaResult.Charged(posting.Entries);
    }

    /// <summary>
    /// The end of what was approved: restore, planned end, suspension or closure (D9, D10). Reserved dates that the downtime
    /// touched are used, the others are released; the time stays used.
    /// </summary>
    /// <param name="lastTouched">The last date that the downtime touched, see <see cref="TouchedDates"/>.</param>
    public static ImmutableArray<QuotaEntry> Settle(
        QuotaBook book, int window, DateOnly startedOn, DateOnly lastTouched, QuotaStamp stamp)
    {
        var posting = new QuotaPosting(book, window, stamp);
        var touched = new QuotaSpan(startedOn, lastTouched);
        var reserved = posting.Held.Reserved.ToLookup(touched.Contains);
        posting.PostByYear(QuotaEntryKind.Consume, [.. reserved[true]]);
        posting.Release([.. reserved[false]], time: null);
        return posting.Entries;
    }

    /// <summary>Dates of an overrun (D12): used as they begin, even beyond the limit. Those the window has used already cost nothing.</summary>
    public static ImmutableArray<QuotaEntry> Overrun(
        QuotaBook book, int window, DateOnly from, DateOnly until, QuotaStamp stamp)
    {
        var posting = new QuotaPosting(book, window, stamp);
        posting.PostByYear(QuotaEntryKind.Consume, NotUsed(posting.Held, new(from, until)));
        return posting.Entries;
    }

    /// <summary>The same, an entry for each date as of its beginning: the ledger does not depend on how often somebody looked.</summary>
    public static ImmutableArray<QuotaEntry> OverrunByDate(QuotaBook book, int window, DateOnly from, DateOnly until, string rule)
    {
        var posting = new QuotaPosting(book, window, new(rule, default));
        foreach (var date in NotUsed(posting.Held, new(from, until)))
            posting.Post(QuotaEntryKind.Consume, date.Year, [date], at: RegistryCalendar.StartOf(date));
        return posting.Entries;
    }

    /// <summary>Everything that is still reserved for the window, time and dates (D6, D7).</summary>
    public static ImmutableArray<QuotaEntry> Release(QuotaBook book, int window, QuotaStamp stamp)
    {
        var posting = new QuotaPosting(book, window, stamp);
        posting.Release([.. posting.Held.Reserved], posting.Held.Time is { Used: false } time ? time : null);
        return posting.Entries;
    }

    /// <summary>
    /// An emergency that nobody confirmed becomes a counted window (D14): a used time in the year of <paramref name="from"/> and
    /// its dates, beyond the limit if need be. A second conversion of the same window adds dates alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window ends before it begins.</exception>
    public static ImmutableArray<QuotaEntry> Convert(
        QuotaBook book, int window, DateOnly from, DateOnly until, QuotaStamp stamp)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(until, from);
        var posting = new QuotaPosting(book, window, stamp);
        var dates = NotUsed(posting.Held, new(from, until));
        var takesTime = posting.Held.Time is null;
        foreach (var year in Years(dates, takesTime ? from.Year : null))
        {
            if (takesTime && year == from.Year)
                posting.Post(QuotaEntryKind.Convert, year, dates, usedTimes: 1, slot: posting.Holdings.FreeSlot(year));
            else
                posting.Post(QuotaEntryKind.Convert, year, dates);
        }

        return posting.Entries;
    }

    /// <summary>
    /// The lead puts recorded facts right (D18): the window's used dates become exactly those from the start to the last date
    /// touched, beyond the limit if need be, and its time moves to the year of the start. Nothing is rewritten: the entries
    /// carry the differences. A fact that is null stays as the ledger has it: without a last date the reserved dates from the
    /// start on stay reserved, with one they are released. Both null: nothing to put right.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The last date lies before the start.</exception>
    public static ImmutableArray<QuotaEntry> Correct(
        QuotaBook book, int window, DateOnly? startedOn, DateOnly? lastTouched, QuotaStamp stamp)
    {
        if (startedOn is null && lastTouched is null)
            return [];
        var posting = new QuotaPosting(book, window, stamp);
        var held = posting.Held;
        var start = startedOn ?? (held.Used.Count > 0 ? held.Used.Min : held.Span?.From ?? lastTouched!.Value);
        if (lastTouched is { } last)
            ArgumentOutOfRangeException.ThrowIfLessThan(last, start, nameof(lastTouched));

        ImmutableArray<DateOnly> used;
        ImmutableArray<DateOnly> released;
        if (lastTouched is { } end)
        {
            used = new QuotaSpan(start, end).Dates;
            released = [.. held.Reserved.Where(d => d < start || d > end)];
        }
        else
        {
            // The dates between the corrected start and the next date held have gone by: used, not reserved.
            var kept = held.Used.Concat(held.Reserved).Where(d => d >= start).DefaultIfEmpty(DateOnly.MaxValue).Min();
            var goneBy = kept == DateOnly.MaxValue ? [start] : new QuotaSpan(start, kept).Dates.Remove(kept);
            used = [.. held.Used.Where(d => d >= start).Union(goneBy).Order()];
            released = [.. held.Reserved.Where(d => d < start)];
        }

        PostCorrection(posting, start.Year, used, released);
        return posting.Entries;
    }

    /// <summary>What a window would meet if it were approved now, when one of its length fits first, and how long one could be (D13).</summary>
    /// <param name="notBefore">The first date that a window may begin on, as the lead time has it (D19).</param>
    /// <exception cref="ArgumentOutOfRangeException">The window ends before it begins.</exception>
    public static QuotaFit Preview(
        QuotaBook book, DateOnly from, DateOnly until, QuotaLimits limits, DateOnly notBefore)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(until, from);
        return QuotaSearch.Preview(book, new(from, until), limits, notBefore);
    }

    /// <summary>Whether the dates share more than a boundary date with a window of the book: where it ends or begins, they may begin or end.</summary>
    /// <param name="exceptWindow">A window to leave out: the one that is to be extended.</param>
    public static bool SharesMoreThanABoundary(QuotaBook book, DateOnly from, DateOnly until, int? exceptWindow = null) =>
        QuotaHoldings.Of(book).Spans.Any(w => w.Window != exceptWindow && w.Span.SharesMoreThanABoundary(new(from, until)));

    /// <summary>
    /// D3: the distinct dates (Asia/Shanghai) of a downtime, ascending; an end at midnight does not touch the date that begins there.
    /// A downtime that is over at once touches the date it began on (D10). The option <c>elapsedCeil</c> is
    /// <see cref="RegistryCalendar.ElapsedDaysCeiling"/>.
    /// </summary>
    public static ImmutableArray<DateOnly> TouchedDates(DateTimeOffset startedAt, DateTimeOffset endedAt) =>
        new QuotaSpan(RegistryCalendar.DateOf(startedAt), LastTouched(startedAt, endedAt)).Dates;

    /// <summary>The last of <see cref="TouchedDates"/>.</summary>
    public static DateOnly LastTouched(DateTimeOffset startedAt, DateTimeOffset endedAt) =>
        RegistryCalendar.DatesTouched(startedAt, endedAt)?.Until ?? RegistryCalendar.DateOf(startedAt);

    private static QuotaResult Charge(
        QuotaBook book, QuotaPosting posting, QuotaSpan span, bool takesTime, QuotaLimits limits)
    {
        var shortages = QuotaAsk.Shortages(QuotaAsk.Of(book, posting.Holdings, posting.Held, span, takesTime, limits));
        if (!shortages.IsEmpty)
            return new QuotaResult.Short(shortages);

        ImmutableArray<DateOnly> dates = [.. span.Dates.Where(d => !posting.Held.Holds(d))];
        foreach (var year in Years(dates, takesTime ? span.From.Year : null))
        {
            if (takesTime && year == span.From.Year)
                posting.Post(QuotaEntryKind.Reserve, year, dates, reservedTimes: 1, slot: posting.Holdings.FreeSlot(year));
            else
                posting.Post(QuotaEntryKind.Reserve, year, dates);
        }

        return new QuotaResult.Charged(posting.Entries);
    }

    private static void PostCorrection(
        QuotaPosting posting, int startYear, ImmutableArray<DateOnly> used, ImmutableArray<DateOnly> released)
    {
        var before = posting.Held.Time;
        ImmutableArray<DateOnly> usedBefore = [.. posting.Held.Used];
        posting.Release(released, before is { Used: false } reserved && reserved.Year != startYear ? reserved : null);

        // The year that gives the time back comes first: a window never holds two.
        var movedFrom = before is { Used: true } time && time.Year != startYear ? time.Year : (int?)null;
        var years = Years([.. used, .. usedBefore], startYear);
        foreach (var year in movedFrom is { } old ? years.Except([old]).Prepend(old) : years)
        {
            if (year == movedFrom)
                posting.Post(QuotaEntryKind.Correct, year, used, usedTimes: -1, slot: before!.Value.Slot);
            else if (year == startYear && posting.Held.Time is null)
                posting.Post(QuotaEntryKind.Correct, year, used, usedTimes: 1, slot: posting.Holdings.FreeSlot(year));
            else if (year == startYear && posting.Held.Time is { Used: false } turned)
                posting.Post(QuotaEntryKind.Correct, year, used, reservedTimes: -1, usedTimes: 1, slot: turned.Slot);
            else if (!usedBefore.Where(d => d.Year == year).SequenceEqual(used.Where(d => d.Year == year)))
                posting.Post(QuotaEntryKind.Correct, year, used);
        }
    }

    private static ImmutableArray<DateOnly> NotUsed(QuotaHolding held, QuotaSpan span) =>
        [.. span.Dates.Where(d => !held.Used.Contains(d))];

    private static IEnumerable<int> Years(ImmutableArray<DateOnly> dates, int? andYear) =>
        (andYear is { } year ? dates.Select(d => d.Year).Append(year) : dates.Select(d => d.Year)).Distinct().Order();
}
