using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.8 «经审核通过后，网站方可上线运行», NC-3.9 «未经安全检测的网站不得上线运行»; L1 to L7 of the launch.</summary>
public class LaunchTests
{
    [Fact]
    public void L1_A_site_goes_on_line_when_every_item_before_the_launch_passes() =>
        Story.Of().Approved().When(new LaunchSite(null), by: Clerk).Then(typeof(Launched)).ThenStage(Stage.Live);

    [Theory]
    [InlineData("domain")]
    [InlineData("icp")]
    [InlineData("site-mark")]
    [InlineData("graded")]
    [InlineData("security-test")]
    [InlineData("hosting")]
    [InlineData("people")]
    [InlineData("site-name")]
    [InlineData("unit-eligible")]
    public void L1_It_does_not_while_one_item_is_unmet(string code) =>
        AllBut(code).When(new LaunchSite(null), by: Clerk)
            .ThenRefused(RuleId.LaunchGateUnmet, ("left", 1)).ThenItems(code).ThenStage(Stage.Approved);

    [Fact]
    public void L1_The_items_are_judged_at_that_instant() =>
        Story.Of().Draft().Prepared().Verified(MarkApplied("2025-07-20")).Given(new SubmitLaunch(null), Clerk).Approving()
            .ThenGate("site-mark", GateState.Pass, expires: "2026-01-20")
            .When(new LaunchSite(null), by: Clerk, at: "2026-01-21T00:00").ThenRefused(RuleId.LaunchGateUnmet).ThenItems("site-mark");

    [Theory]
    [InlineData(UnitType.Bureau, "")]
    [InlineData(UnitType.BureauInstitution, "")]
    [InlineData(UnitType.BureauSchool, "")]
    [InlineData(UnitType.ProvincialInstitutionSchool, "")]
    [InlineData(UnitType.PrivateSchool, "site-mark mark-shown")]
    public void L2_Which_items_apply_is_data_of_the_unit_type(UnitType type, string not) =>
        Assert.Equal(not.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            NanchangPack.At("2026-03-02", type).GateRequirements.Where(item => !item.Applies).Select(item => item.Code));

