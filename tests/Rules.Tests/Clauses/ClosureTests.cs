using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.10 «网站一经开办不得随意关停»: request, approval, notice, checklist; then the filings, and what is kept from others afterwards.</summary>
public sealed class ClosureTests
{
    [Fact]
    public void The_sponsor_alone_closes_nothing() =>
        Story.Of().Live().When(new CompleteClosure(), Clerk).ThenRefused(RuleId.SiteNotClosing)
            .When(new DiscardDraft("不再开办"), Clerk).ThenRefused(RuleId.SiteAlreadyLaunched)
            .When(new Deregister(), Clerk).ThenRefused(RuleId.SiteNotClosing);

    [Theory]
    [InlineData("2026-05-31", false)]
    [InlineData("2026-06-01", true)]
    public void The_notice_runs_thirty_days_from_its_date(string on, bool over)
    {
        // Announced on 05-01: 30 days after it is 05-31, all of which belongs to the notice.
        var story = Story.Of().ClosingNow();
        foreach (var step in Enum.GetValues<ClosureStep>()) story.Given(new RecordClosureStep(step, "已办理", Sha256), Clerk);
        story.When(new CompleteClosure(), Clerk, at: on);
        if (over) story.Then(typeof(Closed)).ThenStage(Stage.Closed);
        else story.ThenRefused(RuleId.ClosureNoticeRunning, ("limit", 30), ("from", Day("2026-05-01")), ("closingOn", Day("2026-06-01")));
    }

    [Fact]
    public void Every_step_of_the_checklist_is_asked_for_at_once() =>
        Story.Of().ClosingNow().Given(new RecordClosureStep(ClosureStep.Archived, "已归档", null), Clerk)
            .When(new CompleteClosure(), Clerk, at: "2026-06-15").ThenRefused(RuleId.ClosureChecklistUnmet, ("left", 2)).ThenItems("contentMigrated", "serviceStopped");

    [Fact]
    public void A_site_that_is_not_migrated_owes_no_migration() =>
        Story.Of().Live().Given(new SubmitClosure(ClosureOn("2026-05-01", ClosureMode.UnitMerged)), Clerk, "2026-05-06").Approving()
            .When(new CompleteClosure(), Clerk, at: "2026-06-15").ThenRefused(RuleId.ClosureChecklistUnmet).ThenItems("archived", "serviceStopped");

    [Fact]
    public void A_migration_says_whereto_and_a_notice_lies_not_in_the_future() =>
        Story.Of().Live()
            .When(new SubmitClosure(ClosureOn("2026-05-01") with { MigrateTo = " " }), Clerk, at: "2026-05-06").ThenRefused(RuleId.ProfileIncomplete)
            .When(new SubmitClosure(ClosureOn("2026-05-07")), Clerk).ThenRefused(RuleId.EvidenceDateInvalid)
            .When(new SubmitClosure(ClosureOn("2026-05-01") with { NoticeUrl = "公告栏" }), Clerk).ThenRefused(RuleId.UrlInvalid);

    [Fact]
    public void The_approval_settles_the_window_under_way_gives_others_back_and_ends_every_other_request()
    {
        var story = Story.Of().DownNow().DownlineApproved("2026-09-01", "2026-09-05")
            .Given(new SubmitExtension(Day("2026-05-22"), "延期"), Clerk).Given(new SubmitTransfer(ReceiverId, "移交"), Clerk)
            .Given(new SubmitClosure(ClosureOn("2026-05-01")), Clerk, "2026-05-14").Taken();
        story.When(new ApproveRequest(story.Request, null), Reviewer, at: "2026-05-14T12:00").ThenStage(Stage.Closing)
            .ThenQuota(2026, used: "1t/3d", reserved: "0t/0d")
            .ThenSite(site =>
            {
                Assert.Equal([WindowState.Ended, WindowState.Cancelled], site.Windows.Select(w => w.State));
                Assert.Equal(
                    [RequestState.Superseded, RequestState.Superseded, RequestState.Approved],
                    site.Requests.Where(r => r.Kind is RequestKind.Extension or RequestKind.Transfer or RequestKind.Closure).Select(r => r.State));
            });
    }

    [Fact]
    public void Closing_a_suspended_site_ends_its_suspension_and_what_it_cost_stays() =>
        Story.Of().Live().Suspended("2026-05-06", by: Clerk, SuspensionReason.ForceMajeure).Ticked("2026-05-12")
            .Given(new SubmitClosure(ClosureOn("2026-05-01")), Clerk, "2026-05-13").Approving(at: "2026-05-14T00:00")
            .ThenStage(Stage.Closing).ThenQuota(2026, used: "1t/8d")
            .Later("2026-06-01").ThenQuota(2026, used: "1t/8d").ThenSite(site => Assert.Null(site.OpenSuspension));

