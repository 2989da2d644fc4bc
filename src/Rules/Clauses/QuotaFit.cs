using System.Collections.Immutable;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>Whole dates, both inclusive.</summary>
public readonly record struct QuotaSpan(DateOnly From, DateOnly Until)
{
    /// <summary>0 when the end lies before the beginning.</summary>
    internal int Length => RegistryCalendar.DaysOf(From, Until);

    internal bool Contains(DateOnly date) => From <= date && date <= Until;

    internal ImmutableArray<DateOnly> Dates => [.. RegistryCalendar.DatesOf(From, Until)];

    /// <summary>The part that lies in the year.</summary>
    internal QuotaSpan Of(int year)
    {
        var first = new DateOnly(year, 1, 1);
        var last = new DateOnly(year, 12, 31);
        return new(From > first ? From : first, Until < last ? Until : last);
    }

    /// <summary>Windows may meet in one date, on which the one ends and the other begins.</summary>
    internal bool SharesMoreThanABoundary(QuotaSpan other)
    {
        var first = From > other.From ? From : other.From;
        var last = Until < other.Until ? Until : other.Until;
        return first < last || (first == last && From != other.Until && Until != other.From);
    }
}

/// <summary>What one year says to the window asked for.</summary>
/// <param name="Asked">The time, in the year of the first date, and the new distinct dates of the year.</param>
public sealed record QuotaYearFit(
    int Year, QuotaLimits Limits, QuotaCounters Counters, QuotaAmount Asked, QuotaAmount Left, bool Fits);

/// <summary>The preview of a window (D13): the arithmetic that its approval would meet, without the approval.</summary>
/// <param name="Fits">Whether <see cref="DownlineQuota.Reserve"/> would charge it; overlap is told apart.</param>
/// <param name="Overlaps">Whether it shares more than a boundary date with another window.</param>
/// <param name="Earliest">The first window of the same length that fits and overlaps none; null when the search found none.</param>
/// <param name="LongestDays">How long the longest window is that begins on the date asked for, fits and overlaps none; 0 when not even one day is.</param>
public sealed record QuotaFit(
    ImmutableArray<QuotaYearFit> Years, bool Fits, bool Overlaps, QuotaSpan? Earliest, int LongestDays);
