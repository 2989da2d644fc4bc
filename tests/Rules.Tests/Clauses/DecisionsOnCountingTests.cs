using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12, what the regulation leaves open and domain §6 decides: D1 to D10, how times and days are counted.</summary>
public sealed class DecisionsOnCountingTests
{
    [Fact]
    public void D1_the_year_is_the_calendar_year_of_Shanghai() =>
        Story.Of().Live().DownlineApproved("2027-01-01", "2027-01-02", filed: "2026-12-01").Started("2027-01-01T00:30")
            .ThenQuota(2026, used: "0t/0d").ThenQuota(2027, used: "1t/0d")
            .ThenSite(site => Assert.Equal(new DateTimeOffset(2026, 12, 31, 16, 30, 0, TimeSpan.Zero), site.Windows[0].StartedAt));

    [Fact]
    public void D1_a_new_year_has_a_quota_of_its_own() =>
        Story.Of().Live().Downline("2026-11-02", "2026-11-03").Downline("2026-12-01", "2026-12-02").ThenQuota(2026, left: "0t/26d")
            .DownlineApproved("2027-01-11", "2027-01-12", filed: "2026-12-28").ThenQuota(2027, reserved: "1t/2d", left: "1t/28d");

    [Fact]
    public void D2_a_time_counts_in_the_year_of_the_actual_start() =>
        OverNewYear().Started("2027-01-02").ThenQuota(2026, used: "0t/0d", reserved: "0t/0d").ThenQuota(2027, used: "1t/0d");

    [Fact]
    public void D2_a_start_in_the_year_after_needs_a_free_time_there() =>
        OverNewYear().DownlineApproved("2027-03-01", "2027-03-01").DownlineApproved("2027-04-01", "2027-04-01")
            .When(new StartDownline(null, null), Clerk, at: "2027-01-02")
            .ThenRefused(RuleId.DownlineTimesExhausted, ("year", 2027), ("used", 0), ("reserved", 2), ("asked", 1), ("left", 0))
            .ThenStage(Stage.DownlineScheduled);

    [Fact]
    public void D3_days_are_the_distinct_local_dates_however_short_the_downtime() =>
        Story.Of().Live().DownlineApproved("2026-03-02", "2026-03-05").Started("2026-03-02T23:50").Restored("2026-03-03T00:10")
            .ThenQuota(2026, used: "1t/2d");

    [Fact]
    public void D4_dates_split_by_year_each_against_its_own_thirty() =>
        Story.Of().Live().Downline("2026-11-02", "2026-11-26").ThenQuota(2026, used: "1t/25d")
            .When(new SubmitDownline(Terms("2026-12-27", "2027-01-20")), Clerk, at: "2026-12-01").ThenAccepted()
            .When(new SubmitDownline(Terms("2026-12-26", "2027-01-20")), Clerk)
            .ThenRefused(RuleId.DownlineDaysExhausted, ("year", 2026), ("asked", 6), ("left", 5));

    [Fact]
    public void D5_approval_reserves_and_asks_again_what_was_asked_when_filed()
    {
        var story = Story.Of().Live().DownlineFiled("2026-03-02", "2026-03-02", at: "2026-02-02").DownlineFiled("2026-04-01", "2026-04-01")
            .DownlineFiled("2026-05-06", "2026-05-06").ThenQuota(2026, reserved: "0t/0d");
        var third = story.Request;
        story.Approving(third - 2).Approving(third - 1).ThenQuota(2026, reserved: "2t/2d").Taken(third)
            .When(new ApproveRequest(third, null), Reviewer)
            .ThenRefused(RuleId.DownlineTimesExhausted, ("used", 0), ("reserved", 2), ("asked", 1));
    }

    [Fact]
    public void D6_what_is_withdrawn_rejected_or_cancelled_before_the_start_costs_nothing()
    {
        var story = Story.Of().Live().DownlineFiled("2026-03-02", "2026-03-06", at: "2026-02-02");
        story.Given(new WithdrawRequest(story.Request, null), Clerk).ThenQuota(2026, reserved: "0t/0d").DownlineFiled("2026-03-02", "2026-03-06");
        story.Taken().Given(new RejectRequest(story.Request, Reasons("dates-unsuitable")), Reviewer).ThenQuota(2026, reserved: "0t/0d");
        story.DownlineApproved("2026-03-02", "2026-03-06").ThenQuota(2026, reserved: "1t/5d")
            .When(new CancelWindow(1, "改期"), Clerk).Then(typeof(WindowCancelled))
            .ThenQuota(2026, reserved: "0t/0d", used: "0t/0d", left: "2t/30d").ThenStage(Stage.Live);
    }

    [Fact]
    public void D6_a_window_that_has_begun_is_not_cancelled() =>
        Story.Of().DownNow().When(new CancelWindow(1, "改期"), Clerk, at: "2026-05-13").ThenRefused(RuleId.SiteDown).ThenQuota(2026, reserved: "0t/8d");

    [Fact]
    public void D7_a_window_never_started_lapses_and_is_kept_as_not_carried_out() =>
        Story.Of().DownlineScheduled().When(new StartDownline(null, null), Clerk, at: "2026-05-20T00:00").ThenRefused(RuleId.NoDownlineWindow)
            .ThenQuota(2026, left: "2t/30d").ThenSite(site => Assert.Equal(WindowState.Lapsed, Assert.Single(site.Windows).State));

    [Fact]
    public void D8_a_late_start_keeps_the_end_and_gives_the_dates_before_it_back() =>
        Story.Of().DownlineScheduled().When(new StartDownline(null, null), Clerk, at: "2026-05-19T23:00").Then(typeof(DownlineStarted))
            .ThenQuota(2026, used: "1t/0d", reserved: "0t/1d").ThenSite(site => Assert.Equal(Day("2026-05-19"), site.OpenWindow!.Until))
            .Later("2026-05-20T00:01").ThenStage(Stage.Overdue);

    [Fact]
    public void D9_an_early_restore_gives_later_dates_back_and_the_restore_date_counts() =>
        Story.Of().DownNow().When(new RestoreSite(null), Clerk, at: "2026-05-14T00:30").Then(typeof(Restored))
            .ThenQuota(2026, used: "1t/3d", reserved: "0t/0d", left: "1t/27d");

    [Fact]
    public void D9_a_restore_at_midnight_does_not_touch_the_date_that_begins() =>
        Story.Of().DownNow().Restored("2026-05-14T00:00").ThenQuota(2026, used: "1t/2d");

    [Fact]
    public void D9_after_a_security_rectification_the_re_test_comes_first() =>
        Story.Of().DownNow(DownlineReason.SecurityRectification).When(new RestoreSite(null), Clerk, at: "2026-05-14").ThenRefused(RuleId.RetestMissing)
            .Tested(TestPassed(Day("2026-05-14")))
            .When(new RestoreSite(null), Clerk).ThenRefused(RuleId.RestoreApprovalMissing)
            .Given(new SubmitRestore("整改完成"), Clerk).Approving().Restored("2026-05-15").ThenQuota(2026, used: "1t/4d");

    [Fact]
    public void D10_start_and_restore_on_one_date_are_one_time_and_one_day() =>
        Story.Of().DownlineScheduled().Started("2026-05-12T10:00").Restored("2026-05-12T10:00").ThenQuota(2026, used: "1t/1d", reserved: "0t/0d");

    private static Story OverNewYear() => Story.Of().Live().DownlineApproved("2026-12-25", "2027-01-05", filed: "2026-12-01");
}
