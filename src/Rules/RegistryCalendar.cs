using System.Collections.Immutable;

namespace NanchangEdu.Registry.Rules;

/// <summary>A date found by counting working days. Estimated when a year on the way has no published calendar.</summary>
public readonly record struct WorkingDate(DateOnly Date, bool Estimated);

/// <summary>A number of working days. Estimated when a year on the way has no published calendar.</summary>
public readonly record struct WorkingDayCount(int Days, bool Estimated);

/// <summary>An instant by which something is due. Estimated when a year on the way has no published calendar.</summary>
public readonly record struct DueInstant(DateTimeOffset At, bool Estimated);

/// <summary>
/// All arithmetic on dates. A date is that of Asia/Shanghai; an instant is UTC. Where an instant lies at an end of what the
/// types can hold, the result stays there: no argument is refused by an exception.
/// </summary>
/// <remarks>
/// Periods follow 民法典 第201—202条: the first day is not counted, a period of days ends at 24:00 of its last day, one of months at
/// 24:00 of the day of the same number, or of the month's last day where there is none. Periods of hours are elapsed time.
/// </remarks>
public static class RegistryCalendar
{
    /// <summary>China has kept this offset without summer time since 1991; used where the zone data are missing.</summary>
    private static readonly TimeSpan FixedOffset = TimeSpan.FromHours(8);

    internal static readonly TimeZoneInfo Shanghai = ZoneOf("Asia/Shanghai");

