using System.Collections.Immutable;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>Looks for windows that fit a book, with the arithmetic of its years taken once.</summary>
internal sealed class QuotaSearch
{
    /// <summary>How far a search looks ahead: who finds nothing in three years has asked for what the limits never give.</summary>
    internal const int DaysAheadMax = 3 * 366;

    private readonly QuotaLimits limits;
    private readonly Dictionary<int, Year> years = [];
    private readonly ImmutableArray<QuotaSpan> windows;
    private readonly QuotaBook book;
    private readonly QuotaHoldings holdings;

    private QuotaSearch(QuotaBook book, QuotaLimits limits)
    {
        this.book = book;
        this.limits = limits;
        holdings = QuotaHoldings.Of(book);
        windows = [.. holdings.Spans.Select(w => w.Span)];
    }

    public static QuotaFit Preview(QuotaBook book, QuotaSpan asked, QuotaLimits limits, DateOnly notBefore)
    {
        var search = new QuotaSearch(book, limits);
        var asks = QuotaAsk.Of(book, search.holdings, new QuotaHolding(), asked, takesTime: true, limits);
        return new(
            [.. asks.Select(a => new QuotaYearFit(a.Year, limits, a.Counters, a.Amount, a.Counters.Left(limits), a.Fits))],
            asks.All(a => a.Fits),
            search.Overlaps(asked),
            search.Earliest(asked.Length, notBefore),
            search.Longest(asked.From, DaysAheadMax));
    }

    /// <summary>The first window of the length, beginning on the date or within three years after it; null when there is none.</summary>
    private QuotaSpan? Earliest(int length, DateOnly notBefore)
    {
        for (var ahead = 0; ahead < DaysAheadMax && length <= DaysAheadMax; ahead++)
        {
            if (notBefore.DayNumber + ahead + length - 1 > DateOnly.MaxValue.DayNumber)
                return null;
            var from = notBefore.AddDays(ahead);
            if (Longest(from, length) == length)
                return new(from, from.AddDays(length - 1));
        }

        return null;
    }

    /// <summary>The days of the longest window from the date on. A longer one asks for more of everything, so the first that fails ends it.</summary>
    private int Longest(DateOnly from, int daysMax)
    {
        if (Of(from.Year).TimesLeft < 1)
            return 0;
        var asked = 0;
        for (var days = 1; days <= daysMax; days++)
        {
            if (from.DayNumber + days - 1 > DateOnly.MaxValue.DayNumber)
                return days - 1;
            var until = from.AddDays(days - 1);
            var year = Of(until.Year);
            if (until is { Month: 1, Day: 1 })
                asked = 0;
            if (!year.Charged.Contains(until))
                asked++;
            if (asked > year.DaysLeft || Overlaps(new(from, until)))
                return days - 1;
        }

        return daysMax;
    }

    private bool Overlaps(QuotaSpan span) => windows.Any(span.SharesMoreThanABoundary);

    private Year Of(int year)
    {
        if (!years.TryGetValue(year, out var found))
        {
            var counters = book.Of(year);
            found = new(limits.Times - counters.ChargedTimes, limits.Days - counters.ChargedDays, holdings.ChargedDates(year));
            years.Add(year, found);
        }

        return found;
    }

    /// <param name="TimesLeft">Below zero when over.</param>
    /// <param name="DaysLeft">Below zero when over: no window may touch the year.</param>
    private sealed record Year(int TimesLeft, int DaysLeft, HashSet<DateOnly> Charged);
}
