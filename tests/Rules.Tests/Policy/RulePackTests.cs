using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Policy;

public sealed partial class RulePackTests
{
    private static readonly string Regulation =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "regulation", "nanchang-education-website-measures.txt"));

    [Fact]
    public void The_shipped_pack_has_the_numbers_of_the_regulation()
    {
        var policy = NanchangPack.At();

        Assert.Equal(2, policy.DownlineTimesPerYearMax);
        Assert.Equal(30, policy.DownlineDaysPerYearMax);
        Assert.Equal(48, policy.RepostWithinHours);
        Assert.Equal(12, policy.LogRetentionMonthsMin);
        Assert.Equal(6, policy.For(UnitType.PrivateSchool).LogRetentionMonthsMin);
    }

    [Fact]
    public void The_shipped_pack_has_the_numbers_that_were_decided()
    {
        var policy = NanchangPack.At();

        Assert.Equal(5, policy.DownlineLeadWorkingDays);
        Assert.Equal(1, policy.ExtensionsPerWindowMax);
        Assert.Equal([-3, -1, 0, 1], policy.DownlineEndAlertDays);
        Assert.Equal(1, policy.OverdueAlertEveryDays);
        Assert.False(policy.EmergencyCounted);
        Assert.Equal(24, policy.EmergencyDeclareWithinHours);
        Assert.Equal(3, policy.EmergencyConfirmWorkingDays);
        Assert.False(policy.UnauthorisedDowntimeCharged);
        Assert.False(policy.MaintenanceNoticeAllowed);
        Assert.Equal(24, policy.FactTimeBackHoursMax);
        Assert.True(policy.DownlineNoticeTextRequired);
        Assert.True(policy.DownlineNoticeUrlRequired);
        Assert.Equal(PeriodAction.Warn, policy.SensitivePeriodAction);
        Assert.Equal(90, policy.ApprovalLapsesAfterDays);
        Assert.Equal(7, policy.ApprovalReminderFromDay);
        Assert.Equal(83, policy.ReturnedReminderAfterDays);
        Assert.Equal(90, policy.ReturnedRequestLapsesAfterDays);
        Assert.Equal(90, policy.DraftRequestLapsesAfterDays);
        Assert.Equal(1, policy.UrgesPerWorkingDayMax);
        Assert.Equal(30, policy.NewLeaderConfirmDays);
        Assert.Equal(15, policy.ContactsShownMinutes);
        Assert.Equal(30, policy.ClosureNoticeDays);
        Assert.Equal(12, policy.ReopenBlockedMonths);
        Assert.Equal(180, policy.HostQuarantineDays);
        Assert.Equal(12, policy.OwnDomainMonthsMax);
        Assert.Equal([60, 30, 7, 1, 0], policy.ExpiryReminderDays);
        Assert.Equal([14, 7, 3, 1], policy.PublicSecurityReminderDays);
        Assert.Equal(30, policy.IcpChangeNoticeDays);
        Assert.Equal(2, policy.IcpNotFoundConfirmations);
        Assert.Equal("赣", policy.ProvinceCharacter);
        Assert.Equal("36", policy.DivisionPrefix);
        Assert.Equal(SiteMarkGate.Applied, policy.SiteMarkGate);
        Assert.Equal([(2, 24), (3, 12), (4, 6)], policy.GradedAssessmentCycleMonths.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(new DateOnly(2025, 11, 30), policy.GradedRefileDueOn);
        Assert.Equal(12, policy.SecurityAssessmentCycleMonths);
        Assert.Equal(12, policy.LedgerKeptMonthsAfterEnd);
        Assert.Equal(4, policy.IncidentReportWithinHours);
        Assert.Equal(3, policy.ComplaintReplyWorkingDays);
        Assert.Equal(new InspectionFigures(7, 20, 15, 5, 14, 14, 6, 3), policy.Inspection);
        Assert.Equal((2, 2), (policy.EpisodeFailuresMin, policy.EpisodePointsMin));
    }

    [Fact]
    public void The_launch_gate_of_the_pack_is_the_table_of_the_regulation()
    {
        var policy = NanchangPack.At();

        Assert.Equal(GateCodes.All, policy.GateRequirements.Select(item => item.Code));
        Assert.Equal(GateCodes.All.Take(11), policy.GateRequirements.Where(item => item.IsBeforeLaunch).Select(item => item.Code));
        Assert.Equal((12, 12, 12, 6), (policy.SecurityTestValidMonths, policy.IcpVerificationValidMonths, policy.PeopleValidMonths, policy.SiteMarkReceiptValidMonths));
        Assert.Equal((30, 30, 30, 60), (policy.PublicSecurityDueDays, policy.GradedFilingDueDays, policy.HeaderFooterDueDays, policy.MarkShownDueDays));
        Assert.Equal((30, 30), (policy.LogRetentionDueDays, policy.PlanDueDays));
        Assert.Equal(2, policy.Gate(GateCodes.GradedFiling)!.LevelMin);
        Assert.Equal(GateDue.GradingCycle, policy.Gate(GateCodes.GradedAssessment)!.Due);
    }

    [Theory]
    [InlineData(UnitType.Bureau, true)]
    [InlineData(UnitType.BureauInstitution, true)]
    [InlineData(UnitType.BureauSchool, true)]
    [InlineData(UnitType.ProvincialInstitutionSchool, true)]
    [InlineData(UnitType.PrivateSchool, false)]
    public void The_site_mark_is_asked_of_public_bodies_alone(UnitType type, bool applies)
    {
        var policy = NanchangPack.At(type: type);

        Assert.Equal(applies, policy.Gate(GateCodes.SiteMark)!.Applies);
        Assert.Equal(applies, policy.Gate(GateCodes.MarkShown)!.Applies);
        Assert.All(
            policy.GateRequirements.Where(item => item.Code is not (GateCodes.SiteMark or GateCodes.MarkShown)), item => Assert.True(item.Applies));
    }

    [Theory]
    [InlineData("2024-06-30", 6)]
    [InlineData("2024-07-01", 12)]
    [InlineData("0001-01-01", 6)]
    [InlineData("9999-12-31", 12)]
    public void Public_bodies_keep_logs_for_twelve_months_since_July_2024(string date, int months) =>
        Assert.Equal(months, NanchangPack.At(date).LogRetentionMonthsMin);

    [Theory]
    [InlineData("2025-10-31", null)]
    [InlineData("2025-11-01", 4)]
    public void The_incident_rule_begins_in_November_2025(string date, int? hours) =>
        Assert.Equal(hours, NanchangPack.At(date).IncidentReportWithinHours);

    [Theory]
    [InlineData("2025-12-31", 21, "cyberlaw-citation@1")]
    [InlineData("2026-01-01", 23, "cyberlaw-citation@2")]
    public void A_row_that_ends_hands_over_to_its_next_version(string date, int article, string reference)
    {
        var policy = NanchangPack.At(date);

        Assert.Equal(article, policy.CyberlawArticle);
        Assert.Equal(reference, policy.RuleReference("cyberlaw-citation"));
    }

    [Fact]
    public void The_national_limit_binds_public_bodies_once_it_is_switched_on()
    {
        var pack = RulePack.Load(NanchangPack.With(json => json.Rule("downline-national").Remove("off")));
        var policy = pack.At(new DateOnly(2026, 3, 2), UnitType.BureauSchool);

        Assert.Equal((1, 30), (policy.DownlineTimesPerYearMax, policy.DownlineDaysPerYearMax));
        Assert.Equal(2, policy.For(UnitType.PrivateSchool).DownlineTimesPerYearMax);
        Assert.Equal(2, NanchangPack.At().DownlineTimesPerYearMax);
    }

    [Fact]
    public void A_policy_of_another_type_is_of_the_same_dates()
    {
        foreach (var date in new[] { "2024-06-30", "2024-07-01", "2025-11-01", "2026-01-01" })
        {
            var policy = NanchangPack.At(date);
            foreach (var type in Enum.GetValues<UnitType>())
                Assert.Same(NanchangPack.At(date, type), policy.For(type));
        }
    }

    [Fact]
    public void The_pack_says_its_version_and_hash()
    {
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(NanchangPack.Bytes)), NanchangPack.Pack.Sha256);
        Assert.Equal(NanchangPack.Bytes, NanchangPack.Pack.Json.ToArray());
        Assert.Equal(NanchangPack.Pack.Version, NanchangPack.At().PackVersion);
        Assert.Matches(@"^[0-9]{4}\.[0-9]+$", NanchangPack.Pack.Version);
    }

    [Fact]
    public void Every_clause_of_the_pack_quotes_the_regulation()
    {
        Assert.NotEmpty(NanchangPack.Pack.Clauses);
        Assert.All(NanchangPack.Pack.Clauses, clause => Assert.Contains(clause.Words, Regulation, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_clause_is_numbered_without_a_gap()
    {
        var byArticle = NanchangPack.Pack.Clauses.Select(clause => ClauseId().Match(clause.Id))
            .GroupBy(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match => int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(Enumerable.Range(0, 13), byArticle.Select(article => article.Key));
        Assert.All(byArticle, article => Assert.Equal(Enumerable.Range(1, article.Count()), article));
        Assert.All(NanchangPack.Pack.Clauses, clause => Assert.NotEmpty(clause.Kinds));
    }

    [Fact]
    public void A_clause_is_found_by_its_id()
    {
        Assert.Equal("每年不得超过2次，每年下线时间不得超过30天", NanchangPack.Pack.ClauseText("NC-3.12"));
        Assert.Null(NanchangPack.Pack.ClauseText("NC-3.99"));
        Assert.Null(NanchangPack.At().ClauseText(null));
    }

    [Fact]
    public void A_refusal_carries_clause_and_official_words()
    {
        var refusal = NanchangPack.At().Refuse(RuleId.ExtensionLimit, Figure.Of("limit", 1));

        Assert.Equal(("NC-3.12", "每年不得超过2次，每年下线时间不得超过30天"), (refusal.Clause, refusal.ClauseText));
        Assert.Equal([Figure.Of("limit", 1)], refusal.Figures);
    }

    [Fact]
    public void An_authority_has_its_own_zones_or_the_default_ones()
    {
        var authority = new UnitId("12360100491012347X");
        var pack = RulePack.Load(NanchangPack.With(json => json["domainZones"]!["byAuthority"]![authority.Uscc] = Json("""["jy.nc.cn", "南昌教育.公益"]""")));

        Assert.Equal(["jy.nc.cn", new IdnMapping().GetAscii("南昌教育.公益")], pack.ZonesOf(authority));
        Assert.Equal(["ncedu.cn"], pack.ZonesOf(new UnitId("123601004910123472")));
    }

    [Fact]
    public void Sensitive_periods_are_found_by_any_shared_date()
    {
        var policy = NanchangPack.At();

        Assert.Equal("普通高考", Assert.Single(policy.PeriodsAgainst(Sample.AuthorityId, new(2026, 6, 1), new(2026, 6, 6))).Period.Name);
        Assert.Empty(policy.PeriodsAgainst(Sample.AuthorityId, new(2026, 6, 1), new(2026, 6, 5)));
        Assert.Equal(3, policy.PeriodsAgainst(Sample.AuthorityId, new(2026, 6, 10), new(2026, 7, 1)).Count());
    }

    [Fact]
    public void A_period_is_of_the_authorities_that_it_names_and_does_what_it_says_itself()
    {
        var policy = RulePack.Load(NanchangPack.With(json =>
        {
            json["sensitivePeriods"] = Json($$"""
                [{"name": "区招生", "from": "2026-05-01", "until": "2026-05-10", "appliesTo": ["all"], "authorities": ["{{Sample.AuthorityId}}"], "action": "block"},
                 {"name": "市检查", "from": "2026-05-05", "until": "2026-05-06", "appliesTo": ["public"]},
                 {"name": "只告知", "from": "2026-05-05", "until": "2026-05-06", "appliesTo": ["all"], "action": "allow"}]
                """);
            json["schoolVacations"] = Json($$"""
                [{"name": "暑假", "from": "2026-07-04", "until": "2026-08-31", "appliesTo": ["all"]},
                 {"name": "农忙假", "from": "2026-05-08", "until": "2026-05-12", "appliesTo": ["all"], "authorities": ["{{Sample.OtherAuthorityId}}"], "action": "warn"}]
                """);
        })).At(new DateOnly(2026, 4, 1), UnitType.BureauSchool);

        Assert.Equal([("区招生", PeriodAction.Block), ("市检查", PeriodAction.Warn)], Against(Sample.AuthorityId));
        Assert.Equal([("市检查", PeriodAction.Warn), ("农忙假", PeriodAction.Warn)], Against(Sample.OtherAuthorityId));
        Assert.Empty(policy.PeriodsAgainst(Sample.AuthorityId, new(2026, 7, 20), new(2026, 7, 25)));
        Assert.Equal(["暑假"], policy.VacationsTouching(Sample.AuthorityId, new(2026, 7, 20), new(2026, 7, 25)).Select(period => period.Name));
        Assert.Equal(["农忙假"], policy.VacationsTouching(Sample.OtherAuthorityId, new(2026, 5, 1), new(2026, 5, 10)).Select(period => period.Name));

        (string, PeriodAction)[] Against(UnitId authority) =>
            [.. policy.PeriodsAgainst(authority, new(2026, 5, 5), new(2026, 5, 9)).Select(found => (found.Period.Name, found.Action))];
    }

    [Fact]
    public void A_return_reason_is_known_by_its_code()
    {
        Assert.True(NanchangPack.At().IsReturnReason("evidence-unclear"));
        Assert.False(NanchangPack.At().IsReturnReason("EVIDENCE-UNCLEAR"));
    }

    private static System.Text.Json.Nodes.JsonNode Json(string text) => System.Text.Json.Nodes.JsonNode.Parse(text)!;

    [GeneratedRegex(@"^NC-([0-9]+)\.([0-9]+)$")]
    private static partial Regex ClauseId();
}
