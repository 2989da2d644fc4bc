using static NanchangEdu.Registry.Rules.Tests.Clauses.QuotaStory;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12 and D18: the lead puts facts right; differences are appended and nothing is rewritten.</summary>
public sealed class DownlineQuotaCorrectionTests
{
    /// <summary>05-12..05-19, gone through as planned: entries 1 to 3.</summary>
    private static QuotaStory Done() => Empty().Approve(1, "05-12", "05-19").Start(1, "05-12").Settle(1, "05-12", "05-19");

    [Fact]
    public void Both_ends_may_move() =>
        Done().Correct(1, "05-10", "05-14").Is(2026, "0t/0d", "1t/5d").Wrote(3, "correct 2026: 0t/0d + 0t/-3d");

    [Fact]
    public void The_entry_states_all_dates_that_the_window_used()
    {
        var book = Done().Correct(1, "05-13", "05-15").Book;
        Assert.Equal([Day("05-13"), Day("05-14"), Day("05-15")], book.Entries[^1].Dates);
        Assert.Equal([Day("05-13"), Day("05-14"), Day("05-15")], book.UsedDatesOf(1));
    }

    [Fact]
    public void A_correction_that_changes_nothing_writes_nothing() =>
        Done().Correct(1, "05-12", "05-19").Correct(1, null, null).Correct(1, "05-12", null).Correct(1, null, "05-19").Wrote(3);

    [Fact]
    public void An_end_alone_leaves_the_start() => Done().Correct(1, null, "05-13").Is(2026, "0t/0d", "1t/2d");

    [Fact]
    public void A_start_alone_leaves_the_end() =>
        Done().Correct(1, "05-18", null).Is(2026, "0t/0d", "1t/2d").Correct(1, "05-10", null).Is(2026, "0t/0d", "1t/10d");

    [Fact]
    public void An_earlier_start_of_a_window_under_way_uses_the_days_gone_by_and_leaves_the_rest_reserved() =>
        Empty().Approve(1, "05-12", "05-19").Start(1, "05-14").Is(2026, "0t/6d", "1t/0d")
            .Correct(1, "05-11", null).Is(2026, "0t/6d", "1t/3d")
            .Settle(1, "05-11", "05-16").Is(2026, "0t/0d", "1t/6d");

    [Fact]
    public void A_later_start_of_a_window_under_way_releases_the_days_before() =>
        Empty().Approve(1, "05-12", "05-19").Start(1, "05-12").Correct(1, "05-15", null).Is(2026, "0t/5d", "1t/0d")
            .Wrote(2, "release 2026: 0t/-3d + 0t/0d");

    [Fact]
    public void A_window_that_lapsed_but_had_started_is_charged() =>
        Empty().Approve(1, "05-12", "05-19").Release(1).Correct(1, "05-13", "05-14").Is(2026, "0t/0d", "1t/2d").Slots((2026, 1));

    [Fact]
    public void A_window_not_yet_started_turns_its_time() =>
        Empty().Approve(1, "05-12", "05-19").Correct(1, "05-13", "05-14").Is(2026, "0t/0d", "1t/2d").Slots((2026, 1))
            .Wrote(1, "release 2026: 0t/-6d + 0t/0d", "correct 2026: -1t/-2d + 1t/2d #1");

    [Fact]
    public void A_start_found_to_lie_in_the_old_year_moves_the_time_there() =>
        Empty().Approve(1, "2026-12-25", "2027-01-05").Start(1, "2027-01-02").Settle(1, "2027-01-02", "2027-01-05")
            .Correct(1, "2026-12-31", "2027-01-05").Is(2026, "0t/0d", "1t/1d").Is(2027, "0t/0d", "0t/5d").Slots((2026, 1))
            .Wrote(6, "correct 2027: 0t/0d + -1t/1d #1", "correct 2026: 0t/0d + 1t/1d #1");

    [Fact]
    public void A_start_found_to_lie_in_the_new_year_moves_a_reserved_time() =>
        Empty().Approve(1, "2026-12-25", "2027-01-05").Correct(1, "2027-01-04", "2027-01-06")
            .Is(2026, "0t/0d", "0t/0d").Is(2027, "0t/0d", "1t/3d").Slots((2027, 1));

    [Fact]
    public void A_window_under_way_without_a_used_date_moves_its_time_too() =>
        Empty().Approve(1, "2026-12-30", "2027-01-03").Start(1, "2026-12-31").Is(2026, "0t/1d", "1t/0d")
            .Correct(1, "2027-01-01", null).Is(2026, "0t/0d", "0t/0d").Is(2027, "0t/3d", "1t/0d").Slots((2027, 1));

    [Fact]
    public void A_correction_may_stand_beyond_the_limits() =>
        Under(times: 1, days: 5).Approve(1, "05-01", "05-05").Start(1, "05-01").Settle(1, "05-01", "05-05")
            .Correct(2, "06-01", "06-02").Over(2026, "1t/2d").Left(2026, "0t/0d").Slots((2026, 1), (2026, 2));

    [Fact]
    public void A_shared_date_stays_charged_when_one_window_is_corrected_away_from_it() =>
        Done().Approve(2, "05-19", "05-20").Start(2, "05-19").Settle(2, "05-19", "05-20").Is(2026, "0t/0d", "2t/9d")
            .Correct(1, "05-12", "05-18").Is(2026, "0t/0d", "2t/9d").Correct(2, "05-20", "05-20").Is(2026, "0t/0d", "2t/8d");

    [Fact]
    public void A_used_date_corrected_away_is_reserved_again_where_another_window_reserves_it() =>
        Done().Approve(2, "05-19", "05-20").Is(2026, "1t/1d", "1t/8d").Correct(1, "05-12", "05-18").Is(2026, "1t/2d", "1t/7d");

    [Fact]
    public void An_end_before_the_start_is_an_error_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Done().Correct(1, "05-14", "05-13"));
}
