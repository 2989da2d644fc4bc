using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>
/// Turns "so many days ago" into dates of the story, Asia/Shanghai. Offices work on working days before today; whatever today is,
/// a holiday or New Year's day, the story ends on the last working day before it.
/// </summary>
internal sealed class StoryCalendar(DateTimeOffset now, WorkingCalendar calendar)
{
    public DateTimeOffset Now => now;

    public DateOnly Today { get; } = RegistryCalendar.DateOf(now);

    public DateOnly LastWorkday => Workday(1);

    /// <summary>The working day so many days ago, or the last one before it. Never today.</summary>
    public DateOnly Workday(int daysAgo) => OnOrBefore(Today.AddDays(-Math.Max(1, daysAgo)));

    public DateOnly OnOrBefore(DateOnly date)
    {
        while (!calendar.IsWorkingDay(date)) date = date.AddDays(-1);
        return date;
    }

    public DateOnly OnOrAfter(DateOnly date)
    {
        while (!calendar.IsWorkingDay(date)) date = date.AddDays(1);
        return date;
    }

    /// <summary>A working day about so many days ago that no long holiday follows.</summary>
    public DateOnly QuietWorkday(int daysAgo)
    {
        var date = Workday(daysAgo);
        while (Later(date, 3) > date.AddDays(5)) date = Later(date, -1);
        return date;
    }

    /// <summary>A Saturday about so many days ago.</summary>
    public DateOnly Saturday(int daysAgo)
    {
        var date = Today.AddDays(-daysAgo);
        return date.AddDays(-(((int)date.DayOfWeek + 1) % 7));
    }

    /// <summary>So many working days later, or earlier.</summary>
    public DateOnly Later(DateOnly date, int workingDays) => RegistryCalendar.AddWorkingDays(date, workingDays, calendar).Date;

    public int DaysAgo(DateOnly date) => Today.DayNumber - date.DayNumber;

    public static DateTimeOffset At(DateOnly date, int hour, int minute) => RegistryCalendar.StartOf(date).AddHours(hour).AddMinutes(minute);
}
