using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>
/// NC-3.12 «临时下线每年不得超过2次，每年下线时间不得超过30天»: the second table of vectors, row by row, told of whole sites by the commands of
/// their people. The year is 2026, empty before; W is 2026-05-12..2026-05-19. What the arithmetic alone says is in <see cref="DownlineQuotaTests"/>.
/// </summary>
public sealed class DownlineStoryTests
{
    [Fact]
    public void Thirty_days_may_be_approved_and_one_more_date_is_refused() =>
        Story.Of().Live().DownlineApproved("2026-03-01", "2026-03-30", filed: "2026-02-10").ThenQuota(2026, used: "0t/0d", reserved: "1t/30d")
            .When(new SubmitDownline(Terms("2026-06-01", "2026-06-01")), Clerk, at: "2026-02-11")
            .ThenRefused(RuleId.DownlineDaysExhausted, ("year", 2026), ("limit", 30), ("used", 0), ("reserved", 30), ("asked", 1), ("left", 0));

    [Fact]
    public void W_restored_on_the_third_day_uses_three_and_gives_five_back() =>
        Story.Of().DownNow().Restored("2026-05-14T18:00")
            .ThenStage(Stage.Live).ThenQuota(2026, used: "1t/3d", reserved: "0t/0d", left: "1t/27d")
            .ThenSite(site => Assert.Equal(-5, Released(site)));

    [Fact]
    public void W_started_three_days_late_uses_five() =>
        Story.Of().DownlineScheduled().Started("2026-05-15").ThenQuota(2026, used: "1t/0d", reserved: "0t/5d")
            .ThenSite(site => Assert.Equal(-3, Released(site)))
            .Restored("2026-05-19T18:00").ThenQuota(2026, used: "1t/5d", reserved: "0t/0d");

    [Fact]
    public void W_never_started_lapses_with_its_last_date_and_leaves_no_trace_in_the_sums() =>
        Story.Of().DownlineScheduled()
            .Later("2026-05-19T23:59:59").ThenStage(Stage.DownlineScheduled).ThenQuota(2026, reserved: "1t/8d")
            .Later("2026-05-20T00:00").ThenStage(Stage.Live).ThenQuota(2026, used: "0t/0d", reserved: "0t/0d", left: "2t/30d")
            .ThenSite(site => Assert.Equal(WindowState.Lapsed, site.Windows[0].State));

    [Fact]
    public void W_extended_in_time_costs_six_days_more_and_no_time() =>
        Story.Of().DownNow().Extended("2026-05-25", filed: "2026-05-17", approved: "2026-05-18")
            .ThenQuota(2026, used: "1t/0d", reserved: "0t/14d")
            .Later("2026-05-25T23:59:59").ThenStage(Stage.Downline)
            .Restored("2026-05-25T23:59:59").ThenQuota(2026, used: "1t/14d", reserved: "0t/0d")
            .ThenSite(site => Assert.Empty(site.Cases));

    [Fact]
    public void W_restored_three_days_late_is_charged_for_them_and_has_its_case() =>
        Story.Of().DownNow()
            .Later("2026-05-20T00:00").ThenStage(Stage.Downline)
            .Later("2026-05-20T00:00:01").ThenStage(Stage.Overdue).ThenQuota(2026, used: "1t/9d", reserved: "0t/0d")
            .Restored("2026-05-22").ThenStage(Stage.Live).ThenQuota(2026, used: "1t/11d")
            .ThenSite(site =>
            {
                var open = Assert.Single(site.Cases);
                Assert.Equal(Instant("2026-05-20T00:00"), open.OpenedAt);
                Assert.Null(open.DissolvedAt);
            });

