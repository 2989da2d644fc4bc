using System.Globalization;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12, how hours become days: the first table of vectors, row by row.</summary>
public sealed class DownlineDatesTests
{
    [Theory]
    [InlineData("2026-03-02T10:00", "2026-03-02T12:00", "2026:1", 1)]
    [InlineData("2026-03-02T23:50", "2026-03-03T00:10", "2026:2", 1)]
    [InlineData("2026-03-02T00:00", "2026-03-03T00:00", "2026:1", 1)]
    [InlineData("2026-03-01T00:00", "2026-03-31T00:00", "2026:30", 30)]
    [InlineData("2026-03-01T10:00", "2026-03-31T10:00", "2026:31", 30)]
    [InlineData("2026-12-25T09:00", "2027-01-05T18:00", "2026:7, 2027:5", 12)]
    [InlineData("2028-02-28T12:00", "2028-03-01T12:00", "2028:3", 2)]
    [InlineData("2027-01-01T00:30", "2027-01-01T08:00", "2027:1", 1)]
    public void Days_are_the_distinct_local_dates_and_elapsed_days_the_option(string from, string to, string dates, int elapsed)
    {
        var (start, end) = (Local(from), Local(to));

        var touched = DownlineQuota.TouchedDates(start, end);
        Assert.Equal(dates, string.Join(", ", touched.GroupBy(d => d.Year).Select(y => $"{y.Key}:{y.Count()}")));
        Assert.Equal(touched.Order().Distinct(), touched);
        Assert.Equal(touched[^1], DownlineQuota.LastTouched(start, end));
        Assert.Equal(elapsed, RegistryCalendar.ElapsedDaysCeiling(start, end));
    }

    [Theory]
    [InlineData("2026-03-01T00:00", "2026-03-31T00:00", true)]
    [InlineData("2026-03-01T10:00", "2026-03-31T10:00", false)]
    public void Thirty_dates_fit_and_thirty_one_are_refused(string from, string to, bool fits)
    {
        var touched = DownlineQuota.TouchedDates(Local(from), Local(to));
        var result = DownlineQuota.Reserve(QuotaBook.Empty, 1, touched[0], touched[^1], new(2, 30), default);
        Assert.Equal(fits, result is QuotaResult.Charged);
    }

    [Fact]
    public void New_Year_comes_eight_hours_before_that_of_UTC()
    {
        DateTimeOffset start = new(2026, 12, 31, 16, 30, 0, TimeSpan.Zero);
        Assert.Equal([new DateOnly(2027, 1, 1)], DownlineQuota.TouchedDates(start, start.AddMinutes(1)));
        Assert.Equal(
            [new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 1)],
            DownlineQuota.TouchedDates(start.AddMinutes(-31), start));
        Assert.Equal([new DateOnly(2026, 12, 31)], DownlineQuota.TouchedDates(start.AddHours(-1), start.AddMinutes(-30)));
    }

    [Fact]
    public void A_downtime_that_is_over_at_once_touches_its_date() =>
        Assert.Equal(
            [new DateOnly(2026, 3, 2)],
            DownlineQuota.TouchedDates(Local("2026-03-02T00:00"), Local("2026-03-02T00:00")));

    private static DateTimeOffset Local(string wallClock) =>
        DateTimeOffset.ParseExact(wallClock + "+08:00", "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}
