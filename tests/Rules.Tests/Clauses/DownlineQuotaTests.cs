using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Clauses.QuotaStory;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>
/// NC-3.12, the second table of vectors, row by row: the year 2026, empty before; W is window 1, 05-12..05-19. The days that
/// touched dates and midnights make are in <see cref="DownlineDatesTests"/>.
/// </summary>
public sealed class DownlineQuotaTests
{
    private static QuotaShortage Times(int year, int used, int reserved, int limit = 2) =>
        new(RuleId.DownlineTimesExhausted, year, limit, used, reserved, Asked: 1, Left: Math.Max(0, limit - used - reserved));

    private static QuotaShortage Days(int year, int used, int reserved, int asked, int limit = 30) =>
        new(RuleId.DownlineDaysExhausted, year, limit, used, reserved, asked, Left: Math.Max(0, limit - used - reserved));

    private static QuotaStory W() => Empty().Approve(1, "05-12", "05-19");

    [Fact]
    public void Thirty_days_are_allowed_and_one_more_is_refused() =>
        Empty().Approve(1, "03-01", "03-30").Is(2026, "1t/30d", "0t/0d")
            .Approve(2, "06-01", "06-01").Refused(Days(2026, used: 0, reserved: 30, asked: 1));

    [Fact]
    public void An_early_restore_gives_the_later_days_back() =>
        W().Start(1, "05-12").Settle(1, "05-12", "05-14")
            .Is(2026, "0t/0d", "1t/3d").Left(2026, "1t/27d")
            .Wrote(2, "consume 2026: 0t/-3d + 0t/3d", "release 2026: 0t/-5d + 0t/0d");

    [Fact]
    public void A_late_start_gives_the_earlier_days_back() =>
        W().Start(1, "05-15").Is(2026, "0t/5d", "1t/0d")
            .Settle(1, "05-15", "05-19").Is(2026, "0t/0d", "1t/5d")
            .Wrote(1, "release 2026: 0t/-3d + 0t/0d", "consume 2026: -1t/0d + 1t/0d #1", "consume 2026: 0t/-5d + 0t/5d");

    [Fact]
    public void A_window_never_started_lapses_without_a_trace_in_the_sums() =>
        W().Release(1).Is(2026, "0t/0d", "0t/0d").Left(2026, "2t/30d").Slots();

    [Fact]
    public void An_extension_costs_days_and_no_time() =>
        W().Start(1, "05-12").Extend(1, "05-20", "05-25")
            .Wrote(2, "reserve 2026: 0t/6d + 0t/0d").Is(2026, "0t/14d", "1t/0d").Left(2026, "1t/16d");

    [Fact]
    public void A_late_restore_is_charged_for_every_date_of_the_overrun()
    {
        var overdueFrom = RegistryCalendar.EndOf(Day("05-19"));
        Assert.Equal(RegistryCalendar.StartOf(Day("05-20")), overdueFrom);
        W().Start(1, "05-12").Settle(1, "05-12", "05-19").Is(2026, "0t/0d", "1t/8d")
            .Overrun(1, "05-20", "05-20").Overrun(1, "05-20", "05-22").Is(2026, "0t/0d", "1t/11d");
    }

    [Fact]
    public void An_extension_approved_late_leaves_the_gap_an_overrun() =>
        W().Start(1, "05-12").Settle(1, "05-12", "05-19").Overrun(1, "05-20", "05-21")
            .Extend(1, "05-20", "05-25").Is(2026, "0t/4d", "1t/10d")
            .Settle(1, "05-12", "05-25").Is(2026, "0t/0d", "1t/14d");

    [Fact]
    public void A_restore_at_the_last_midnight_uses_the_window_and_no_more()
    {
        var (start, end) = (RegistryCalendar.StartOf(Day("05-12")), RegistryCalendar.EndOf(Day("05-19")));
        var last = DownlineQuota.LastTouched(start, end);
        Assert.Equal(Day("05-19"), last);
        W().Start(1, "05-12").Settle(1, "05-12", last.ToString("MM-dd", null)).Is(2026, "0t/0d", "1t/8d");
    }

    [Fact]
    public void Of_two_pending_windows_the_second_meets_what_the_first_reserved()
    {
        var a = Empty().Approve(1, "03-01", "03-20");
        Assert.Equal(10, a.Preview("06-01", "06-15", "03-01").LongestDays);
        a.Approve(2, "06-01", "06-15").Refused(Days(2026, used: 0, reserved: 20, asked: 15));
    }