    [Fact]
    public void W_extended_too_late_keeps_its_case_and_the_days_between_stay_an_overrun() =>
        Story.Of().DownNow().Extended("2026-05-25", filed: "2026-05-18", approved: "2026-05-21")
            .ThenStage(Stage.Downline).ThenQuota(2026, used: "1t/10d", reserved: "0t/4d")
            .Restored("2026-05-25").ThenQuota(2026, used: "1t/14d", reserved: "0t/0d")
            .ThenSite(site => Assert.Null(Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void W_restored_at_the_very_end_is_in_time() =>
        Story.Of().DownNow().Restored("2026-05-20T00:00")
            .ThenStage(Stage.Live).ThenQuota(2026, used: "1t/8d", reserved: "0t/0d").ThenSite(site => Assert.Empty(site.Cases));

    [Fact]
    public void Of_two_pending_the_second_meets_what_the_first_has_reserved()
    {
        var story = Story.Of().Live().DownlineFiled("2026-06-01", "2026-06-20", at: "2026-05-01");
        var a = story.Request;
        var b = story.DownlineFiled("2026-09-01", "2026-09-15").Request;
        story.ThenQuota(2026, reserved: "0t/0d").Approving(a).ThenQuota(2026, reserved: "1t/20d").Taken(b)
            .When(new ApproveRequest(b, null), Reviewer)
            .ThenRefused(RuleId.DownlineDaysExhausted, ("reserved", 20), ("asked", 15), ("left", 10), ("longestDays", 10))
            .ThenRequest(RequestState.InReview, b);
    }

    [Fact]
    public void A_window_over_New_Year_is_charged_to_each_year_by_its_own_dates() =>
        OverNewYear().ThenQuota(2026, reserved: "1t/7d", used: "0t/0d").ThenQuota(2027, reserved: "0t/5d", used: "0t/0d");

    [Fact]
    public void The_same_started_in_the_new_year_gives_the_old_years_time_and_days_back() =>
        OverNewYear().Started("2027-01-02").Restored("2027-01-05T12:00")
            .ThenQuota(2026, reserved: "0t/0d", used: "0t/0d").ThenQuota(2027, reserved: "0t/0d", used: "1t/4d");

    [Fact]
    public void Two_windows_may_share_a_boundary_date_which_is_charged_once() =>
        Story.Of().Live().DownlineApproved("2026-03-01", "2026-03-05", filed: "2026-02-02").DownlineApproved("2026-03-05", "2026-03-10")
            .ThenQuota(2026, reserved: "2t/10d")
            .Later("2026-03-06T00:00").ThenQuota(2026, reserved: "1t/6d", used: "0t/0d").ThenStage(Stage.DownlineScheduled);

    [Fact]
    public void After_two_that_were_used_the_third_is_refused() =>
        Story.Of().Live().Downline("2026-02-02", "2026-02-04").Downline("2026-04-07", "2026-04-09").ThenQuota(2026, used: "2t/6d")
            .When(new SubmitDownline(Terms("2026-09-01", "2026-09-02")), Clerk, at: "2026-08-03")
            .ThenRefused(RuleId.DownlineTimesExhausted, ("used", 2), ("reserved", 0), ("asked", 1), ("left", 0));

    [Fact]
    public void After_two_that_lapsed_the_third_fits() =>
        Story.Of().Live().DownlineApproved("2026-02-02", "2026-02-04").DownlineApproved("2026-04-07", "2026-04-09")
            .Later("2026-04-10").DownlineApproved("2026-09-01", "2026-09-02", filed: "2026-08-03")
            .ThenQuota(2026, used: "0t/0d", reserved: "1t/2d");

    [Fact]
    public void An_emergency_of_four_dates_that_the_authority_confirms_is_not_counted() =>
        OwnEmergency().Given(new ConfirmSuspension(1, "情况属实"), Reviewer, "2026-07-06T23:59")
            .Later("2026-08-01").ThenQuota(2026, used: "0t/0d", reserved: "0t/0d").ThenSite(site => Assert.Empty(site.Windows));

    [Fact]
    public void The_same_that_nobody_confirms_within_three_working_days_is_one_time_and_four_days() =>
        OwnEmergency()
            .Later("2026-07-06T23:59:59").ThenQuota(2026, used: "0t/0d")
            .Later("2026-07-07T00:00").ThenQuota(2026, used: "1t/4d")
            .ThenSite(site => Assert.Equal(1, site.Windows[^1].Suspension));

    [Fact]
    public void An_emergency_converted_when_all_is_used_stands_beyond_the_limits() =>
        Story.Of().Live().Downline("2026-02-02", "2026-02-16").Downline("2026-03-02", "2026-03-16").ThenQuota(2026, used: "2t/30d", left: "0t/0d")
            .Suspended("2026-07-01", by: Clerk, SuspensionReason.ForceMajeure).Given(new LiftSuspension("已修复", null), Clerk, "2026-07-02")
            .Later("2026-07-07").ThenQuota(2026, used: "3t/32d", left: "0t/0d", over: "1t/2d");

    [Fact]
    public void A_site_closed_and_made_again_in_the_year_has_what_the_first_one_used() =>
        Story.Of().Live().Downline("2026-02-02", "2026-02-06").Downline("2026-03-02", "2026-03-06").ThenQuota(2026, used: "2t/10d")
            .ClosureApproved("2026-03-09", at: "2026-03-09").ClosureCompleted("2026-04-09")
            .Exempt(ExemptionKind.Reopening, "2026-12-31").Reborn().Launched("2026-04-10")
            .ThenQuota(2026, used: "2t/10d", left: "0t/20d")
            .When(new SubmitDownline(Terms("2026-09-01", "2026-09-02")), Clerk, at: "2026-08-03")
            .ThenRefused(RuleId.DownlineTimesExhausted, ("used", 2), ("left", 0));

    private static Story OverNewYear() => Story.Of().Live().DownlineApproved("2026-12-25", "2027-01-05", filed: "2026-12-01");

    /// <summary>Declared on a Wednesday, over on Saturday: the third working day after it is Monday 2026-07-06.</summary>
    private static Story OwnEmergency() => Story.Of().Live()
        .Suspended("2026-07-01", by: Clerk, SuspensionReason.ForceMajeure).Given(new LiftSuspension("已修复", null), Clerk, "2026-07-04T18:00");

    private static int Released(Site site) => site.QuotaEntries.Where(e => e.Kind == QuotaEntryKind.Release).Sum(e => e.ReservedDays);
}
