using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses.Gate;

/// <summary><c>security-test</c>: NC-3.9, NC-9.6.</summary>
public class GateSecurityTestTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("security-test", GateState.Fail, "not-recorded");

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Draft().Given(new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Clerk).ThenGate("security-test", GateState.Pending, "not-verified");

    [Fact]
    public void Passes_for_twelve_months() =>
        Story.Of().Draft().Tested(TestPassed(Day("2026-01-05"))).ThenGate("security-test", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("security-test", GateState.Expired, "expired");

    [Fact]
    public void Fails_when_the_latest_test_failed() =>
        Story.Of().Draft().Tested(TestPassed(Day("2026-01-04"))).Tested(TestPassed(Day("2026-01-05")) with { Result = Contracts.TestResult.Failed })
            .ThenGate("security-test", GateState.Fail, "test-failed");

    [Fact]
    public void Fails_when_a_host_is_not_covered() =>
        Story.Of().Draft(profile: Profile() with { Hosts = [Host, "gjsyfx.ncedu.cn"] }).Tested(TestPassed(Day("2026-01-05"), Host))
            .ThenGate("security-test", GateState.Fail, "does-not-cover");

    [Fact]
    public void Fails_after_the_platform_has_changed_until_it_is_tested_again() =>
        Story.Of().Draft().Tested(TestPassed(Day("2026-01-05"))).Given(new ChangeProfile(OnOtherPlatform()), Clerk, at: "2026-01-08")
            .ThenGate("security-test", GateState.Fail, "does-not-cover")
            .Tested(TestPassed(Day("2026-01-08"))).ThenGate("security-test", GateState.Pass);

    [Fact]
    public void A_change_of_the_name_leaves_it_standing() =>
        Story.Of().Draft().Tested(TestPassed(Day("2026-01-05"))).Given(new ChangeProfile(Profile() with { Name = "赣江之声", NameNote = SchoolName }), Clerk)
            .ThenGate("security-test", GateState.Pass);
}

/// <summary><c>hosting</c>: NC-9.4.</summary>
public class GateHostingTests
{
    [Fact]
    public void Fails_before_it_is_recorded() => Story.Of().Draft().ThenGate("hosting", GateState.Fail, "not-recorded");

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Draft().Given(new RecordEvidence(EvidenceKind.Hosting, Statement(Day("2026-01-05"))), Clerk).ThenGate("hosting", GateState.Pending, "not-verified");

    [Fact]
    public void Passes_until_it_changes() =>
        Story.Of().Draft().Verified(EvidenceKind.Hosting, Statement(Day("2026-01-05"))).ThenGate("hosting", GateState.Pass)
            .Given(new ChangeProfile(Profile() with { Hosting = Profile().Hosting with { Provider = "江西联通" } }), Clerk)
            .ThenGate("hosting", GateState.Pending, "changed-since");

    [Fact]
    public void A_server_outside_the_mainland_is_refused_at_once() =>
        Story.Of().When(new RegisterSite(Profile() with { Hosting = Profile().Hosting with { Place = "中国香港", OnMainland = false } }), by: Clerk)
            .ThenRefused(RuleId.HostingOutsideMainland, ("value", "中国香港"));
}

/// <summary><c>header-footer</c>: NC-4.4, a duty of thirty days.</summary>
public class GateHeaderFooterTests
{
    [Fact]
    public void Is_due_thirty_days_after_the_launch() => Story.Of().Live().ThenGate("header-footer", GateState.Fail, "not-recorded", due: "2026-02-04");

    [Fact]
    public void Passes_for_twelve_months() =>
        Story.Of().Live().Verified(EvidenceKind.HeaderFooter, Statement(Day("2026-01-05"))).ThenGate("header-footer", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("header-footer", GateState.Expired, "expired");
}

/// <summary><c>mark-shown</c>: NC-3.4, a duty of sixty days for public bodies.</summary>
public class GateMarkShownTests
{
    [Fact]
    public void Is_due_sixty_days_after_the_launch() => Story.Of().Live().ThenGate("mark-shown", GateState.Fail, "not-recorded", due: "2026-03-06");

    [Fact]
    public void Passes_for_twelve_months() =>
        Story.Of().Live().Verified(EvidenceKind.MarkShown, Statement(Day("2026-01-05"))).ThenGate("mark-shown", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("mark-shown", GateState.Expired, "expired");

    [Fact]
    public void Does_not_apply_to_private_schools() =>
        Story.Of(UnitType.PrivateSchool).Live().ThenGate("mark-shown", GateState.NotApplicable, "unit-type")
            .When(new RecordEvidence(EvidenceKind.MarkShown, Statement(Day("2026-01-05"))), by: Clerk).ThenRefused(RuleId.SiteMarkNotApplicable);
}

/// <summary><c>log-retention</c>: NC-9.9, a duty of thirty days.</summary>
public class GateLogRetentionTests
{
    [Fact]
    public void Is_due_thirty_days_after_the_launch() => Story.Of().Live().ThenGate("log-retention", GateState.Fail, "not-recorded", due: "2026-02-04");

    [Theory]
    [InlineData(UnitType.BureauSchool, 12, 11)]
    [InlineData(UnitType.PrivateSchool, 6, 5)]
    public void Public_bodies_keep_twelve_months_of_logs_and_private_schools_six(UnitType type, int enough, int tooShort)
    {
        Story.Of(type).Live().Verified(EvidenceKind.LogRetention, Statement(Day("2026-01-05"), enough)).ThenGate("log-retention", GateState.Pass, expires: "2027-01-05");
        Story.Of(type).Live().Verified(EvidenceKind.LogRetention, Statement(Day("2026-01-05"), tooShort)).ThenGate("log-retention", GateState.Fail, "too-short");
    }

    [Fact]
    public void Its_proof_counts_for_twelve_months() =>
        Story.Of().Live().Verified(EvidenceKind.LogRetention, Statement(Day("2026-01-05"), 12))
            .Later("2027-01-06T00:00").ThenGate("log-retention", GateState.Expired, "expired");
}

/// <summary><c>plan</c>: NC-9.3, NC-9.8, a duty of thirty days.</summary>
public class GatePlanTests
{
    [Fact]
    public void Is_due_thirty_days_after_the_launch() => Story.Of().Live().ThenGate("plan", GateState.Fail, "not-recorded", due: "2026-02-04");

    [Fact]
    public void Waits_for_the_centre() =>
        Story.Of().Live().Given(new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05"))), Clerk).ThenGate("plan", GateState.Pending, "not-verified");

    [Fact]
    public void Passes_for_twelve_months() =>
        Story.Of().Live().Verified(EvidenceKind.Plan, Statement(Day("2026-01-05"))).ThenGate("plan", GateState.Pass, expires: "2027-01-05")
            .Later("2027-01-06T00:00").ThenGate("plan", GateState.Expired, "expired");
}