    [Fact]
    public void A_window_over_New_Year_splits_its_dates_and_takes_the_time_of_the_first() =>
        Empty().Approve(1, "2026-12-25", "2027-01-05").Is(2026, "1t/7d", "0t/0d").Is(2027, "0t/5d", "0t/0d").Slots((2026, 1));

    [Fact]
    public void A_start_in_the_new_year_gives_the_old_years_time_back() =>
        Empty().Approve(1, "2026-12-25", "2027-01-05").Start(1, "2027-01-02").Slots((2027, 1))
            .Settle(1, "2027-01-02", "2027-01-05").Is(2026, "0t/0d", "0t/0d").Is(2027, "0t/0d", "1t/4d")
            .Wrote(
                2, "release 2026: -1t/-7d + 0t/0d #1", "release 2027: 0t/-1d + 0t/0d", "consume 2027: 0t/0d + 1t/0d #1",
                "consume 2027: 0t/-4d + 0t/4d");

    [Fact]
    public void A_start_in_the_new_year_needs_a_free_time_there() =>
        Empty().Approve(1, "2026-12-25", "2027-01-05").Approve(2, "2027-03-01", "2027-03-01").Approve(3, "2027-04-01", "2027-04-01")
            .Start(1, "2027-01-02").Refused(Times(2027, used: 0, reserved: 2));

    [Fact]
    public void A_date_that_two_windows_share_is_charged_once_for_as_long_as_one_holds_it() =>
        Empty().Approve(1, "03-01", "03-05").Approve(2, "03-05", "03-10").Is(2026, "2t/10d", "0t/0d")
            .Release(1).Is(2026, "1t/6d", "0t/0d").Slots((2026, 2));

    [Fact]
    public void After_two_started_windows_the_third_is_refused() =>
        Empty().Approve(1, "02-01", "02-03").Start(1, "02-01").Settle(1, "02-01", "02-03")
            .Approve(2, "05-01", "05-03").Start(2, "05-01").Settle(2, "05-01", "05-03").Is(2026, "0t/0d", "2t/6d")
            .Approve(3, "09-01", "09-02").Refused(Times(2026, used: 2, reserved: 0));

    [Fact]
    public void After_two_lapsed_windows_the_third_fits() =>
        Empty().Approve(1, "02-01", "02-03").Release(1).Approve(2, "05-01", "05-03").Release(2)
            .Approve(3, "09-01", "09-02").Is(2026, "1t/2d", "0t/0d").Slots((2026, 1));

    [Fact]
    public void An_emergency_that_nobody_confirmed_is_one_time_and_its_dates() =>
        Empty().Convert(1, "07-01", "07-04").Is(2026, "0t/0d", "1t/4d").Slots((2026, 1))
            .Wrote(0, "convert 2026: 0t/0d + 1t/4d #1");

    [Fact]
    public void An_emergency_that_goes_on_after_its_conversion_costs_days_and_no_second_time() =>
        Empty().Convert(1, "2026-12-30", "2026-12-31").Overrun(1, "2027-01-01", "2027-01-01").Convert(1, "2026-12-30", "2027-01-02")
            .Is(2026, "0t/0d", "1t/2d").Is(2027, "0t/0d", "0t/2d").Slots((2026, 1));

    [Fact]
    public void A_converted_emergency_may_stand_beyond_the_limits() =>
        Empty().Approve(1, "02-01", "02-15").Start(1, "02-01").Settle(1, "02-01", "02-15")
            .Approve(2, "05-01", "05-15").Start(2, "05-01").Settle(2, "05-01", "05-15").Is(2026, "0t/0d", "2t/30d")
            .Convert(3, "07-01", "07-02").Left(2026, "0t/0d").Over(2026, "1t/2d").Slots((2026, 1), (2026, 2), (2026, 3));

    [Fact]
    public void A_site_recreated_in_the_year_inherits_what_the_closed_one_used()
    {
        var closed = Empty().Approve(1, "02-01", "02-05").Start(1, "02-01").Settle(1, "02-01", "02-05")
            .Approve(2, "05-01", "05-05").Start(2, "05-01").Settle(2, "05-01", "05-05").Is(2026, "0t/0d", "2t/10d");
        var recreated = On(new(closed.Book.Entries)).Is(2026, "0t/0d", "2t/10d");
        Assert.Equal(3, recreated.Book.NextWindow);
        recreated.Approve(3, "09-01", "09-01").Refused(Times(2026, used: 2, reserved: 0));
    }

