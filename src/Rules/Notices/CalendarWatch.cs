using System.Globalization;

namespace NanchangEdu.Registry.Rules;

/// <summary>Whether a year of working days is missing that is needed soon: until it is imported deadlines in it are estimates.</summary>
public static class CalendarWatch
{
    /// <summary>国务院办公厅 publishes the days off of a year in the last months of the one before.</summary>
    private const int PublishedFromMonth = 11;

    /// <summary>The year that is missing; null when none is that anybody could have imported.</summary>
    public static int? MissingYear(WorkingCalendar calendar, DateOnly today) =>
        !calendar.YearsWithData.Contains(today.Year) ? today.Year
        : today.Month >= PublishedFromMonth && !calendar.YearsWithData.Contains(today.Year + 1) ? today.Year + 1
        : null;

    /// <summary>Once a week, as long as it is missing.</summary>
    public static string KeyOf(int year, DateOnly today) =>
        string.Create(CultureInfo.InvariantCulture, $"calendar:{year}:{today.AddDays(-(((int)today.DayOfWeek + 6) % 7)):yyyy-MM-dd}");

    public static (string Title, string Text) Words(int year) => (
        string.Create(CultureInfo.InvariantCulture, $"{year} 年工作日历尚未导入"),
        string.Create(CultureInfo.InvariantCulture, $"涉及 {year} 年的工作日期限目前按估算。国务院办公厅公布放假安排后，请在服务器上运行 ./registry calendar preview 和 ./registry calendar import 导入。"));
}