    [Fact]
    public void A_closure_taken_back_serves_the_site_again() =>
        Story.Of().ClosingNow().When(new CancelClosure("继续开办"), Clerk, at: "2026-05-20").Then(typeof(ClosureCancelled)).ThenStage(Stage.Live)
            .When(new CompleteClosure(), Clerk, at: "2026-06-20").ThenRefused(RuleId.SiteNotClosing);

    [Fact]
    public void A_closing_site_takes_no_new_matters_but_may_be_suspended() =>
        Story.Of().ClosingNow()
            .When(new SubmitDownline(Terms("2026-06-15", "2026-06-16")), Clerk, at: "2026-05-20").ThenRefused(RuleId.SiteClosing)
            .When(new ChangeProfile(OnOtherPlatform()), Clerk).ThenRefused(RuleId.SiteClosing)
            .When(new SubmitTransfer(ReceiverId, "移交"), Clerk).ThenRefused(RuleId.SiteClosing)
            .Suspended("2026-05-21").ThenStage(Stage.Suspended)
            .Given(new LiftSuspension("处置完毕", null), Centre, "2026-05-22").ThenStage(Stage.Closing);

    [Fact]
    public void Deregistration_waits_until_every_filing_is_cancelled_and_that_is_verified()
    {
        var story = Story.Of().ClosedNow().When(new Deregister(), Clerk, at: "2026-06-16")
            .ThenRefused(RuleId.ClosureFilingsOpen, ("left", 4)).ThenItems("icp", "gradedProtection", "siteMark", "domain");
        story.Given(new RecordFiling(IcpFiled with { State = FilingState.Cancelled }), Clerk)
            .When(new Deregister(), Clerk).ThenRefused(RuleId.ClosureFilingsOpen, ("left", 4))
            .Given(new VerifyFiling(FilingKind.Icp, VerificationResult.Verified, null), Centre)
            .When(new Deregister(), Clerk).ThenRefused(RuleId.ClosureFilingsOpen, ("left", 3));
        story.FilingsCancelledBut(FilingKind.Icp).When(new Deregister(), Clerk).Then(typeof(Deregistered)).ThenStage(Stage.Deregistered);
    }

    [Fact]
    public void A_closed_site_gives_its_units_slot_back_and_keeps_its_host_for_180_days_after_its_deregistration()
    {
        var story = Story.Of().ClosingNow();
        Assert.Contains(SiteClaims.UnitSiteSlot, Scopes(story.Site));
        story.ClosureCompleted("2026-06-15");
        Assert.Equal([SiteClaims.Domain], Scopes(story.Site));

        story.FilingsCancelled().Given(new Deregister(), Clerk, "2026-06-20");
        var held = Instant("2026-06-20").AddDays(180);
        Assert.Equal(held, SiteRules.NextDueAt(story.Site, story.Policy));
        Assert.Equal([SiteClaims.Domain], Scopes(SiteRules.At(story.Site, story.Policy, held.AddTicks(-1))));
        Assert.Empty(Scopes(SiteRules.At(story.Site, story.Policy, held)));
    }

    [Theory]
    [InlineData("2027-06-14", false)]
    [InlineData("2027-06-15", true)]
    public void No_site_is_opened_again_within_twelve_months(string on, bool accepted)
    {
        var story = Story.Of().ClosedNow().Reborn().When(new RegisterSite(Profile()), Clerk, at: on);
        if (accepted) story.ThenAccepted();
        else story.ThenRefused(RuleId.ClosureReopenBlocked, ("limit", 12), ("from", Day("2026-06-15")), ("opensOn", Day("2027-06-15")));
    }

    [Fact]
    public void Unless_the_lead_has_granted_an_exemption_that_holds() =>
        Story.Of().ClosedNow().Exempt(ExemptionKind.Reopening, "2026-08-31").Reborn()
            .When(new RegisterSite(Profile()), Clerk, at: "2026-09-01").ThenRefused(RuleId.ClosureReopenBlocked)
            .Exempt(ExemptionKind.Reopening, "2026-09-30").When(new RegisterSite(Profile()), Clerk).ThenAccepted();

    [Fact]
    public void A_draft_given_up_takes_its_open_requests_with_it() =>
        Story.Of().Draft().Given(new SubmitTransfer(ReceiverId, "移交"), Clerk)
            .When(new DiscardDraft("不再开办"), Clerk).Then(typeof(RequestSuperseded), typeof(DraftDiscarded)).ThenStage(Stage.Deregistered)
            .ThenRequest(RequestState.Superseded).ThenSite(site => Assert.Empty(Scopes(site)));

    private static IEnumerable<string> Scopes(Site site) => SiteClaims.Of(site).Select(claim => claim.Scope).Distinct();
}
