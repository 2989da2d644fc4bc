using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-9.11, NC-3.13: D14 to D16, what goes down without an approved window: emergencies, unauthorised downtime, maintenance.</summary>
public sealed class DecisionsOnEmergenciesTests
{
    [Fact]
    public void D14_an_emergency_takes_effect_at_once() =>
        Story.Of().Live().When(new SuspendSite(SuspensionReason.Attack, "首页被篡改", null), Clerk, at: "2026-07-01T10:00").Then(typeof(Suspended))
            .ThenStage(Stage.Suspended).ThenQuota(2026, used: "0t/0d");

    [Theory]
    [InlineData("2026-06-30T10:00", true)]
    [InlineData("2026-06-30T09:59", false)]
    public void D14_an_own_declaration_is_filed_within_24_hours(string began, bool accepted)
    {
        var story = Story.Of().Live().When(new SuspendSite(SuspensionReason.Attack, "首页被篡改", Instant(began)), Clerk, at: "2026-07-01T10:00");
        if (accepted) story.Then<Suspended>(e => Assert.Equal(Instant(began), e.At));
        else story.ThenRefused(RuleId.FactTimeTooOld, ("limit", 24), ("earliestFrom", Instant("2026-06-30T10:00")));
    }

    [Fact]
    public void D14_the_hours_of_a_declaration_are_its_own_and_not_those_of_other_facts() =>
        Story.Of().Live().Under(p => p with { EmergencyDeclareWithinHours = 2 })
            .When(new SuspendSite(SuspensionReason.Attack, "首页被篡改", Instant("2026-07-01T07:59")), Clerk, at: "2026-07-01T10:00")
            .ThenRefused(RuleId.FactTimeTooOld, ("limit", 2))
            .When(new SuspendSite(SuspensionReason.Attack, "首页被篡改", Instant("2026-07-01T07:59")), Centre).ThenAccepted();

    [Theory]
    [InlineData("2026-09-29", "2026-10-10T00:00")]
    [InlineData("2026-10-09", "2026-10-14T00:00")]
    [InlineData("2026-07-03", "2026-07-09T00:00")]
    public void D14_the_authority_confirms_within_three_working_days_over_holidays_and_make_up_days(string declared, string counted)
    {
        var story = Story.Of().Live().Suspended(declared, by: Head, SuspensionReason.ForceMajeure);
        Assert.Equal(Instant(counted), story.Site.Suspensions[0].ConfirmBy);
        Assert.Null(SiteRules.At(story.Site, story.Policy, Instant(counted).AddTicks(-1)).Suspensions[0].ConvertedTo);
        Assert.Equal(1, SiteRules.At(story.Site, story.Policy, Instant(counted)).Suspensions[0].ConvertedTo);
    }

    [Fact]
    public void D14_confirmed_at_the_last_moment_it_is_not_counted_and_a_moment_later_it_is_too_late()
    {
        Declared().Given(new ConfirmSuspension(1, "属实"), Reviewer, "2026-07-06T23:59:59").Later("2026-12-01").ThenQuota(2026, used: "0t/0d");
        Declared().When(new ConfirmSuspension(1, "属实"), Reviewer, at: "2026-07-07T00:00")
            .ThenRefused(RuleId.SuspensionAlreadyConfirmed).ThenQuota(2026, used: "1t/7d");
    }

    [Fact]
    public void D14_unconfirmed_it_becomes_a_counted_window_and_is_charged_on_while_it_lasts() =>
        Declared().Later("2026-07-07T00:00").ThenStage(Stage.Suspended).ThenQuota(2026, used: "1t/7d")
            .ThenSite(site => Assert.Equal(1, Assert.Single(site.Windows).Suspension))
            .Later("2026-07-09").ThenQuota(2026, used: "1t/9d")
            .Given(new LiftSuspension("已修复", null), Clerk, "2026-07-10").ThenStage(Stage.Live)
            .Later("2026-09-01").ThenQuota(2026, used: "1t/10d");

