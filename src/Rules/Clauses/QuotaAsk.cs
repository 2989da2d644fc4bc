using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>What a window asks of one year: times and new distinct dates, against what is charged already.</summary>
internal readonly record struct QuotaAsk(int Year, QuotaAmount Amount, QuotaCounters Counters, QuotaLimits Limits)
{
    private bool TimesFit => Amount.Times == 0 || Counters.ChargedTimes + Amount.Times <= Limits.Times;

    // By the letter: a year that stands beyond its days takes no window, even one that would add no date to it.
    private bool DaysFit => Counters.ChargedDays + Amount.Days <= Limits.Days;

    public bool Fits => TimesFit && DaysFit;

    /// <summary>What the dates ask of their years; a year in which the window holds all of them already is not asked.</summary>
    /// <param name="takesTime">Whether the year of the first date is asked for a time.</param>
    public static ImmutableArray<QuotaAsk> Of(
        QuotaBook book, QuotaHoldings holdings, QuotaHolding held, QuotaSpan span, bool takesTime, QuotaLimits limits)
    {
        var asks = ImmutableArray.CreateBuilder<QuotaAsk>();
        for (var year = span.From.Year; year <= span.Until.Year; year++)
        {
            // Counted, not listed: whoever asks for a thousand years is told the sum, and costs no more than the years.
            var part = span.Of(year);
            var times = takesTime && year == span.From.Year ? 1 : 0;
            var gained = part.Length - held.Reserved.Count(part.Contains) - held.Used.Count(part.Contains);
            if (times == 0 && gained == 0)
                continue;
            var days = part.Length - holdings.ChargedDates(year).Count(part.Contains);
            asks.Add(new(year, new(times, days), book.Of(year), limits));
        }

        return asks.ToImmutable();
    }

    public static ImmutableArray<QuotaShortage> Shortages(ImmutableArray<QuotaAsk> asks) =>
    [
        .. asks.Where(a => !a.TimesFit).Select(a => new QuotaShortage(
            RuleId.DownlineTimesExhausted, a.Year, a.Limits.Times, a.Counters.UsedTimes, a.Counters.ReservedTimes,
            a.Amount.Times, a.Counters.Left(a.Limits).Times)),
        .. asks.Where(a => !a.DaysFit).Select(a => new QuotaShortage(
            RuleId.DownlineDaysExhausted, a.Year, a.Limits.Days, a.Counters.UsedDays, a.Counters.ReservedDays,
            a.Amount.Days, a.Counters.Left(a.Limits).Days)),
    ];
}
