using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.11, NC-3.12: D11 to D13 and D19 to D21, what a window meets on its way from the filing to its end.</summary>
public sealed class DecisionsOnWindowsTests
{
    [Fact]
    public void D11_an_extension_is_filed_before_the_end() =>
        Story.Of().DownNow().When(new SubmitExtension(Day("2026-05-25"), "工程延期"), Clerk, at: "2026-05-20T00:01")
            .ThenRefused(RuleId.DownlineOverdue, ("until", Day("2026-05-19")));

    [Fact]
    public void D11_a_window_is_extended_once() =>
        Story.Of().DownNow().Extended("2026-05-22", filed: "2026-05-13", approved: "2026-05-14").ThenQuota(2026, used: "1t/0d", reserved: "0t/11d")
            .When(new SubmitExtension(Day("2026-05-25"), "再次延期"), Clerk, at: "2026-05-20").ThenRefused(RuleId.ExtensionLimit, ("limit", 1), ("used", 1));

    [Fact]
    public void D11_an_extension_ends_later_than_the_window() =>
        Story.Of().DownNow().When(new SubmitExtension(Day("2026-05-19"), "延期"), Clerk, at: "2026-05-13").ThenRefused(RuleId.ExtensionNotLater);

    [Fact]
    public void D11_an_extension_meets_the_days_that_are_left() =>
        Story.Of().DownNow().When(new SubmitExtension(Day("2026-06-10"), "延期"), Clerk, at: "2026-05-13").ThenAccepted()
            .When(story => new WithdrawRequest(story.Request, null), Clerk).ThenAccepted()
            .When(new SubmitExtension(Day("2026-06-11"), "延期"), Clerk)
            .ThenRefused(RuleId.DownlineDaysExhausted, ("reserved", 8), ("asked", 23), ("left", 22));

    [Fact]
    public void D11_approved_late_the_gap_stays_an_overrun() =>
        Story.Of().DownNow().Extended("2026-05-25", filed: "2026-05-19T23:00", approved: "2026-05-21")
            .ThenStage(Stage.Downline).ThenQuota(2026, used: "1t/10d", reserved: "0t/4d").ThenSite(site => Assert.Single(site.Cases));

    [Fact]
    public void D11_approved_after_the_dates_it_asked_for_it_helps_no_more()
    {
        var story = Story.Of().DownNow().Given(new SubmitExtension(Day("2026-05-21"), "延期"), Clerk, "2026-05-18").Taken();
        story.When(new ApproveRequest(story.Request, null), Reviewer, at: "2026-05-22").ThenRefused(RuleId.ExtensionNotLater).ThenStage(Stage.Overdue);
    }

    [Fact]
    public void D12_without_a_restore_every_date_is_charged_beyond_the_limit_and_the_site_stays_overdue() =>
        Story.Of().DownNow().Later("2026-07-01").ThenStage(Stage.Overdue).ThenQuota(2026, used: "1t/51d", left: "1t/0d", over: "0t/21d")
            .ThenSite(site => Assert.Single(site.Cases))
            .Later("2027-02-01").ThenStage(Stage.Overdue).ThenQuota(2026, used: "1t/234d").ThenQuota(2027, used: "0t/32d", over: "0t/2d");

    [Fact]
    public void D12_the_alerts_come_three_days_and_one_before_the_end_on_it_after_it_and_daily()
    {
        Assert.Equal([-3, -1, 0, 1], NanchangPack.At().DownlineEndAlertDays);
        Assert.Equal(1, NanchangPack.At().OverdueAlertEveryDays);
    }

    [Fact]
    public void D13_a_refusal_shows_used_reserved_asked_left_the_clause_the_earliest_and_the_longest_fit() =>
        Story.Of().Live().Downline("2026-02-02", "2026-02-16")
            .When(new SubmitDownline(Terms("2026-09-01", "2026-09-20")), Clerk, at: "2026-08-03")
            .ThenRefused(RuleId.DownlineDaysExhausted, ("year", 2026), ("limit", 30), ("used", 15), ("reserved", 0), ("asked", 20), ("left", 15),
                ("longestDays", 15), ("earliestFrom", Day("2026-12-17")), ("earliestUntil", Day("2027-01-05")))
            .ThenItems("downline-days-exhausted");