    [Fact]
    public void D14_lifted_as_of_the_day_before_the_day_charged_meanwhile_is_given_back() =>
        Declared().Ticked("2026-07-10T08:00").ThenQuota(2026, used: "1t/10d")
            .Given(new LiftSuspension("已修复", Instant("2026-07-09T20:00")), Clerk, "2026-07-10T09:00").ThenQuota(2026, used: "1t/9d");

    [Fact]
    public void D14_an_order_of_the_centre_or_the_authority_is_never_counted()
    {
        foreach (var by in new[] { Centre, Reviewer, Lead })
        {
            Story.Of().Live().Suspended("2026-07-01", by).Later("2026-08-30").ThenStage(Stage.Suspended)
                .ThenQuota(2026, used: "0t/0d", reserved: "0t/0d", left: "2t/30d")
                .When(new ConfirmSuspension(1, "属实"), SecondReviewer).ThenRefused(RuleId.SiteNotSuspended);
        }
    }

    [Fact]
    public void D14_who_declared_it_does_not_confirm_it() =>
        Declared(Clerk).When(new ConfirmSuspension(1, "属实"), Clerk.As(Role.Reviewer), at: "2026-07-02").ThenRefused(RuleId.SelfApproval)
            .When(new ConfirmSuspension(1, "属实"), Clerk).ThenRefused(RuleId.RoleNotAllowed)
            .When(new ConfirmSuspension(1, "属实"), Reviewer).Then(typeof(SuspensionConfirmed))
            .When(new ConfirmSuspension(1, "属实"), Lead).ThenRefused(RuleId.SuspensionAlreadyConfirmed);

    [Fact]
    public void D14_where_the_pack_counts_emergencies_all_are_counted_from_the_first_date() =>
        Story.Of().Live().Under(p => p with { EmergencyCounted = true }).Suspended("2026-07-01", by: Centre)
            .ThenQuota(2026, used: "1t/1d").Later("2026-07-03").ThenQuota(2026, used: "1t/3d");

    [Fact]
    public void D14_an_emergency_is_shown_apart_from_the_windows_that_were_approved() =>
        Declared().Ticked("2026-07-07").ThenSite(site =>
        {
            Assert.Null(site.Windows[0].Request);
            Assert.Equal(QuotaEntryKind.Convert, site.QuotaEntries[0].Kind);
        });

    [Fact]
    public void D15_unauthorised_downtime_is_no_window_and_is_not_charged()
    {
        Assert.False(NanchangPack.At().UnauthorisedDowntimeCharged);
        Story.Of().Live().When(new StartDownline(null, "https://www.ncedu.cn/n"), Clerk, at: "2026-03-02").ThenRefused(RuleId.NoDownlineWindow)
            .When(new RestoreSite(null), Clerk).ThenRefused(RuleId.SiteNotDown).ThenQuota(2026, used: "0t/0d", reserved: "0t/0d");
    }

    [Fact]
    public void D15_downtime_before_the_approval_is_unauthorised_and_the_window_stays_whole() =>
        Story.Of().Live().DownlineApproved("2026-03-02", "2026-03-06", filed: "2026-03-02", at: "2026-03-02T12:00")
            .When(new StartDownline(Instant("2026-03-02T11:59"), null), Clerk, at: "2026-03-02T14:00")
            .ThenRefused(RuleId.DownlineBeforeApproval, ("from", Instant("2026-03-02T12:00"))).ThenQuota(2026, used: "0t/0d", reserved: "1t/5d");

    [Fact]
    public void D16_a_maintenance_notice_alone_takes_no_site_down_unless_the_pack_says_so()
    {
        var policy = NanchangPack.At();
        Assert.Equal((false, 4, 24), (policy.MaintenanceNoticeAllowed, policy.MaintenanceNoticeHoursMax, policy.MaintenanceNoticeAheadHours));
        Story.Of().Live().When(new StartDownline(null, "https://www.ncedu.cn/maintenance"), Clerk, at: "2026-03-02T22:00").ThenRefused(RuleId.NoDownlineWindow);
    }

    /// <summary>Declared on Wednesday 2026-07-01 and still going on.</summary>
    private static Story Declared(Actor? by = null) => Story.Of().Live().Suspended("2026-07-01", by ?? Clerk, SuspensionReason.ForceMajeure);
}
