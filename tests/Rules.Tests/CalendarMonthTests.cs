using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

public sealed class CalendarMonthTests
{
    [Fact]
    public void A_month_begins_and_ends_at_midnight_in_Shanghai()
    {
        var march = new CalendarMonth(2026, 3);
        Assert.Equal((Day("2026-03-01"), Day("2026-03-31")), (march.First, march.Last));
        Assert.Equal((Instant("2026-03-01T00:00"), Instant("2026-04-01T00:00")), (march.From, march.Until));
        Assert.True(march.Holds(Instant("2026-03-01T00:00")));
        Assert.True(march.Holds(Instant("2026-03-31T23:59:59")));
        Assert.False(march.Holds(Instant("2026-04-01T00:00")));
        Assert.False(march.Holds((DateTimeOffset?)null));
        Assert.True(march.Holds(Day("2026-03-31")));
        Assert.False(march.Holds(Day("2026-04-01")));
        Assert.Equal(march, CalendarMonth.Of(new DateTimeOffset(2026, 2, 28, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new CalendarMonth(2025, 12), new CalendarMonth(2026, 1).Previous);
    }

    [Theory]
    [InlineData("2026-03", true)]
    [InlineData("2026-12", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-00", false)]
    [InlineData("2026-3", false)]
    [InlineData("2026-03-01", false)]
    [InlineData("26-03", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_month_is_written_in_one_form(string? text, bool isMonth)
    {
        Assert.Equal(isMonth, CalendarMonth.TryParse(text, out var month));
        if (isMonth) Assert.Equal(text, month.ToString());
    }

    [Theory]
    [InlineData("2026-04-01T00:00", null)]
    [InlineData("2026-04-01T00:09:59", null)]
    [InlineData("2026-04-01T00:10", "2026-03")]
    [InlineData("2026-04-01T23:59:59", "2026-03")]
    [InlineData("2026-04-02T00:00", null)]
    [InlineData("2026-03-31T23:59:59", null)]
    [InlineData("2026-01-01T08:00", "2025-12")]
    public void A_month_is_kept_on_the_first_of_the_next_one_and_never_later(string now, string? month) =>
        Assert.Equal(month, ComplianceSnapshot.DueAt(Instant(now))?.ToString());
}