    [Fact]
    public void D13_the_refusal_quotes_the_clause_in_the_words_of_the_regulation()
    {
        var story = Story.Of().Live().Downline("2026-02-02", "2026-02-03").Downline("2026-03-02", "2026-03-03")
            .When(new SubmitDownline(Terms("2026-09-01", "2026-09-02")), Clerk, at: "2026-08-03")
            .ThenRefused(RuleId.DownlineTimesExhausted, ("earliestFrom", Day("2027-01-01")), ("earliestUntil", Day("2027-01-02")), ("longestDays", 0));
        Assert.Equal(("NC-3.12", "每年不得超过2次，每年下线时间不得超过30天"), (story.Refusal.Clause, story.Refusal.ClauseText));
    }

    [Theory]
    [InlineData("2026-05-11", false)]
    [InlineData("2026-05-12", true)]
    public void D19_a_downline_is_filed_five_working_days_ahead(string from, bool accepted)
    {
        // 2026-05-06 is a Wednesday; Saturday 05-09 is worked in the holiday's stead.
        var story = Story.Of().Live().When(new SubmitDownline(Terms(from, "2026-05-13")), Clerk, at: "2026-05-06");
        if (accepted) story.ThenAccepted();
        else story.ThenRefused(RuleId.DownlineLeadTime, ("limit", 5), ("earliestFrom", Day("2026-05-12")));
    }

    [Theory]
    [InlineData("设备故障", true)]
    [InlineData("  ", false)]
    public void D19_or_it_is_urgent_and_says_why(string reason, bool accepted)
    {
        var story = Story.Of().Live().When(new SubmitDownline(Terms("2026-05-06", "2026-05-07", urgent: reason)), Clerk, at: "2026-05-06");
        if (accepted) story.ThenAccepted();
        else story.ThenRefused(RuleId.DownlineLeadTime);
    }

    [Fact]
    public void D20_the_notice_has_its_text_when_filed_and_its_address_before_the_start() =>
        Story.Of().Live()
            .When(new SubmitDownline(Terms("2026-05-12", "2026-05-19") with { NoticeText = " " }), Clerk, at: "2026-05-01").ThenRefused(RuleId.DownlineNoticeMissing)
            .Given(new SubmitDownline(Terms("2026-05-12", "2026-05-19", noticeUrl: null)), Clerk).Approving()
            .When(new StartDownline(null, null), Clerk, at: "2026-05-12").ThenRefused(RuleId.DownlineNoticeMissing, ("field", "noticeUrl"))
            .When(new StartDownline(null, "nowhere"), Clerk).ThenRefused(RuleId.UrlInvalid)
            .When(new StartDownline(null, "https://www.ncedu.cn/notice/7"), Clerk)
            .Then<DownlineStarted>(e => Assert.Equal("https://www.ncedu.cn/notice/7", e.NoticeUrl));

    [Fact]
    public void D21_a_sensitive_period_warns()
    {
        var story = Story.Of().Live().When(new SubmitDownline(Terms("2026-06-08", "2026-06-09")), Clerk, at: "2026-05-15").ThenAccepted();
        var receipt = SiteReceipts.Render(story.Site, 1, new SubmitDownline(Terms("2026-06-08", "2026-06-09")), story.Events, story.Policy, story.Now);
        using var json = JsonDocument.Parse(receipt.Body);
        Assert.Equal(["sensitive-period:普通高考"], json.RootElement.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
    }

    [Theory]
    [InlineData("2026-06-10", "2026-06-11", false)]
    [InlineData("2026-06-11", "2026-06-12", true)]
    public void D21_or_blocks_where_the_pack_says_so(string from, string until, bool accepted)
    {
        var story = Story.Of().Live().Under(p => p with { SensitivePeriodAction = PeriodAction.Block })
            .When(new SubmitDownline(Terms(from, until)), Clerk, at: "2026-05-15");
        if (accepted) story.ThenAccepted();
        else story.ThenRefused(RuleId.DownlineSensitivePeriod, ("value", "普通高考"));
    }
}
