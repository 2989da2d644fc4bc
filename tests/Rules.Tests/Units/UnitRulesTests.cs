using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>NC-0.2 «单位（部门）所涵盖的范围», NC-3.2, exemptions from NC-3.1 «原则上», substitutes (D23).</summary>
public class UnitRulesTests
{
    private static readonly UnitId Real = new("91350203M0001QKT19");
    private static readonly PutUnit School = new(SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号", null);

    [Fact]
    public void A_unit_is_registered_under_its_own_code() =>
        Assert.IsType<UnitRegistered>(Assert.Single(Accepted(Decide(Unit.Unknown(SchoolId), School, Admin))));

    [Fact]
    public void A_code_that_fails_its_check_digit_is_refused() =>
        Refused(Decide(Unit.Unknown(Real), School, Lead), RuleId.UsccInvalid);

    [Fact]
    public void The_lead_overrides_the_check_digit_with_a_reason()
    {
        var unit = After(Unit.Unknown(Real), Decide(Unit.Unknown(Real), School with { UsccOverrideReason = "登记证书如此" }, Lead));
        Assert.Equal("登记证书如此", unit.UsccOverrideReason);

        // Once overridden, a later change asks no more.
        Accepted(Decide(unit, School with { Address = "学府大道2号" }, Reviewer));
    }

    [Fact]
    public void An_override_without_a_reason_is_refused() =>
        Refused(Decide(Unit.Unknown(Real), School with { UsccOverrideReason = " " }, Lead), RuleId.UsccOverrideNeedsReason);

    [Fact]
    public void A_unit_without_a_name_is_none() => Refused(Decide(Unit.Unknown(SchoolId), School with { Name = " " }, Admin), RuleId.UnitNotEligible);

    [Fact]
    public void A_change_that_changes_nothing_is_refused() => Refused(Decide(Registered(), School, Admin), RuleId.NothingChanged);

    [Fact]
    public void A_change_is_told_to_the_units_sites()
    {
        var unit = After(Registered(), Decide(Registered(), School with { Name = "南昌市赣江学校" }, Lead));
        Assert.Equal((2L, 1L, Instant("2026-01-05")), (unit.Revision, unit.ToldRevision, unit.TellSince));
        Assert.Equal(Instant("2026-01-05"), UnitRules.NextDueAt(unit));

        unit = After(unit, Decide(unit, new MarkSitesInformed(2), Actor.System));
        Assert.Null(UnitRules.NextDueAt(unit));
        Assert.Empty(Accepted(Decide(unit, new MarkSitesInformed(2), Actor.System)));
    }

    [Fact]
    public void The_lead_grants_an_exemption_with_a_reason_and_an_end()
    {
        var unit = After(Registered(), Decide(Registered(), new GrantExemption(ExemptionKind.SecondSite, "两校区", Day("2026-12-31")), Lead));
        Assert.True(unit.Facts().HasExemption(ExemptionKind.SecondSite, Day("2026-12-31")));
        Assert.False(unit.Facts().HasExemption(ExemptionKind.SecondSite, Day("2027-01-01")));
        Assert.False(unit.Facts().HasExemption(ExemptionKind.Reopening, Day("2026-12-31")));
    }

    [Theory]
    [InlineData("2026-01-05", "两校区")]
    [InlineData("2031-01-06", "两校区")]
    [InlineData("2026-12-31", " ")]
    public void An_exemption_that_is_over_runs_too_long_or_gives_no_reason_is_refused(string expires, string reason) =>
        Refused(Decide(Registered(), new GrantExemption(ExemptionKind.SecondSite, reason, Day(expires)), Lead), RuleId.ExemptionInvalid);

    [Theory]
    [InlineData("2026-02-10", "2026-02-01", "p-hu")]
    [InlineData("2026-01-01", "2026-01-04", "p-hu")]
    [InlineData("2026-02-01", "2026-02-10", "p-liu")]
    public void A_substitute_for_oneself_or_for_days_gone_by_is_refused(string from, string until, string person) =>
        Refused(Decide(OwnUnit(), new AppointSubstitute("p-liu", "刘敏", person, "胡军", Day(from), Day(until)), Lead), RuleId.SubstituteInvalid);

    [Fact]
    public void A_substitute_is_named_for_a_range_of_dates()
    {
        var command = new AppointSubstitute("p-liu", "刘敏", "p-hu", "胡军", Day("2026-02-01"), Day("2026-02-10"));
        var told = Assert.IsType<SubstituteAppointed>(Assert.Single(Accepted(Decide(OwnUnit(), command, Lead))));
        Assert.Equal(("刘敏", "胡军"), (told.Substitute.ForName, told.Substitute.Name));
    }

    [Fact]
    public void A_reviewer_names_a_substitute_for_the_own_person_and_the_lead_for_anybody_of_the_authority()
    {
        Accepted(Decide(OwnUnit(), Substituting(Reviewer, SecondReviewer), Reviewer));
        Refused(Decide(OwnUnit(), Substituting(SecondReviewer, Reviewer), Reviewer), RuleId.RoleNotAllowed);
        Refused(Decide(OwnUnit(), Substituting(Lead, Reviewer), Reviewer), RuleId.RoleNotAllowed);
        Accepted(Decide(OwnUnit(), Substituting(SecondReviewer, Reviewer), Lead));
        Accepted(Decide(OwnUnit(), Substituting(Lead, Reviewer), Lead));
    }

    /// <summary>Requests look for substitutes on the authority's record: named anywhere else they would be nobody's.</summary>
    [Fact]
    public void A_superior_names_a_substitute_for_nobody_and_nobody_names_one_on_a_school()
    {
        Refused(Decide(OwnUnit(), Substituting(Reviewer, SecondReviewer), SuperiorLead), RuleId.RoleNotAllowed);
        Refused(Decide(OwnUnit(), Substituting(SuperiorReviewer, SecondReviewer), SuperiorReviewer), RuleId.RoleNotAllowed);
        Refused(Decide(Registered(), Substituting(Reviewer, SecondReviewer), SuperiorLead), RuleId.RoleNotAllowed);
        Refused(Decide(Registered(), Substituting(Reviewer, SecondReviewer), Lead), RuleId.RoleNotAllowed);
        Refused(Decide(OwnUnit(), Substituting(Reviewer, SecondReviewer), Admin), RuleId.RoleNotAllowed);
        Assert.True(Decide(OwnUnit(), Substituting(Reviewer, SecondReviewer), OtherLead with { Authority = StrangerId }).Hidden);
    }

    [Fact]
    public void An_exemption_for_an_authoritys_own_unit_is_granted_by_the_next_authority_up_alone()
    {
        var exemption = new GrantExemption(ExemptionKind.SecondSite, "两校区", Day("2026-12-31"));
        Refused(Decide(OwnUnit(), exemption, Lead), RuleId.RoleNotAllowed);
        Accepted(Decide(OwnUnit(), exemption, SuperiorLead));
        Refused(Decide(OwnUnit(), exemption, SuperiorReviewer), RuleId.RoleNotAllowed);
        var twoUp = new Actor("p-top", "章华", Role.Lead, StrangerId, StrangerId) { Subordinates = [AuthorityId, OtherAuthorityId] };
        Refused(Decide(OwnUnit(), exemption, twoUp), RuleId.RoleNotAllowed);

        // Who is nobody's subordinate loosens no rule for the own unit either.
        var top = Unit.Unknown(AuthorityId);
        top = After(top, Decide(top, School with { Name = "南昌市教育局" }, Admin));
        Refused(Decide(top, exemption, Lead), RuleId.RoleNotAllowed);
    }

    [Fact]
    public void A_superior_lead_looks_on_where_an_authority_keeps_its_units()
    {
        Refused(Decide(Registered(), new GrantExemption(ExemptionKind.SecondSite, "两校区", Day("2026-12-31")), SuperiorLead), RuleId.RoleNotAllowed);
        Refused(Decide(Registered(), School with { Name = "别名" }, SuperiorLead), RuleId.RoleNotAllowed);
        Refused(Decide(Registered(), School with { Name = "别名" }, SuperiorReviewer), RuleId.RoleNotAllowed);
        Refused(Decide(Registered(), School with { Authority = OtherAuthorityId }, SuperiorLead), RuleId.RoleNotAllowed);
        Refused(Decide(Unit.Unknown(SchoolId), School, SuperiorLead), RuleId.RoleNotAllowed);
        Accepted(Decide(Unit.Unknown(SchoolId), School with { Authority = OtherAuthorityId }, SuperiorLead));
        Assert.True(Decide(Registered(), School with { Authority = StrangerId }, SuperiorLead).Hidden);
    }

    [Fact]
    public void Units_of_another_authority_do_not_exist_for_reviewer_and_lead()
    {
        Assert.True(Decide(Registered(), School with { Name = "别名" }, OtherLead).Hidden);
        Assert.True(Decide(Registered(), new GrantExemption(ExemptionKind.SecondSite, "两校区", Day("2026-12-31")), OtherLead).Hidden);
        Assert.True(Decide(Unit.Unknown(SchoolId), School, OtherReviewer).Hidden);
        Assert.True(Decide(Registered(), School with { Authority = OtherAuthorityId }, Lead).Hidden);
    }

    [Theory]
    [InlineData(Role.Clerk)]
    [InlineData(Role.Head)]
    [InlineData(Role.Centre)]
    [InlineData(Role.Ops)]
    [InlineData(Role.Auditor)]
    public void Others_do_not_change_units(Role role) =>
        Refused(Decide(Registered(), School with { Name = "别名" }, new Actor("p-any", "某人", role, SchoolId, null)), RuleId.RoleNotAllowed);

    [Fact]
    public void Each_sees_the_own_units()
    {
        Assert.True(UnitRules.Sees(Registered(), Clerk));
        Assert.True(UnitRules.Sees(Registered(), Reviewer));
        Assert.True(UnitRules.Sees(Registered(), SuperiorReviewer));
        Assert.True(UnitRules.Sees(OwnUnit(), Reviewer));
        Assert.True(UnitRules.Sees(OwnUnit(), SuperiorLead));
        Assert.True(UnitRules.Sees(Registered(), Auditor));
        Assert.False(UnitRules.Sees(Registered(), Reviewer with { Authority = null }));
        Assert.False(UnitRules.Sees(Registered(), StrangerClerk));
        Assert.False(UnitRules.Sees(Registered(), OtherReviewer));
        Assert.False(UnitRules.Sees(Unit.Unknown(SchoolId), Admin));
    }

    /// <summary>The authority's own unit, which the other authority is above.</summary>
    private static Unit OwnUnit()
    {
        var command = new PutUnit("南昌市教育局", UnitType.Bureau, OtherAuthorityId, "新府路118号", null);
        return After(Unit.Unknown(AuthorityId), Decide(Unit.Unknown(AuthorityId), command, Admin));
    }

    private static AppointSubstitute Substituting(Actor of, Actor by) => new(of.PersonId, of.Name, by.PersonId, by.Name, Day("2026-02-01"), Day("2026-02-10"));

    private static Unit Registered() => After(Unit.Unknown(SchoolId), Decide(Unit.Unknown(SchoolId), School, Admin));

    private static Decision<UnitEvent> Decide(Unit unit, UnitCommand command, Actor by) =>
        UnitRules.Decide(unit, command, new(by, NanchangPack.At("2026-01-05"), Instant("2026-01-05"), "request-1"));

    private static System.Collections.Immutable.ImmutableArray<UnitEvent> Accepted(Decision<UnitEvent> decision)
    {
        Assert.True(decision is { Refusal: null, Hidden: false }, decision.Refusal?.Rule.ToString() ?? "hidden");
        return decision.Events;
    }

    private static Unit After(Unit unit, Decision<UnitEvent> decision) => Accepted(decision).Aggregate(unit, UnitRules.Evolve);

    private static void Refused(Decision<UnitEvent> decision, RuleId rule)
    {
        Assert.Equal(rule, decision.Refusal?.Rule);
        RefusalWords.AreComplete(decision.Refusal!);
    }
}
