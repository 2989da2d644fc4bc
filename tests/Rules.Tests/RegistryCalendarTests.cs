using System.Globalization;
using CsCheck;

namespace NanchangEdu.Registry.Rules.Tests;

public sealed class RegistryCalendarTests
{
    private static readonly WorkingCalendar Calendar = NanchangPack.At().WorkingCalendar;

    private static DateOnly D(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An instant as the tables write it: Shanghai time without an offset, or UTC with Z.</summary>
    private static DateTimeOffset T(string instant) =>
        DateTimeOffset.Parse(instant.EndsWith('Z') ? instant : $"{instant}+08:00", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-12-31T16:30:00Z", "2027-01-01")]
    [InlineData("2026-12-31T15:59:59Z", "2026-12-31")]
    [InlineData("2026-03-02T00:00:00", "2026-03-02")]
    [InlineData("2026-03-01T16:00:00Z", "2026-03-02")]
    public void An_instant_falls_on_the_date_of_Shanghai(string instant, string date)
    {
        Assert.Equal(D(date), RegistryCalendar.DateOf(T(instant)));
        Assert.Equal(D(date).Year, RegistryCalendar.YearOf(T(instant)));
    }

    [Fact]
    public void A_date_begins_at_midnight_and_ends_where_the_next_begins()
    {
        Assert.Equal(T("2026-03-01T16:00:00Z"), RegistryCalendar.StartOf(D("2026-03-02")));
        Assert.Equal(TimeSpan.Zero, RegistryCalendar.StartOf(D("2026-03-02")).Offset);
        Assert.Equal(RegistryCalendar.StartOf(D("2026-03-03")), RegistryCalendar.EndOf(D("2026-03-02")));
    }

    [Fact]
    public void The_last_instant_of_a_date_is_still_on_it() =>
        Dates.Sample(date =>
        {
            Assert.Equal(date, RegistryCalendar.DateOf(RegistryCalendar.StartOf(date)));
            Assert.Equal(date, RegistryCalendar.DateOf(RegistryCalendar.EndOf(date).AddTicks(-1)));
            Assert.Equal(date.AddDays(1), RegistryCalendar.DateOf(RegistryCalendar.EndOf(date)));
        });

    [Fact]
    public void Dates_with_summer_time_begin_at_their_own_midnight()
    {
        // China kept summer time from 1986 to 1991: the offset was nine hours.
        Assert.Equal(T("1988-06-30T15:00:00Z"), RegistryCalendar.StartOf(D("1988-07-01")));
        Assert.Equal(D("1988-07-01"), RegistryCalendar.DateOf(T("1988-06-30T15:00:00Z")));
    }

    [Fact]
    public void A_missing_zone_is_eight_hours_ahead()
    {
        var zone = RegistryCalendar.ZoneOf("Nowhere/Nanchang");

        Assert.Equal(TimeSpan.FromHours(8), zone.GetUtcOffset(T("2026-07-01T00:00:00")));
        Assert.Equal("Asia/Shanghai", RegistryCalendar.Shanghai.Id);
    }

    [Fact]
    public void The_ends_of_time_are_no_exception()
    {
        Assert.Equal(DateTimeOffset.MinValue, RegistryCalendar.StartOf(DateOnly.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue, RegistryCalendar.EndOf(DateOnly.MaxValue));
        Assert.Equal(DateOnly.MinValue, RegistryCalendar.DateOf(DateTimeOffset.MinValue));
        Assert.Equal(DateOnly.MaxValue, RegistryCalendar.DateOf(DateTimeOffset.MaxValue));
        Assert.Equal(DateOnly.MaxValue, RegistryCalendar.AddDays(D("2026-01-01"), int.MaxValue));
        Assert.Equal(DateOnly.MinValue, RegistryCalendar.AddDays(D("2026-01-01"), int.MinValue));
        Assert.Equal(DateOnly.MaxValue, RegistryCalendar.AddMonths(D("2026-01-01"), int.MaxValue));
        Assert.Equal(DateOnly.MinValue, RegistryCalendar.AddMonths(D("2026-01-01"), int.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue, RegistryCalendar.AddHours(T("2026-01-01T00:00:00"), int.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, RegistryCalendar.AddHours(T("2026-01-01T00:00:00"), int.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue, RegistryCalendar.DueAfterDays(DateTimeOffset.MaxValue, int.MaxValue));
        Assert.Equal(new(DateOnly.MaxValue, true), RegistryCalendar.AddWorkingDays(D("9999-12-01"), int.MaxValue, Calendar));
        Assert.Equal(new(DateOnly.MinValue, true), RegistryCalendar.AddWorkingDays(D("0001-01-10"), int.MinValue, Calendar));
    }

    [Theory]
    [InlineData("2026-03-02T10:00", "2026-03-02T12:00", 1, 1)]
    [InlineData("2026-03-02T23:50", "2026-03-03T00:10", 2, 1)]
    [InlineData("2026-03-02T00:00", "2026-03-03T00:00", 1, 1)]
    [InlineData("2026-03-01T00:00", "2026-03-31T00:00", 30, 30)]
    [InlineData("2026-03-01T10:00", "2026-03-31T10:00", 31, 30)]
    [InlineData("2026-12-25T09:00", "2027-01-05T18:00", 12, 12)]
    [InlineData("2028-02-28T12:00", "2028-03-01T12:00", 3, 2)]
    [InlineData("2027-01-01T00:30", "2027-01-01T08:00", 1, 1)]
    public void An_interval_touches_dates_and_lasts_days(string from, string to, int dates, int elapsed)
    {
        var touched = RegistryCalendar.DatesTouched(T(from), T(to));

        Assert.Equal(dates, RegistryCalendar.DaysOf(touched!.Value.From, touched.Value.Until));
        Assert.Equal(elapsed, RegistryCalendar.ElapsedDaysCeiling(T(from), T(to)));
    }

    [Fact]
    public void An_empty_or_inverted_interval_touches_nothing()
    {
        var now = T("2026-03-02T00:00");

        Assert.Null(RegistryCalendar.DatesTouched(now, now));
        Assert.Null(RegistryCalendar.DatesTouched(now, now.AddTicks(-1)));
        Assert.Equal(0, RegistryCalendar.ElapsedDaysCeiling(now, now));
        Assert.Equal(1, RegistryCalendar.ElapsedDaysCeiling(now, now.AddTicks(1)));
        Assert.Equal(0, RegistryCalendar.DaysOf(D("2026-03-02"), D("2026-03-01")));
        Assert.Empty(RegistryCalendar.DatesOf(D("2026-03-02"), D("2026-03-01")));
        Assert.Empty(RegistryCalendar.YearsOf(D("2027-01-01"), D("2026-12-31")));
    }

    [Fact]
    public void A_range_has_its_dates_and_years()
    {
        Assert.Equal([D("2026-12-31"), D("2027-01-01")], RegistryCalendar.DatesOf(D("2026-12-31"), D("2027-01-01")));
        Assert.Equal([2026, 2027, 2028], RegistryCalendar.YearsOf(D("2026-12-31"), D("2028-01-01")));
        Assert.Equal([2026], RegistryCalendar.YearsOf(D("2026-01-01"), D("2026-12-31")));
        Assert.Equal(DateOnly.MaxValue, RegistryCalendar.DatesOf(DateOnly.MaxValue, DateOnly.MaxValue).Single());
    }

    [Theory]
    [InlineData("2026-01-31", 1, "2026-02-28")]
    [InlineData("2028-01-31", 1, "2028-02-29")]
    [InlineData("2026-03-31", -1, "2026-02-28")]
    [InlineData("2026-08-31", 6, "2027-02-28")]
    [InlineData("2028-02-29", 12, "2029-02-28")]
    [InlineData("2026-03-15", 12, "2027-03-15")]
    [InlineData("2026-12-15", 1, "2027-01-15")]
    [InlineData("2026-01-15", -1, "2025-12-15")]
    [InlineData("2026-03-15", 0, "2026-03-15")]
    public void Months_end_at_the_last_day_where_the_month_is_shorter(string from, int months, string expected) =>
        Assert.Equal(D(expected), RegistryCalendar.AddMonths(D(from), months));

    [Fact]
    public void Months_are_added_as_the_framework_adds_them() =>
        Gen.Select(Dates, Gen.Int[-1200, 1200]).Sample((date, months) =>
            Assert.Equal(date.AddMonths(months), RegistryCalendar.AddMonths(date, months)));

    [Fact]
    public void Days_are_due_at_the_end_of_the_last_and_hours_to_the_minute()
    {
        var launched = T("2026-03-02T09:15");

        Assert.Equal(T("2026-04-02T00:00"), RegistryCalendar.DueAfterDays(launched, 30));
        Assert.Equal(T("2026-04-03T00:00"), RegistryCalendar.DueAfterMonths(launched, 1));
        Assert.Equal(T("2026-03-04T09:15"), RegistryCalendar.DueAfterHours(launched, 48));
        Assert.Equal(T("2026-03-03T00:00"), RegistryCalendar.DueAfterDays(launched, 0));
    }

    [Theory]
    [InlineData("2026-01-01", false)] // 元旦, a Thursday
    [InlineData("2026-01-04", true)] // Sunday, worked
    [InlineData("2026-01-05", true)]
    [InlineData("2026-02-14", true)] // Saturday, worked
    [InlineData("2026-02-16", false)] // 春节, a Monday
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)] // Saturday, worked
    [InlineData("2026-03-07", false)] // Saturday
    [InlineData("2026-05-09", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-07", false)]
    [InlineData("2026-10-10", true)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2027-01-01", true)] // no data: a Friday like any other
    public void Holidays_and_make_up_days_break_the_week(string date, bool works) =>
        Assert.Equal(works, RegistryCalendar.IsWorkingDay(D(date), Calendar));

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-14", false)]
    [InlineData("2026-02-13", 2, "2026-02-24", false)]
    [InlineData("2026-02-14", 5, "2026-02-28", false)]
    [InlineData("2026-03-06", 1, "2026-03-09", false)]
    [InlineData("2026-03-07", 1, "2026-03-09", false)]
    [InlineData("2026-03-07", 0, "2026-03-07", false)]
    [InlineData("2026-02-24", -2, "2026-02-13", false)]
    [InlineData("2026-12-31", 1, "2027-01-01", true)]
    [InlineData("2026-12-30", 1, "2026-12-31", false)]
    [InlineData("2027-03-05", 3, "2027-03-10", true)]
    public void Working_days_are_counted_over_holidays(string from, int days, string expected, bool estimated) =>
        Assert.Equal(new(D(expected), estimated), RegistryCalendar.AddWorkingDays(D(from), days, Calendar));

    [Fact]
    public void Three_working_days_before_the_spring_festival_end_after_it()
    {
        var due = RegistryCalendar.DueAfterWorkingDays(T("2026-02-13T17:00"), 3, Calendar);

        Assert.Equal(new(T("2026-02-26T00:00"), false), due);
        Assert.True(RegistryCalendar.DueAfterWorkingDays(T("2026-12-30T17:00"), 3, Calendar).Estimated);
    }

    [Theory]
    [InlineData("2026-02-13", "2026-02-28", 6, false)]
    [InlineData("2026-03-06", "2026-03-09", 1, false)]
    [InlineData("2026-03-07", "2026-03-08", 0, false)]
    [InlineData("2026-03-09", "2026-03-09", 0, false)]
    [InlineData("2026-03-10", "2026-03-09", 0, false)]
    [InlineData("2026-12-31", "2027-01-04", 2, true)]
    public void Working_days_between_dates_leave_the_first_out(string after, string until, int days, bool estimated) =>
        Assert.Equal(new(days, estimated), RegistryCalendar.WorkingDaysBetween(D(after), D(until), Calendar));

    [Fact]
    public void Counting_and_adding_working_days_agree() =>
        Gen.Select(Gen.OneOf(Dates, DatesWithHolidays), Gen.Int[1, 120]).Sample((date, days) =>
        {
            var reached = RegistryCalendar.AddWorkingDays(date, days, Calendar);

            Assert.True(RegistryCalendar.IsWorkingDay(reached.Date, Calendar));
            Assert.Equal(new(days, reached.Estimated), RegistryCalendar.WorkingDaysBetween(date, reached.Date, Calendar));
            Assert.Equal(
                RegistryCalendar.DatesOf(date.AddDays(1), reached.Date).Count(each => RegistryCalendar.IsWorkingDay(each, Calendar)), days);
        });

    [Fact]
    public void Without_a_calendar_every_year_is_estimated()
    {
        Assert.Equal(new(D("2026-02-16"), true), RegistryCalendar.AddWorkingDays(D("2026-02-13"), 1, WorkingCalendar.Empty));
        Assert.True(WorkingCalendar.Empty.IsEstimated(D("2026-02-16")));
        Assert.False(Calendar.IsEstimated(D("2026-02-16")));
    }

    [Fact]
    public void Centuries_of_working_days_are_counted_at_once() =>
        Assert.Equal(new(2_603_658, true), RegistryCalendar.WorkingDaysBetween(D("0019-12-31"), D("9999-12-31"), WorkingCalendar.Empty));

    private static readonly Gen<DateOnly> DatesWithHolidays = Gen.Int[D("2024-10-01").DayNumber, D("2027-01-31").DayNumber].Select(DateOnly.FromDayNumber);

    // 1992 to 2199: after the years of summer time, in which a midnight could be missing.
    private static readonly Gen<DateOnly> Dates = Gen.Int[D("1992-01-01").DayNumber, D("2199-12-31").DayNumber].Select(DateOnly.FromDayNumber);
}
