using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses.Gate;

/// <summary><c>domain</c>: NC-3.5, NC-4.1, NC-4.2.</summary>
public class GateDomainTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("domain", GateState.Fail, "not-recorded");

    [Fact]
    public void Waits_for_the_registration() =>
        Story.Of().Draft().Verified(DomainFiled with { State = FilingState.Submitted }).ThenGate("domain", GateState.Pending, "not-granted");

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Draft().Given(new RecordFiling(DomainFiled), Clerk).ThenGate("domain", GateState.Pending, "not-verified");

    [Fact]
    public void Passes_until_the_registration_ends() =>
        Story.Of().Draft().Verified(DomainFiled).ThenGate("domain", GateState.Pass, expires: "2030-03-01")
            .Later("2030-03-02T00:00").ThenGate("domain", GateState.Expired, "expired", expires: "2030-03-01");

    [Fact]
    public void Fails_without_a_holder() =>
        Story.Of().Draft().Verified(DomainFiled with { Holder = " " }).ThenGate("domain", GateState.Fail, "registrant-missing");

    [Fact]
    public void A_host_outside_the_authoritys_zone_is_refused_at_once() =>
        Story.Of().When(new RegisterSite(Profile() with { Hosts = ["gjsyxx.com.cn"] }), by: Clerk)
            .ThenRefused(RuleId.DomainOutsideZone, ("host", "gjsyxx.com.cn"), ("expected", "ncedu.cn"));

    [Fact]
    public void An_old_domain_passes_while_its_exemption_lasts_and_fails_after_it() =>
        Story.Of().Exempt(ExemptionKind.OwnDomain, "2026-02-01").Draft(profile: Profile() with { Hosts = ["gjsyxx.com.cn"] }).Verified(DomainFiled)
            .ThenGate("domain", GateState.Pass)
            .Later("2026-02-02").ThenGate("domain", GateState.Fail, "outside-zone");
}

/// <summary><c>icp</c>: NC-3.6.</summary>
public class GateIcpTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("icp", GateState.Fail, "not-recorded");

    [Fact]
    public void Passes_for_twelve_months_with_an_own_number() =>
        Story.Of().Draft().Verified(IcpFiled with { Coverage = IcpCoverage.Own, Holder = null })
            .ThenGate("icp", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("icp", GateState.Expired, "expired");

    [Fact]
    public void Passes_with_the_parents_number_and_its_holder() => Story.Of().Draft().Verified(IcpFiled).ThenGate("icp", GateState.Pass);

    [Fact]
    public void Fails_with_the_parents_number_but_no_holder() =>
        Story.Of().Draft().Verified(IcpFiled with { Holder = null }).ThenGate("icp", GateState.Fail, "holder-missing");

    [Fact]
    public void Fails_without_a_number() =>
        Story.Of().Draft().Verified(IcpFiled with { State = FilingState.Submitted, Number = null }).ThenGate("icp", GateState.Fail, "number-missing");

    [Theory]
    [InlineData(IcpCoverage.NotCovered)]
    [InlineData(IcpCoverage.Unknown)]
    public void Fails_where_nothing_covers_the_site(IcpCoverage coverage) =>
        Story.Of().Draft().Verified(IcpFiled with { Coverage = coverage }).ThenGate("icp", GateState.Fail, "not-covered");

    [Fact]
    public void Fails_once_it_is_cancelled() =>
        Story.Of().Draft().Verified(IcpFiled with { State = FilingState.Cancelled }).ThenGate("icp", GateState.Fail, "not-filed");

    [Fact]
    public void Fails_when_the_centre_refused_it() =>
        Story.Of().Draft().Given(new RecordFiling(IcpFiled), Clerk).Given(new VerifyFiling(FilingKind.Icp, VerificationResult.Refused, "查无此号"), Centre)
            .ThenGate("icp", GateState.Fail, "refused");

    [Fact]
    public void Waits_for_the_centre_again_after_it_is_changed() =>
        Story.Of().Draft().Verified(IcpFiled).Given(new RecordFiling(IcpFiled with { Number = "赣ICP备2022004397号-2" }), Clerk)
            .ThenGate("icp", GateState.Pending, "not-verified");
}

/// <summary><c>site-mark</c>: NC-3.4.</summary>
public class GateSiteMarkTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("site-mark", GateState.Fail, "not-recorded");

    [Fact]
    public void Passes_for_six_months_on_the_receipt_of_the_application() =>
        Story.Of().Draft().Verified(MarkApplied("2026-01-04")).ThenGate("site-mark", GateState.Pass, expires: "2026-07-04")
            .Later("2026-07-05T00:00").ThenGate("site-mark", GateState.Expired, "expired");

    [Fact]
    public void Fails_without_the_date_of_the_receipt() =>
        Story.Of().Draft().Verified(MarkApplied() with { AppliedOn = null }).ThenGate("site-mark", GateState.Fail, "receipt-missing");

    [Fact]
    public void Passes_for_good_once_granted() =>
        Story.Of().Draft().Verified(MarkApplied() with { State = FilingState.Filed, MarkId = "0123456789ABCDEF0123456789ABCDEF" })
            .Later("2028-01-01").ThenGate("site-mark", GateState.Pass);

    [Fact]
    public void Fails_on_a_receipt_where_the_pack_asks_for_the_grant() =>
        Story.Of().Under(policy => policy with { SiteMarkGate = SiteMarkGate.Granted }).Draft().Verified(MarkApplied())
            .ThenGate("site-mark", GateState.Fail, "not-granted");

    [Fact]
    public void Does_not_apply_to_private_schools() =>
        Story.Of(UnitType.PrivateSchool).Draft().ThenGate("site-mark", GateState.NotApplicable, "unit-type");

    [Fact]
    public void Is_refused_from_private_schools() =>
        Story.Of(UnitType.PrivateSchool).Draft().When(new RecordFiling(MarkApplied()), by: Clerk).ThenRefused(RuleId.SiteMarkNotApplicable);
}

