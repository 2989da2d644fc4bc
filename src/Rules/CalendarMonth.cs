using System.Globalization;

namespace NanchangEdu.Registry.Rules;

/// <summary>A calendar month of Asia/Shanghai.</summary>
public readonly record struct CalendarMonth(int Year, int Month)
{
    public DateOnly First => new(Year, Month, 1);

    public DateOnly Last => new(Year, Month, DateTime.DaysInMonth(Year, Month));

    /// <summary>00:00 of the first date.</summary>
    public DateTimeOffset From => RegistryCalendar.StartOf(First);

    /// <summary>24:00 of the last date.</summary>
    public DateTimeOffset Until => RegistryCalendar.EndOf(Last);

    public CalendarMonth Previous => Of(RegistryCalendar.AddMonths(First, -1));

    public static CalendarMonth Of(DateOnly date) => new(date.Year, date.Month);

    public static CalendarMonth Of(DateTimeOffset instant) => Of(RegistryCalendar.DateOf(instant));

    /// <param name="text">yyyy-MM and nothing else.</param>
    public static bool TryParse(string? text, out CalendarMonth month)
    {
        var isMonth = DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = isMonth ? Of(first) : default;
        return isMonth;
    }

    public bool Holds(DateTimeOffset? instant) => instant is { } at && at >= From && at < Until;

    public bool Holds(DateOnly? date) => date is { } day && day >= First && day <= Last;

    /// <summary>yyyy-MM.</summary>
    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
