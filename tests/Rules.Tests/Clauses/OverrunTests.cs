using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12, NC-3.13, D9, D12: the overrun, its case, and how both dissolve when the site proves to have been back in time.</summary>
public sealed class OverrunTests
{
    [Fact]
    public void A_restore_that_proves_to_have_been_in_time_dissolves_the_case_and_takes_the_overrun_back() =>
        Story.Of().OverdueNow().ThenQuota(2026, used: "1t/9d")
            .Given(new RestoreSite(Instant("2026-05-19T22:00")), Clerk, "2026-05-20T09:00")
            .ThenStage(Stage.Live).ThenQuota(2026, used: "1t/8d")
            .ThenSite(site => Assert.Equal(Instant("2026-05-19T22:00"), Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void A_restore_after_the_end_leaves_the_case() =>
        Story.Of().OverdueNow().Given(new RestoreSite(Instant("2026-05-20T00:00:01")), Clerk, "2026-05-20T09:00")
            .ThenQuota(2026, used: "1t/9d").ThenSite(site => Assert.Null(Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void A_correction_that_shows_the_site_was_back_in_time_dissolves_the_case_too() =>
        Story.Of().OverdueNow().Restored("2026-05-22").ThenQuota(2026, used: "1t/11d")
            .Given(new CorrectDownlineFact(1, null, Instant("2026-05-19T18:00"), "监测记录显示已恢复"), Lead, "2026-05-25")
            .ThenQuota(2026, used: "1t/8d").ThenSite(site => Assert.Equal(Instant("2026-05-19T18:00"), Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void A_case_of_before_an_extension_stays_when_the_extended_window_ends_in_time() =>
        Story.Of().DownNow().Extended("2026-05-25", filed: "2026-05-18", approved: "2026-05-21").Restored("2026-05-24")
            .ThenSite(site => Assert.Null(Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void Each_overrun_date_is_charged_when_it_begins() =>
        Story.Of().DownNow()
            .Later("2026-05-20T23:59:59").ThenQuota(2026, used: "1t/9d")
            .Later("2026-05-21T00:00").ThenQuota(2026, used: "1t/10d")
            .Later("2026-05-22T00:00").ThenQuota(2026, used: "1t/11d");

    [Fact]
    public void An_overrun_over_New_Year_is_charged_to_each_year() =>
        Story.Of().Live().DownlineApproved("2026-12-28", "2026-12-30", filed: "2026-12-01").Started("2026-12-28")
            .Later("2027-01-02").ThenQuota(2026, used: "1t/4d").ThenQuota(2027, used: "0t/2d")
            .Restored("2027-01-03T00:00").ThenQuota(2027, used: "0t/2d");

    [Fact]
    public void The_ledger_is_the_same_however_often_the_sweeper_came_by()
    {
        var never = Story.Of().DownNow().Restored("2026-05-23");
        var daily = Story.Of().DownNow().Ticked("2026-05-20T01:00").Ticked("2026-05-20T01:00").Ticked("2026-05-21T01:00").Ticked("2026-05-22T01:00").Ticked("2026-05-23T01:00").Restored("2026-05-23");
        var hourly = Story.Of().DownNow();
        for (var hour = Instant("2026-05-19T00:00"); hour < Instant("2026-05-23"); hour = hour.AddHours(1))
            hourly.Ticked(hour.AddHours(8).ToString("yyyy-MM-dd'T'HH:mm", null));
        hourly.Restored("2026-05-23");

        Assert.Equal(StoredFormat.Write(never.Site), StoredFormat.Write(daily.Site));
        Assert.Equal(StoredFormat.Write(never.Site), StoredFormat.Write(hourly.Site));
        Assert.Equal(4, never.Ledger.OfType<OverrunCharged>().Count());
    }

    [Fact]
    public void While_overdue_no_further_downline_is_asked_for() =>
        Story.Of().OverdueNow().When(new SubmitDownline(Terms("2026-09-01", "2026-09-02")), Clerk).ThenRefused(RuleId.DownlineOverdue);

    [Fact]
    public void After_a_security_rectification_the_way_back_takes_re_test_verification_and_approval()
    {
        var story = Story.Of().DownNow(DownlineReason.SecurityRectification).Given(new SubmitRestore("整改完成"), Clerk, "2026-05-15").Taken();
        story.When(new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.VerificationMissing)
            .When(new VerifyRequest(story.Request, VerificationResult.Verified, null), Reviewer.As(Role.Centre)).ThenRefused(RuleId.TwoKeysOnePerson)
            .Given(new VerifyRequest(story.Request, VerificationResult.Verified, null), Centre)
            .Given(new ApproveRequest(story.Request, null), Reviewer).ThenStage(Stage.Downline)
            .When(new RestoreSite(null), Clerk).ThenRefused(RuleId.RetestMissing)
            .Tested(TestPassed(Day("2026-05-15"))).When(new RestoreSite(null), Clerk, at: "2026-05-16").Then(typeof(Restored)).ThenStage(Stage.Live);
    }

    [Fact]
    public void Otherwise_a_restore_is_a_fact_and_takes_no_request() =>
        Story.Of().DownNow().When(new SubmitRestore("已恢复"), Clerk, at: "2026-05-14").ThenRefused(RuleId.RestoreRequestNotNeeded)
            .When(new RestoreSite(null), Clerk).Then(typeof(Restored));

    [Fact]
    public void What_waits_for_an_answer_about_the_window_falls_with_it() =>
        Story.Of().DownNow().Given(new SubmitExtension(Day("2026-05-25"), "延期"), Clerk, "2026-05-18")
            .When(new RestoreSite(null), Clerk, at: "2026-05-19").Then(typeof(Restored), typeof(RequestSuperseded)).ThenRequest(RequestState.Superseded);

    [Fact]
    public void A_site_back_from_one_window_waits_for_the_next() =>
        Story.Of().DownNow().DownlineApproved("2026-09-01", "2026-09-02").Restored("2026-05-14").ThenStage(Stage.DownlineScheduled)
            .Given(new CancelWindow(2, "不再需要"), Clerk).ThenStage(Stage.Live);
}