/// <summary><c>graded</c>: NC-9.1.</summary>
public class GateGradedTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("graded", GateState.Fail, "not-recorded");

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Draft().Given(new RecordFiling(Graded()), Clerk).ThenGate("graded", GateState.Pending, "not-verified");

    [Theory]
    [InlineData(FilingState.NotFiled, 1)]
    [InlineData(FilingState.NotFiled, 2)]
    [InlineData(FilingState.Submitted, 2)]
    [InlineData(FilingState.Filed, 3)]
    public void Passes_with_a_level_and_a_report_filed_with_the_police_or_not(FilingState state, int level) =>
        Story.Of().Draft().Verified(Graded(level) with { State = state }).ThenGate("graded", GateState.Pass);

    [Fact]
    public void Fails_once_it_is_cancelled() =>
        Story.Of().Draft().Verified(Graded() with { State = FilingState.Cancelled }).ThenGate("graded", GateState.Fail, "not-filed");

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_level_beyond_one_to_five_is_refused(int level) =>
        Story.Of().Draft().When(new RecordFiling(Graded(level)), by: Clerk).ThenRefused(RuleId.GradedLevelInvalid, ("value", level));
}

/// <summary><c>public-security</c>: NC-3.7, a duty of thirty days.</summary>
public class GatePublicSecurityTests
{
    [Fact]
    public void Is_due_thirty_days_after_the_launch() => Story.Of().Live().ThenGate("public-security", GateState.Fail, "not-recorded", due: "2026-02-04");

    [Fact]
    public void Waits_for_the_number() =>
        Story.Of().Live().Verified(new PublicSecurityFiling(FilingState.Submitted, Sha256, null, null)).ThenGate("public-security", GateState.Pending, "not-granted");

    [Fact]
    public void Passes_with_the_number_until_it_is_changed() =>
        Story.Of().Live().Verified(PoliceFiled("2026-01-05")).Later("2029-01-01").ThenGate("public-security", GateState.Pass);

    [Fact]
    public void One_number_stands_for_one_site() =>
        Story.Of().Live().Verified(PoliceFiled("2026-01-05"))
            .ThenSite(site => Assert.Contains(SiteClaims.Of(site), claim => claim is { Scope: SiteClaims.PublicSecurity, Key: "赣公网安备36010802000584号" }));
}

/// <summary><c>graded-filing</c>: NC-9.1, level 2 and above.</summary>
public class GateGradedFilingTests
{
    [Fact]
    public void Does_not_apply_at_level_one() =>
        Story.Of().Draft().Verified(Graded(level: 1)).ThenGate("graded-filing", GateState.NotApplicable, "graded-level");

    [Fact]
    public void Is_due_thirty_days_after_the_grading() => Story.Of().Live().ThenGate("graded-filing", GateState.Fail, "not-recorded", due: "2026-02-03");

    [Fact]
    public void Passes_with_the_certificate() =>
        Story.Of().Live().Verified(Graded() with { State = FilingState.Filed, FiledOn = Day("2026-01-05"), CertificateNumber = "36010099001-26001" })
            .ThenGate("graded-filing", GateState.Pass);

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Live().Given(new RecordFiling(Graded() with { State = FilingState.Filed, FiledOn = Day("2026-01-05"), CertificateNumber = "36010099001-26001" }), Clerk)
            .ThenGate("graded-filing", GateState.Pending, "not-verified");
}

/// <summary><c>graded-assessment</c>: NC-9.1, level 2 and above, in the cycle of the level.</summary>
public class GateGradedAssessmentTests
{
    [Fact]
    public void Does_not_apply_at_level_one() =>
        Story.Of().Draft().Verified(Graded(level: 1)).ThenGate("graded-assessment", GateState.NotApplicable, "graded-level");

    [Theory]
    [InlineData(2, "2028-01-04")]
    [InlineData(3, "2027-01-04")]
    [InlineData(4, "2026-07-04")]
    public void Is_due_within_the_cycle_of_its_level(int level, string due) =>
        Story.Of().Live().Given(new RecordFiling(Graded(level) with { EvidenceSha256 = OtherSha256 }), Clerk)
            .ThenGate("graded-assessment", GateState.Fail, "not-recorded", due: due);

    [Fact]
    public void Passes_until_the_cycle_is_over() =>
        Story.Of().Live().Verified(Graded(level: 3) with { AssessedOn = Day("2026-01-05"), AssessmentSha256 = Sha256 })
            .ThenGate("graded-assessment", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("graded-assessment", GateState.Expired, "expired");
}