    [Fact]
    public void L2_The_pack_asks_for_what_the_domain_lists()
    {
        const string table = """
            unit-eligible     NC-0.2  before -  -
            one-site          NC-3.1  before -  -
            site-name         NC-4.3  before -  -
            domain            NC-3.5  before -  -
            people            NC-2.3  before -  12
            icp               NC-3.6  before -  12
            security-test     NC-3.9  before -  12
            site-mark         NC-3.4  before -  6
            graded            NC-9.1  before -  -
            hosting           NC-9.4  before -  -
            approval          NC-3.8  before -  -
            public-security   NC-3.7  launch 30 -
            graded-filing     NC-9.1  grading 30 -
            graded-assessment NC-9.1  cycle  -  -
            header-footer     NC-4.4  launch 30 12
            mark-shown        NC-3.4  launch 60 12
            log-retention     NC-9.9  launch 30 12
            plan              NC-9.3  launch 30 12
            """;
        var pack = NanchangPack.At().GateRequirements.Select(item => string.Join(' ',
            item.Code, item.Clause,
            item.Due switch { GateDue.BeforeLaunch => "before", GateDue.AfterLaunch => "launch", GateDue.AfterGrading => "grading", _ => "cycle" },
            item.DueDays == 0 ? "-" : item.DueDays, item.ValidMonths?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"));
        Assert.Equal(table.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))), pack);
    }

    [Fact]
    public void L3_Duties_begin_with_the_launch_and_never_block_it() =>
        Story.Of().Approved().When(new LaunchSite(null), by: Clerk)
            .Then<Launched>(e => Assert.Equal(
                [new("public-security", Day("2026-02-04")), new("header-footer", Day("2026-02-04")), new("mark-shown", Day("2026-03-06")),
                    new("log-retention", Day("2026-02-04")), new("plan", Day("2026-02-04"))],
                e.Duties));

    [Fact]
    public void L3_A_duty_that_is_late_is_a_finding_and_no_downline() =>
        AllDutiesButPlan().Later("2026-02-04T23:59").ThenSite(IsOf(Compliance.Ok, "2026-02-04T23:59"))
            .Later("2026-02-05T00:00").ThenSite(IsOf(Compliance.Attention, "2026-02-05T00:00")).ThenStage(Stage.Live);

    [Fact]
    public void L7_Evidence_about_to_expire_asks_for_attention_and_the_site_stays_on_line() =>
        AllDutiesButPlan().Verified(EvidenceKind.Plan, Statement(Day("2026-01-05")))
            .Verified(MarkApplied() with { State = FilingState.Filed, MarkId = "0123456789ABCDEF0123456789ABCDEF" })
            .Later("2026-11-05").ThenSite(IsOf(Compliance.Ok, "2026-11-05"))
            .Later("2026-11-06").ThenSite(IsOf(Compliance.Attention, "2026-11-06"))
            .Later("2027-01-06").ThenSite(IsOf(Compliance.Attention, "2027-01-06")).ThenStage(Stage.Live);

    [Theory]
    [MemberData(nameof(Material))]
    public void L4_A_material_change_voids_the_approval(string what, SiteProfile after) =>
        Story.Of().Approved().When(new ChangeProfile(after), by: Clerk)
            .Then(typeof(ProfileChanged), typeof(ApprovalVoided)).ThenStage(Stage.Draft)
            .ThenSite(site => Assert.True(site.Approval is null, what));

    [Theory]
    [MemberData(nameof(Plain))]
    public void L4_Any_other_change_leaves_it_standing(string what, SiteProfile after) =>
        Story.Of().Approved().When(new ChangeProfile(after), by: Clerk)
            .Then(typeof(ProfileChanged)).ThenStage(Stage.Approved).ThenSite(site => Assert.True(site.Approval is not null, what));

    [Theory]
    [MemberData(nameof(Material))]
    public void L4_Once_live_a_material_change_is_asked_for_and_the_old_values_stand(string what, SiteProfile after) =>
        Story.Of().Live().When(new ChangeProfile(after), by: Clerk)
            .Then<RequestSubmitted>(e => Assert.True(e.Kind == RequestKind.Change, what))
            .ThenSite(site => Assert.Equal(SiteProfiles.HashOf(Profile(), SchoolId), SiteProfiles.HashOf(site.Facts, SchoolId)));

    [Fact]
    public void L4_What_depends_on_the_platform_is_shown_anew_before_the_next_launch() =>
        Story.Of().Approved().Given(new ChangeProfile(OnOtherPlatform() with { Hosting = Profile().Hosting with { Provider = "江西联通" } }), Clerk, at: "2026-01-08")
            .Given(new SubmitLaunch(null), Clerk).Approving()
            .When(new LaunchSite(null), by: Clerk).ThenRefused(RuleId.LaunchGateUnmet).ThenItems("security-test", "hosting");

    [Fact]
    public void L4_An_approved_change_binds_the_approval_to_the_new_profile() =>
        Story.Of().Live().Given(new ChangeProfile(OnOtherPlatform()), Clerk).Approving()
            .ThenGate("approval", GateState.Pass).ThenSite(site => Assert.Equal("学校自建平台", site.Facts.Platform));

    [Fact]
    public void L5_An_approval_that_is_not_used_lapses_after_ninety_days_tick_or_no_tick() =>
        Story.Of().Approved("2026-01-05").When(new LaunchSite(null), by: Clerk, at: "2026-04-06T00:00")
            .ThenRefused(RuleId.SiteNotApproved).ThenStage(Stage.Draft);

    [Fact]
    public void L6_Every_unmet_item_is_named_at_once_with_its_clause_and_who_acts()
    {
        var story = Story.Of().InReview().Given(new RecordFiling(IcpFiled with { Coverage = IcpCoverage.Unknown }), Clerk)
            .Given(new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Clerk).Approving()
            .When(new LaunchSite(null), by: Clerk).ThenRefused(RuleId.LaunchGateUnmet, ("left", 2)).ThenItems("icp", "security-test");
        Assert.Equal([("NC-3.6", "sponsor"), ("NC-3.9", "centre")], story.Refusal.Items.Select(item => (item.Clause!, item.Who!)));
    }

    [Fact]
    public void The_launch_lies_in_the_past_but_not_far_and_not_before_the_approval()
    {
        Story.Of().Approved("2026-01-05T10:00").When(new LaunchSite(Instant("2026-01-05T10:02")), by: Clerk).ThenRefused(RuleId.FactTimeInFuture);
        Story.Of().Approved("2026-01-05T10:00").When(new LaunchSite(Instant("2026-01-05T10:01")), by: Clerk, at: "2026-01-06T10:02").ThenRefused(RuleId.FactTimeTooOld, ("limit", 24));
        Story.Of().Approved("2026-01-05T10:00").When(new LaunchSite(Instant("2026-01-05T09:59")), by: Clerk).ThenRefused(RuleId.SiteNotApproved);
        Story.Of().Approved("2026-01-05T10:00").When(new LaunchSite(Instant("2026-01-05T10:00")), by: Clerk, at: "2026-01-06T10:00")
            .Then<Launched>(e => Assert.Equal(Instant("2026-01-05T10:00"), e.At));
    }

    public static TheoryData<string, SiteProfile> Material => new()
    {
        { "name", Profile() with { Name = "赣江之声", NameNote = SchoolName } },
        { "annotation", Profile() with { NameNote = "原赣江中学" } },
        { "hosts", Profile() with { Hosts = [Host, "gjsyfx.ncedu.cn"] } },
        { "main host", Profile() with { Hosts = ["gjsyfx.ncedu.cn"] } },
        { "platform", OnOtherPlatform() },
        { "provider", Profile() with { Hosting = Profile().Hosting with { Provider = "江西联通" } } },
        { "place", Profile() with { Hosting = Profile().Hosting with { Place = "江西九江" } } },
    };

    public static TheoryData<string, SiteProfile> Plain => new()
    {
        { "purpose", WithOtherPurpose() },
        { "functions", Profile() with { Functions = [SiteFunction.InformationDisclosure] } },
        { "address", Profile() with { Hosting = Profile().Hosting with { IpAddress = "218.64.56.11" } } },
        { "cdn", Profile() with { Hosting = Profile().Hosting with { Cdn = "江西电信CDN" } } },
        { "opened on", Profile() with { OpenedOn = Day("2009-09-01") } },
        { "contacts", Profile() with { Contacts = [.. Profile().Contacts.Reverse()] } },
        { "upkeep", Profile() with { Upkeep = Profile().Upkeep with { Backup = "每周备份" } } },
    };

    private static Story AllDutiesButPlan() => Story.Of().Live()
        .Verified(PoliceFiled("2026-01-05")).Verified(Graded() with { FiledOn = Day("2026-01-05"), CertificateNumber = "36010099001-26001", AssessedOn = Day("2026-01-05") })
        .Verified(EvidenceKind.HeaderFooter, Statement(Day("2026-01-05"))).Verified(EvidenceKind.MarkShown, Statement(Day("2026-01-05")))
        .Verified(EvidenceKind.LogRetention, Statement(Day("2026-01-05"), 12));

    private static Action<Site> IsOf(Compliance expected, string at) =>
        site => Assert.Equal(expected, ComplianceAxis.Of(site, NanchangPack.Pack.At(Instant(at), UnitType.BureauSchool), Instant(at)));

    /// <summary>Approved, and nothing missing but the one item.</summary>
    private static Story AllBut(string code)
    {
        var story = Story.Of();
        switch (code)
        {
            case "people":
                story.Draft(profile: Profile() with { Contacts = [.. Profile().Contacts.Take(3)] });
                break;
            case "unit-eligible":
                story.Unit(SchoolId, unit => unit with { Address = "" }).Draft();
                break;
            default:
                story.Draft();
                break;
        }

        story.Prepared();
        switch (code)
        {
            case "domain":
                story.Verified(DomainFiled with { State = FilingState.Cancelled });
                break;
            case "icp":
                story.Verified(IcpFiled with { State = FilingState.Cancelled });
                break;
            case "site-mark":
                story.Verified(MarkApplied() with { AppliedOn = null });
                break;
            case "graded":
                story.Given(new RecordFiling(Graded() with { EvidenceSha256 = OtherSha256 }), Clerk);
                break;
            case "security-test":
                story.Tested(TestPassed(Day("2026-01-05")) with { Result = Contracts.TestResult.Failed });
                break;
            case "hosting":
                story.Given(new RecordEvidence(EvidenceKind.Hosting, Statement(Day("2026-01-05"))), Clerk);
                break;
        }

        story.Given(new SubmitLaunch(null), Clerk).Approving();
        return code == "site-name"
            ? story.Unit(SchoolId, unit => unit with { Name = "南昌市赣江学校" }).Given(new RefreshUnit(), Actor.System)
            : story;
    }
}