    [Fact]
    public void Start_and_restore_on_one_date_are_one_time_and_one_day() =>
        W().Start(1, "05-12").Settle(1, "05-12", "05-12").Is(2026, "0t/0d", "1t/1d");

    [Fact]
    public void Every_year_that_is_short_is_named_times_before_days() =>
        Under(times: 1, days: 3).Approve(1, "2026-12-01", "2026-12-02").Approve(2, "2027-06-01", "2027-06-03")
            .Approve(3, "2026-12-28", "2027-01-02").Refused(
                Times(2026, used: 0, reserved: 1, limit: 1),
                Days(2026, used: 0, reserved: 2, asked: 4, limit: 3),
                Days(2027, used: 0, reserved: 3, asked: 2, limit: 3));

    [Fact]
    public void Thirty_days_over_29_February_are_thirty_dates() =>
        Empty().Approve(1, "2028-02-15", "2028-03-15").Is(2028, "1t/30d", "0t/0d")
            .Approve(2, "2028-03-16", "2028-03-16").Refused(Days(2028, used: 0, reserved: 30, asked: 1));

    [Fact]
    public void A_year_has_its_own_thirty_days() =>
        Empty().Approve(1, "2026-12-02", "2027-01-30").Is(2026, "1t/30d", "0t/0d").Is(2027, "0t/30d", "0t/0d");

    [Fact]
    public void The_lowest_free_slot_is_taken_again() =>
        Empty().Approve(1, "02-01", "02-01").Approve(2, "03-01", "03-01").Slots((2026, 1), (2026, 2)).Release(1)
            .Slots((2026, 2)).Start(2, "03-01").Slots((2026, 2)).Approve(3, "04-01", "04-01").Slots((2026, 1), (2026, 2));

    [Fact]
    public void Usage_is_not_rewritten_when_the_limits_fall()
    {
        var book = Empty().Approve(1, "02-01", "02-20").Start(1, "02-01").Settle(1, "02-01", "02-20").Book;
        Assert.Equal(new(0, 10), book.Of(2026).Over(new(2, 10)));
        var result = DownlineQuota.Reserve(book, 2, Day("05-01"), Day("05-01"), new(2, 10), default);
        Assert.Equal([Days(2026, used: 20, reserved: 0, asked: 1, limit: 10)], Assert.IsType<QuotaResult.Short>(result).Shortages);
    }

    [Fact]
    public void A_date_used_by_one_window_and_reserved_by_another_counts_as_used() =>
        Empty().Approve(1, "03-01", "03-05").Approve(2, "03-05", "03-08").Start(1, "03-01").Settle(1, "03-01", "03-05")
            .Is(2026, "1t/3d", "1t/5d").Start(2, "03-05").Settle(2, "03-05", "03-08").Is(2026, "0t/0d", "2t/8d");

    [Fact]
    public void Entries_say_when_and_under_which_rule_they_were_made()
    {
        QuotaStamp stamp = new("downline-limits@2026.1", new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero));
        var result = DownlineQuota.Reserve(QuotaBook.Empty, 7, Day("05-12"), Day("05-13"), new(2, 30), stamp);
        var entry = Assert.Single(Assert.IsType<QuotaResult.Charged>(result).Entries);
        Assert.Equal(
            (1, 7, QuotaEntryKind.Reserve, 2026, 1, (int?)1, stamp.Rule, stamp.At),
            (entry.Seq, entry.Window, entry.Kind, entry.Year, entry.ReservedTimes, entry.Slot, entry.Rule, entry.At));
        Assert.Equal([Day("05-12"), Day("05-13")], entry.Dates);
    }

    [Fact]
    public void Entries_made_against_another_book_are_not_taken()
    {
        var book = W().Book;
        Assert.Throws<InvalidOperationException>(() => book.Append(book.Entries));
        Assert.Throws<InvalidOperationException>(() => QuotaBook.Empty.Append([book.Entries[0] with { Seq = 2 }]));
    }

    [Fact]
    public void Entries_are_all_that_a_book_stores()
    {
        using var stored = JsonSerializer.SerializeToDocument(W().Book);
        Assert.Equal("Entries", Assert.Single(stored.RootElement.EnumerateObject()).Name);
    }

    [Fact]
    public void An_inverted_window_is_an_error_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Empty().Approve(1, "05-12", "05-11"));
}
