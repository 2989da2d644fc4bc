namespace NanchangEdu.Registry.Rules;

/// <summary>When a month's report is kept. What is counted later would be another time's: then there is none.</summary>
public static class ComplianceSnapshot
{
    /// <summary>What was done in the last minutes of the month has been recorded by then.</summary>
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(10);

    /// <summary>The month that is to be kept at the instant: on the first of a month, from 00:10 to the end of that date, the month before.</summary>
    public static CalendarMonth? DueAt(DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        return today.Day == 1 && now - RegistryCalendar.StartOf(today) >= AfterMidnight ? CalendarMonth.Of(today).Previous : null;
    }
}
