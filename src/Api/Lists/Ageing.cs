using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>How long requests have waited, as of one moment, by the working days of the rule pack.</summary>
public readonly record struct Ageing(WorkingCalendar Calendar, DateTimeOffset Now)
{
    /// <summary>
    /// Whole working days that have passed since: the day itself is not counted, as of every period, and neither is today, which is not
    /// over. So a request that is due after five working days is overdue when it has waited for five.
    /// </summary>
    public WorkingDayCount Of(DateTimeOffset since) =>
        RegistryCalendar.WorkingDaysBetween(RegistryCalendar.DateOf(since), RegistryCalendar.DateOf(Now).AddDays(-1), Calendar);

    public bool IsPast(DateTimeOffset? due) => due <= Now;
}
