using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Clauses.QuotaStory;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12 and D13: what a window would meet, when one of its length fits first, and how long one could be.</summary>
public sealed class DownlinePreviewTests
{
    [Fact]
    public void A_preview_says_per_year_what_is_asked_and_left()
    {
        var fit = Empty().Approve(1, "03-01", "03-28").Preview("2026-12-29", "2027-01-03", "04-01");

        Assert.False(fit.Fits);
        Assert.Equal(
            [
                new(2026, new(2, 30), new(1, 28, 0, 0), Asked: new(1, 3), Left: new(1, 2), Fits: false),
                new(2027, new(2, 30), default, Asked: new(0, 3), Left: new(2, 30), Fits: true),
            ],
            fit.Years);
    }

    [Fact]
    public void The_earliest_fit_keeps_the_length_and_may_cross_the_year()
    {
        var fit = Empty().Approve(1, "03-01", "03-28").Preview("09-01", "09-06", "04-01");

        Assert.Equal(new QuotaSpan(Day("2026-12-30"), Day("2027-01-04")), fit.Earliest);
        Assert.Equal(2, fit.LongestDays);
    }

    [Fact]
    public void When_the_times_are_used_up_the_earliest_fit_is_New_Year()
    {
        var fit = Empty().Approve(1, "03-01", "03-01").Approve(2, "05-01", "05-01").Preview("09-01", "09-06", "04-01");

        Assert.Equal(new QuotaSpan(Day("2027-01-01"), Day("2027-01-06")), fit.Earliest);
        Assert.Equal(0, fit.LongestDays);
    }

    [Fact]
    public void The_earliest_fit_never_lies_before_the_first_date_allowed() =>
        Assert.Equal(Day("09-08"), Empty().Preview("09-01", "09-06", "09-08").Earliest!.Value.From);

    [Fact]
    public void The_earliest_fit_may_begin_on_the_date_on_which_another_window_ends()
    {
        var fit = Empty().Approve(1, "05-10", "05-20").Preview("05-15", "05-17", "05-08");

        Assert.True(fit.Fits);
        Assert.True(fit.Overlaps);
        Assert.Equal(0, fit.LongestDays);
        Assert.Equal(new QuotaSpan(Day("05-08"), Day("05-10")), fit.Earliest);
        Assert.Equal(Day("05-20"), Empty().Approve(1, "05-10", "05-20").Preview("05-15", "05-17", "05-09").Earliest!.Value.From);
    }

    [Fact]
    public void The_longest_fit_ends_where_another_window_begins() =>
        Assert.Equal(6, Empty().Approve(1, "05-10", "05-20").Preview("05-05", "05-05", "05-01").LongestDays);

    [Fact]
    public void The_longest_fit_takes_both_years_days() =>
        Assert.Equal(7 + 30, Empty().Preview("2026-12-25", "2026-12-25", "2026-12-01").LongestDays);

    [Fact]
    public void A_window_longer_than_any_year_allows_fits_never()
    {
        Assert.Null(Empty().Preview("2026-03-01", "2026-06-30", "2026-01-01").Earliest);
        Assert.Null(Empty().Preview("0001-01-01", "9999-12-31", "2026-01-01").Earliest);
        Assert.Null(Under(times: 0, days: 30).Preview("2026-03-01", "2026-03-01", "2026-01-01").Earliest);
    }

    [Fact]
    public void The_last_dates_there_are_do_not_break_the_search()
    {
        var fit = Empty().Preview("9999-12-30", "9999-12-31", "9999-12-31");
        Assert.True(fit.Fits);
        Assert.Null(fit.Earliest);
        Assert.Equal(2, fit.LongestDays);
        Assert.Equal(Day("9999-12-30"), Empty().Preview("9999-12-30", "9999-12-31", "9999-12-30").Earliest!.Value.From);
    }

    [Theory]
    [InlineData("05-01", "05-09", false)]
    [InlineData("05-01", "05-10", false)]
    [InlineData("05-01", "05-11", true)]
    [InlineData("05-12", "05-12", true)]
    [InlineData("05-10", "05-20", true)]
    [InlineData("05-10", "05-10", false)]
    [InlineData("05-20", "05-20", false)]
    [InlineData("05-20", "05-30", false)]
    [InlineData("05-19", "05-30", true)]
    [InlineData("05-01", "05-30", true)]
    [InlineData("05-21", "05-30", false)]
    public void Windows_share_at_most_a_boundary_date(string from, string until, bool overlaps)
    {
        var book = Empty().Approve(1, "05-10", "05-20").Book;
        Assert.Equal(overlaps, DownlineQuota.SharesMoreThanABoundary(book, Day(from), Day(until)));
        Assert.False(DownlineQuota.SharesMoreThanABoundary(book, Day(from), Day(until), exceptWindow: 1));
    }

    [Fact]
    public void A_released_window_stands_in_nobodys_way() =>
        Assert.False(Empty().Approve(1, "05-10", "05-20").Release(1).Preview("05-12", "05-14", "05-01").Overlaps);
}
