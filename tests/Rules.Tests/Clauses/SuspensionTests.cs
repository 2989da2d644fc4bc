using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-9.11 «立即启动应急预案及时处置», NC-2.2: what an emergency does to the site and to the window under way, and how it ends.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public void A_suspension_settles_the_window_under_way() =>
        Story.Of().DownNow().When(new SuspendSite(SuspensionReason.Order, "接上级指令", null), Centre, at: "2026-05-14").Then(typeof(WindowSettled), typeof(Suspended))
            .ThenStage(Stage.Suspended).ThenQuota(2026, used: "1t/3d", reserved: "0t/0d").ThenSite(site => Assert.Null(site.OpenWindow));

    [Fact]
    public void A_suspension_ends_an_overrun_and_its_charge() =>
        Story.Of().OverdueNow().Suspended("2026-05-21T10:00").Later("2026-06-10").ThenQuota(2026, used: "1t/10d")
            .ThenSite(site => Assert.Null(Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void A_suspension_that_came_before_the_windows_end_proves_that_there_was_no_overrun() =>
        Story.Of().OverdueNow().ThenQuota(2026, used: "1t/9d")
            .Given(new SuspendSite(SuspensionReason.Order, "接上级指令", Instant("2026-05-19T20:00")), Centre, "2026-05-20T09:00")
            .ThenQuota(2026, used: "1t/8d").ThenSite(site => Assert.Equal(Instant("2026-05-19T20:00"), Assert.Single(site.Cases).DissolvedAt));

    [Fact]
    public void A_window_that_lies_ahead_waits_and_the_site_comes_back_to_it() =>
        Story.Of().DownlineScheduled().Suspended("2026-05-06").ThenQuota(2026, reserved: "1t/8d")
            .When(new StartDownline(null, null), Clerk, at: "2026-05-12").ThenRefused(RuleId.SiteSuspended)
            .Given(new LiftSuspension("处置完毕", null), Centre, "2026-05-13").ThenStage(Stage.DownlineScheduled).Started("2026-05-14").ThenStage(Stage.Downline);

    [Fact]
    public void A_window_that_goes_by_while_the_site_is_suspended_lapses() =>
        Story.Of().DownlineScheduled().Suspended("2026-05-06").Later("2026-05-20T00:00").ThenQuota(2026, reserved: "0t/0d", used: "0t/0d")
            .Given(new LiftSuspension("处置完毕", null), Centre, "2026-05-21").ThenStage(Stage.Live);

    [Theory]
    [InlineData(SuspensionReason.Attack, true)]
    [InlineData(SuspensionReason.SecurityRisk, true)]
    [InlineData(SuspensionReason.Order, false)]
    [InlineData(SuspensionReason.ForceMajeure, false)]
    public void After_an_attack_or_a_security_risk_lifting_takes_a_passed_and_verified_re_test(SuspensionReason reason, bool needed)
    {
        var story = Story.Of().Live().Suspended("2026-05-12", Centre, reason).When(new LiftSuspension("处置完毕", null), Centre, at: "2026-05-14");
        if (!needed)
        {
            story.ThenAccepted();
            return;
        }

        story.ThenRefused(RuleId.RetestMissing, ("from", Day("2026-05-12")))
            .Given(new RecordSecurityTest(TestPassed(Day("2026-05-14"))), Clerk)
            .When(new LiftSuspension("处置完毕", null), Centre).ThenRefused(RuleId.RetestMissing)
            .Given(new VerifySecurityTest(2, VerificationResult.Verified, null), Centre)
            .When(new LiftSuspension("处置完毕", null), Centre).Then(typeof(SuspensionLifted)).ThenStage(Stage.Live);
    }

    [Fact]
    public void A_re_test_of_before_the_emergency_or_one_that_failed_does_not_do() =>
        Story.Of().Live().Suspended("2026-05-12", Centre, SuspensionReason.Attack)
            .Tested(TestPassed(Day("2026-05-11"))).When(new LiftSuspension("处置完毕", null), Centre).ThenRefused(RuleId.RetestMissing)
            .Tested(TestPassed(Day("2026-05-12")) with { Result = Contracts.TestResult.Failed }).When(new LiftSuspension("处置完毕", null), Centre).ThenRefused(RuleId.RetestMissing)
            .Tested(TestPassed(Day("2026-05-12"), "other.ncedu.cn")).When(new LiftSuspension("处置完毕", null), Centre).ThenRefused(RuleId.RetestMissing);

    [Fact]
    public void The_sponsor_lifts_its_own_declaration_and_no_order() =>
        Story.Of().Live().Suspended("2026-05-12", by: Centre).When(new LiftSuspension("处置完毕", null), Clerk).ThenRefused(RuleId.RoleNotAllowed)
            .Given(new LiftSuspension("处置完毕", null), Lead).Suspended("2026-05-13", by: Clerk, SuspensionReason.ForceMajeure)
            .When(new LiftSuspension("处置完毕", null), Head).ThenAccepted().ThenStage(Stage.Live);

    [Fact]
    public void A_lift_is_told_within_24_hours_and_not_before_the_suspension_began() =>
        Story.Of().Live().Suspended("2026-05-12T09:00")
            .When(new LiftSuspension("处置完毕", Instant("2026-05-12T08:59")), Centre, at: "2026-05-12T20:00").ThenRefused(RuleId.FactTimeTooOld, ("earliestFrom", Instant("2026-05-12T09:00")))
            .When(new LiftSuspension("处置完毕", Instant("2026-05-13T08:59")), Centre, at: "2026-05-14T09:00").ThenRefused(RuleId.FactTimeTooOld, ("limit", 24))
            .When(new LiftSuspension("处置完毕", Instant("2026-05-13T09:00")), Centre, at: "2026-05-14T09:00").ThenAccepted();

    [Fact]
    public void A_site_that_never_went_on_line_is_not_suspended() =>
        Story.Of().Approved().When(new SuspendSite(SuspensionReason.Order, "指令", null), Centre).ThenRefused(RuleId.SiteNotLaunched);

    [Fact]
    public void Nor_as_of_a_time_before_it_went_on_line() =>
        Story.Of().Launched("2026-01-05T09:00").When(new SuspendSite(SuspensionReason.Order, "指令", Instant("2026-01-05T08:59")), Centre, at: "2026-01-05T10:00")
            .ThenRefused(RuleId.SiteNotLaunched, ("from", Instant("2026-01-05T09:00")));
}
