using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses.Gate;

/// <summary><c>unit-eligible</c>: NC-0.2, NC-3.2.</summary>
public class GateUnitEligibleTests
{
    [Fact]
    public void Passes_for_a_unit_with_its_data() => Story.Of().Draft().ThenGate("unit-eligible", GateState.Pass);

    [Fact]
    public void Fails_while_the_units_data_are_incomplete() =>
        Story.Of().Unit(SchoolId, unit => unit with { Address = "" }).Draft().ThenGate("unit-eligible", GateState.Fail, "unit-data-incomplete");
}

/// <summary><c>one-site</c>: NC-3.1. That there is no other one the database's claim upholds; the state says which claim it must hold.</summary>
public class GateOneSiteTests
{
    [Fact]
    public void Passes_by_the_claim_that_the_record_holds() =>
        Story.Of().Draft().ThenGate("one-site", GateState.Pass)
            .ThenSite(site => Assert.Equal([$"{SchoolId}/1"], Claim(site, SiteClaims.UnitSiteRecord)));

    [Fact]
    public void The_slot_is_taken_with_the_launch_request() =>
        Story.Of().Draft().ThenSite(site => Assert.Empty(Claim(site, SiteClaims.UnitSiteSlot)))
            .Given(new SubmitLaunch(null), Clerk).ThenSite(site => Assert.Equal([$"{SchoolId}/1"], Claim(site, SiteClaims.UnitSiteSlot)));

    [Theory]
    [InlineData(Stage.Approved)]
    [InlineData(Stage.Live)]
    [InlineData(Stage.Downline)]
    [InlineData(Stage.Overdue)]
    [InlineData(Stage.Suspended)]
    [InlineData(Stage.Closing)]
    public void The_slot_is_kept_until_the_closure_through_every_downline(Stage stage) =>
        Story.Of().In(stage).ThenSite(site => Assert.Equal([$"{SchoolId}/1"], Claim(site, SiteClaims.UnitSiteSlot)));

    [Fact]
    public void The_slot_is_freed_by_withdrawal() =>
        Story.Of().InReview().Given(new WithdrawRequest(1, null), Clerk).ThenSite(site => Assert.Empty(Claim(site, SiteClaims.UnitSiteSlot)));

    [Fact]
    public void The_slot_is_freed_by_rejection() =>
        Story.Of().InReview().Taken().Given(new RejectRequest(1, Reasons()), Reviewer).ThenSite(site => Assert.Empty(Claim(site, SiteClaims.UnitSiteSlot)));

    [Fact]
    public void The_slot_is_freed_by_lapse() =>
        Story.Of().Approved().Later("2026-04-06T00:00").ThenSite(site => Assert.Empty(Claim(site, SiteClaims.UnitSiteSlot)));

    [Fact]
    public void The_slot_and_the_record_are_freed_by_closure() =>
        Story.Of().ClosedNow().ThenSite(site => Assert.Empty(Claim(site, SiteClaims.UnitSiteSlot).Concat(Claim(site, SiteClaims.UnitSiteRecord))));

    [Fact]
    public void An_exemption_opens_a_second_slot() =>
        Story.Of().Exempt(ExemptionKind.SecondSite, "2026-12-31").InReview()
            .ThenSite(site => Assert.Equal([$"{SchoolId}/1", $"{SchoolId}/2"], Claim(site, SiteClaims.UnitSiteSlot)));

    [Fact]
    public void An_exemption_that_has_run_out_opens_none() =>
        Story.Of().Exempt(ExemptionKind.SecondSite, "2026-01-04").Draft()
            .ThenSite(site => Assert.Equal([$"{SchoolId}/1"], Claim(site, SiteClaims.UnitSiteRecord)));

    private static IEnumerable<string> Claim(Site site, string scope) => SiteClaims.Of(site).Where(claim => claim.Scope == scope).SelectMany(claim => claim.AnyOf);
}

/// <summary><c>site-name</c>: NC-4.3.</summary>
public class GateSiteNameTests
{
    [Fact]
    public void Waits_for_the_reviewer() => Story.Of().InReview().ThenGate("site-name", GateState.Pending, "not-approved");