    internal static TimeZoneInfo ZoneOf(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
            : TimeZoneInfo.CreateCustomTimeZone("+08:00", FixedOffset, "+08:00", "+08:00");

    /// <summary>The date on which an instant falls.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(LocalOf(instant));

    public static int YearOf(DateTimeOffset instant) => DateOf(instant).Year;

    /// <summary>00:00 of the date.</summary>
    public static DateTimeOffset StartOf(DateOnly date)
    {
        var local = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        var offset = Shanghai.GetUtcOffset(local);
        var ticks = local.Ticks - offset.Ticks;
        return new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <summary>24:00 of the date, the first instant after it.</summary>
    public static DateTimeOffset EndOf(DateOnly date) =>
        date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(date.AddDays(1));

    /// <summary>The last date of which something lies before the instant: the day whose end it is, or the day on which it falls.</summary>
    public static DateOnly LastDateBefore(DateTimeOffset instant) =>
        instant == DateTimeOffset.MinValue ? DateOnly.MinValue : DateOf(instant.AddTicks(-1));

    /// <summary>How many dates lie in the range, both ends included; 0 when it is inverted.</summary>
    public static int DaysOf(DateOnly from, DateOnly until) => Math.Max(0, until.DayNumber - from.DayNumber + 1);

    /// <summary>The dates of the range, both ends included. Lazy: a caller bounds what it takes.</summary>
    public static IEnumerable<DateOnly> DatesOf(DateOnly from, DateOnly until)
    {
        for (var number = from.DayNumber; number <= until.DayNumber; number++)
            yield return DateOnly.FromDayNumber(number);
    }

    /// <summary>The years of the range, both ends included.</summary>
    public static IEnumerable<int> YearsOf(DateOnly from, DateOnly until) =>
        until < from ? [] : Enumerable.Range(from.Year, until.Year - from.Year + 1);

    /// <summary>
    /// First and last date that the half-open interval touches (D3): one that ends at 00:00 does not touch that date. Null when the
    /// interval is empty or inverted.
    /// </summary>
    public static (DateOnly From, DateOnly Until)? DatesTouched(DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? null : (DateOf(from), DateOf(to.AddTicks(-1)));

    /// <summary>Elapsed days, each begun one counted whole (<c>elapsedCeil</c> of D3); 0 when empty or inverted.</summary>
    public static int ElapsedDaysCeiling(DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? 0 : (int)(((to - from).Ticks - 1) / TimeSpan.TicksPerDay + 1);

    /// <summary>That many days later or earlier.</summary>
    public static DateOnly AddDays(DateOnly date, int days) =>
        DateOnly.FromDayNumber((int)Math.Clamp((long)date.DayNumber + days, 0, DateOnly.MaxValue.DayNumber));

    /// <summary>That many months later or earlier, at the month's last day where it has no day of the same number.</summary>
    public static DateOnly AddMonths(DateOnly date, int months)
    {
        var month = (date.Year * 12L) + date.Month - 1 + months;
        if (month < 12) return DateOnly.MinValue;
        if (month >= 10_000L * 12) return DateOnly.MaxValue;
        var (year, monthOfYear) = ((int)(month / 12), (int)(month % 12) + 1);
        return new(year, monthOfYear, Math.Min(date.Day, DateTime.DaysInMonth(year, monthOfYear)));
    }

    public static DateTimeOffset AddHours(DateTimeOffset instant, int hours)
    {
        // More hours than the type's whole span holds lead to its end all the same, and cannot overflow on the way.
        const int span = 10_000 * 366 * 24;
        var ticks = instant.UtcTicks + (Math.Clamp(hours, -span, span) * TimeSpan.TicksPerHour);
        return new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <summary>Due after elapsed hours (48 小时).</summary>
    public static DateTimeOffset DueAfterHours(DateTimeOffset instant, int hours) => AddHours(instant, hours);

    /// <summary>Due after calendar days (30 天): 24:00 of the last.</summary>
    public static DateTimeOffset DueAfterDays(DateTimeOffset instant, int days) => EndOf(AddDays(DateOf(instant), days));

    /// <summary>Due after months: 24:00 of the day of the same number.</summary>
    public static DateTimeOffset DueAfterMonths(DateTimeOffset instant, int months) => EndOf(AddMonths(DateOf(instant), months));

    /// <summary>Due after working days (3 个工作日): 24:00 of the last.</summary>
    public static DueInstant DueAfterWorkingDays(DateTimeOffset instant, int days, WorkingCalendar calendar)
    {
        var last = AddWorkingDays(DateOf(instant), days, calendar);
        return new(EndOf(last.Date), last.Estimated);
    }

    public static bool IsWorkingDay(DateOnly date, WorkingCalendar calendar) => calendar.IsWorkingDay(date);

    /// <summary>
    /// The date by which that many working days have passed, the given date not counted; with 0 the date itself. Negative numbers
    /// count back.
    /// </summary>
    public static WorkingDate AddWorkingDays(DateOnly date, int days, WorkingCalendar calendar)
    {
        var step = Math.Sign(days);
        var last = step < 0 ? DateOnly.MinValue : DateOnly.MaxValue;
        var estimated = false;
        for (var left = Math.Abs((long)days); left > 0 && date != last;)
        {
            date = date.AddDays(step);
            estimated |= calendar.IsEstimated(date);
            if (calendar.IsWorkingDay(date)) left--;
        }

        return new(date, estimated);
    }

    /// <summary>How many working days lie after <paramref name="after"/>, up to and with <paramref name="until"/>; 0 when inverted.</summary>
    public static WorkingDayCount WorkingDaysBetween(DateOnly after, DateOnly until, WorkingCalendar calendar)
    {
        if (until <= after) return new(0, false);
        var days = WeekdaysUpTo(until) - WeekdaysUpTo(after);
        foreach (var (date, exception) in calendar.Exceptions)
        {
            if (date <= after || date > until) continue;
            if (exception.IsOffDay && IsWeekday(date)) days--;
            if (!exception.IsOffDay && !IsWeekday(date)) days++;
        }

        return new(days, YearsOf(after.AddDays(1), until).Any(year => !calendar.YearsWithData.Contains(year)));
    }

    internal static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    // Day number 0, 0001-01-01, is a Monday.
    private static int WeekdaysUpTo(DateOnly date)
    {
        var days = date.DayNumber + 1;
        return (days / 7 * 5) + Math.Min(days % 7, 5);
    }

    private static DateTime LocalOf(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks + Shanghai.GetUtcOffset(instant).Ticks;
        return new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);
    }
}

/// <summary>One date on which the working week is broken: a holiday, or a day worked in its stead (调休).</summary>
public sealed record CalendarException(DateOnly Date, string Name, bool IsOffDay);

/// <summary>
/// The working-day calendar: Monday to Friday, but for the exceptions that the State Council publishes year by year. A year without
/// published data is <em>estimated</em>: deadlines in it are computed anew when the data come.
/// </summary>
public sealed record WorkingCalendar(ImmutableHashSet<int> YearsWithData, ImmutableDictionary<DateOnly, CalendarException> Exceptions)
{
    /// <summary>Monday to Friday, every year estimated.</summary>
    public static WorkingCalendar Empty { get; } = new([], ImmutableDictionary<DateOnly, CalendarException>.Empty);

    public bool IsWorkingDay(DateOnly date) =>
        Exceptions.TryGetValue(date, out var exception) ? !exception.IsOffDay : RegistryCalendar.IsWeekday(date);

    public bool IsEstimated(DateOnly date) => !YearsWithData.Contains(date.Year);
}