    [Fact]
    public void Passes_with_the_approval() => Story.Of().Approved().ThenGate("site-name", GateState.Pass);

    [Fact]
    public void Passes_with_the_standard_name_annotated() =>
        Story.Of().Draft(profile: Profile() with { Name = "赣江之声", NameNote = SchoolName }).Given(new SubmitLaunch(null), Clerk).Approving()
            .ThenGate("site-name", GateState.Pass);

    [Fact]
    public void Fails_once_the_unit_bears_another_name() =>
        Story.Of().Approved().Unit(SchoolId, unit => unit with { Name = "南昌市赣江学校" }).Given(new RefreshUnit(), Actor.System)
            .ThenGate("site-name", GateState.Fail, "name-differs");

    [Fact]
    public void Another_name_is_refused_at_once() =>
        Story.Of().When(new RegisterSite(Profile() with { Name = "赣江之声" }), by: Clerk)
            .ThenRefused(RuleId.SiteNameMismatch, ("value", "赣江之声"), ("expected", SchoolName));

    [Fact]
    public void Another_name_is_tolerated_while_an_exemption_lasts() =>
        Story.Of().Exempt(ExemptionKind.SiteName, "2026-02-01").Draft(profile: Profile() with { Name = "赣江之声" })
            .Given(new SubmitLaunch(null), Clerk).Approving().ThenGate("site-name", GateState.Pass)
            .Later("2026-02-02").ThenGate("site-name", GateState.Fail, "name-differs");
}

/// <summary><c>people</c>: NC-2.3, NC-2.4, NC-2.5, NC-10.1.</summary>
public class GatePeopleTests
{
    [Theory]
    [InlineData(ContactDuty.FirstResponsiblePerson)]
    [InlineData(ContactDuty.Office)]
    [InlineData(ContactDuty.Technical)]
    [InlineData(ContactDuty.RoundTheClock)]
    public void Fails_without_one_of_the_four(ContactDuty duty) =>
        Story.Of().Draft(profile: Profile() with { Contacts = [.. Profile().Contacts.Where(contact => contact.Duty != duty)] })
            .ThenGate("people", GateState.Fail, "contacts-missing");

    [Fact]
    public void Waits_for_the_reviewer() => Story.Of().InReview().ThenGate("people", GateState.Pending, "not-approved");

    [Fact]
    public void Passes_for_twelve_months_from_the_approval() =>
        Story.Of().Live().ThenGate("people", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("people", GateState.Expired, "expired", expires: "2027-01-05");

    [Fact]
    public void The_heads_yearly_statement_renews_it() =>
        Story.Of().Live().Given(new ConfirmResponsibility("本人对网站安全负责"), Head, at: "2026-12-20")
            .ThenGate("people", GateState.Pass, expires: "2027-12-20");
}

/// <summary><c>approval</c>: NC-3.8, L4, L5.</summary>
public class GateApprovalTests
{
    [Fact]
    public void Fails_before_it_is_asked_for() => Story.Of().Draft().ThenGate("approval", GateState.Fail, "not-requested");

    [Fact]
    public void Waits_while_the_request_is_open() => Story.Of().InReview().ThenGate("approval", GateState.Pending, "in-review");

    [Fact]
    public void Passes_on_exactly_the_profile_that_was_approved() =>
        Story.Of().Approved().ThenGate("approval", GateState.Pass, expires: "2026-04-05")
            .ThenSite(site => Assert.Equal(SiteProfiles.HashOf(site.Facts, SchoolId), site.Approval!.ProfileHash));

    [Fact]
    public void Runs_out_after_ninety_days() =>
        Story.Of().Approved().Later("2026-04-05T23:59").ThenStage(Stage.Approved)
            .Later("2026-04-06T00:00").ThenStage(Stage.Draft).ThenGate("approval", GateState.Fail, "not-requested");

    [Fact]
    public void Stands_for_good_once_the_site_is_live() =>
        Story.Of().Live().Later("2027-06-01").ThenGate("approval", GateState.Pass);
}
