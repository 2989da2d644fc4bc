using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>Filings, tests and evidence, and their verification by the centre.</summary>
internal sealed partial class SiteStory
{
    private const string Tester = "赣江网络安全检测实验室";
    private const string Assessor = "滕阁等级保护测评中心";

    private readonly Dictionary<FilingKind, Filing> filings = [];
    private readonly List<SiteCommand> unverified = [];
    private int tests;

    /// <summary>Everything the launch needs; the site mark where the unit is a public body.</summary>
    public SiteStory FileAll(DateOnly? testedOn = null)
    {
        FileDomain().FileIcp().FileGrading();
        if (unit.IsPublic) FileMark();
        return Attest(EvidenceKind.Hosting).Test(TestResult.Passed, testedOn);
    }

    public SiteStory FileDomain(DateOnly? expiresOn = null) => Record(new DomainFiling(
        FilingState.Filed, Evidence("domain"), unit.Name, Date.AddDays(-20), expiresOn ?? RegistryCalendar.AddMonths(Date, 36)));

    public SiteStory FileIcp() => Record(new IcpFiling(
        FilingState.Filed, Evidence("icp"), Text($"赣ICP备{Date.AddDays(-12).Year}000{unit.Number:D3}号-{SiteNumber}"), IcpCoverage.Own, unit.Name, Date.AddDays(-12)));

    /// <summary>A sub-domain that rides on the filing of the authority, whose domain it is.</summary>
    public SiteStory FileInheritedIcp()
    {
        var authority = StoryBook.AuthorityOf(unit);
        return Record(new IcpFiling(
            FilingState.Filed, Evidence("icp"), Text($"赣ICP备2019000{authority.Number:D3}号"), IcpCoverage.InheritedFromParentDomain, authority.Name, null));
    }

    /// <summary>Level 3 for the bureau's portal, 1 for the smallest schools, 2 for the rest.</summary>
    public SiteStory FileGrading()
    {
        var level = unit.Type == UnitType.Bureau ? 3 : unit.Name.EndsWith('园') ? 1 : 2;
        var graded = Date.AddDays(-25);
        return Record(level == 1
            ? new GradedProtectionFiling(FilingState.Filed, Evidence("grading"), 1, graded, null, null, null, null, null, null)
            : new GradedProtectionFiling(
                FilingState.Filed, Evidence("grading"), level, graded, Date.AddDays(-10), Text($"36010000{unit.Number:D3}-{graded.Year % 100:D2}{unit.Number:D3}"),
                Assessor, Date.AddDays(-15), "基本符合", Evidence("assessment")));
    }

    /// <summary>The receipt of the application; the mark is granted after the launch.</summary>
    public SiteStory FileMark() => Record(new SiteMarkFiling(FilingState.Submitted, Evidence("mark-receipt"), MarkKind, Date.AddDays(-3), null));

    public SiteStory Test(TestResult result, DateOnly? testedOn = null)
    {
        Act(Clerk, new RecordSecurityTest(new SecurityTestReport(testedOn ?? Date.AddDays(-2), Tester, result, Profile.Hosts, Evidence($"test-{tests + 1}"))));
        unverified.Add(new VerifySecurityTest(++tests, VerificationResult.Verified, null));
        return this;
    }

    public SiteStory Attest(EvidenceKind kind)
    {
        var (statement, months) = kind switch
        {
            EvidenceKind.Hosting => ($"网站托管于境内：{Profile.Hosting.Provider}，{Profile.Hosting.Place}", (int?)null),
            EvidenceKind.HeaderFooter => ("页面头部和底部显示的网站名称、备案号和标识与登记一致", null),
            EvidenceKind.MarkShown => ("网站标识已在首页底部显示", null),
            EvidenceKind.LogRetention => ("运行日志集中留存并备份", Profile.Upkeep.LogRetentionMonths),
            _ => ("已制定网络安全事件应急预案并完成年度演练", null),
        };
        Act(Clerk, new RecordEvidence(kind, new EvidenceStatement(Date, statement, Evidence($"evidence-{kind}"), months)));
        unverified.Add(new VerifyEvidence(kind, VerificationResult.Verified, null));
        return this;
    }

    /// <summary>The duties after the launch: police filing, mark, header and footer, logs, plan.</summary>
    public SiteStory FulfilDuties()
    {
        Record(new PublicSecurityFiling(FilingState.Filed, Evidence("police"), Text($"赣公网安备{unit.Division}02{(unit.Number * 10) + SiteNumber:D6}号"), Date.AddDays(-1)));
        if (unit.IsPublic)
        {
            var mark = Evidence("mark")[..32].ToUpperInvariant();
            Record(new SiteMarkFiling(FilingState.Filed, Evidence("mark"), MarkKind, Date.AddDays(-30), mark)).Attest(EvidenceKind.MarkShown);
        }

        return Attest(EvidenceKind.HeaderFooter).Attest(EvidenceKind.LogRetention).Attest(EvidenceKind.Plan);
    }

    /// <summary>What runs out after a year, anew: test, ICP check, statements, and the head's yearly word.</summary>
    public SiteStory Renew()
    {
        Test(TestResult.Passed).Record(((IcpFiling)filings[FilingKind.Icp]) with { EvidenceSha256 = Evidence("icp") });
        if (unit.IsPublic) Attest(EvidenceKind.MarkShown);
        if (unit.Type == UnitType.Bureau) FileGrading();
        Attest(EvidenceKind.HeaderFooter).Attest(EvidenceKind.LogRetention).Attest(EvidenceKind.Plan);
        return Act(SamplePeople.Head(unit), new ConfirmResponsibility("本人为网站第一责任人，已知悉并履行网站管理责任。"));
    }

    /// <summary>The centre verifies whatever waits for it.</summary>
    public SiteStory VerifyAll()
    {
        foreach (var command in unverified) Act(centre, command);
        unverified.Clear();
        return this;
    }

    /// <summary>The centre finds the latest piece wanting.</summary>
    public SiteStory RefuseLatest(string note)
    {
        var latest = unverified[^1];
        unverified.RemoveAt(unverified.Count - 1);
        return Act(centre, latest switch
        {
            VerifyFiling c => c with { Result = VerificationResult.Refused, Note = note },
            VerifyEvidence c => c with { Result = VerificationResult.Refused, Note = note },
            VerifySecurityTest c => c with { Result = VerificationResult.Refused, Note = note },
            _ => throw new InvalidOperationException($"{latest.GetType().Name} is no verification"),
        });
    }

    /// <summary>Cancels filings, as a closed site must before it is deregistered.</summary>
    public SiteStory CancelFilings(params ReadOnlySpan<FilingKind> kinds)
    {
        foreach (var kind in kinds) Record(filings[kind] with { State = FilingState.Cancelled, EvidenceSha256 = Evidence($"cancelled-{kind}") });
        return this;
    }

    public ImmutableArray<FilingKind> Filed => [.. filings.Keys.Order()];

    /// <summary>The first site of the unit, or the second.</summary>
    private int SiteNumber => label == unit.Label ? 1 : 2;

    private SiteMarkKind MarkKind => unit.Type == UnitType.Bureau ? SiteMarkKind.PartyGov : SiteMarkKind.PublicInstitution;

    private SiteStory Record(Filing filing)
    {
        filings[filing.Kind] = filing;
        unverified.RemoveAll(waiting => waiting is VerifyFiling verify && verify.Kind == filing.Kind);
        unverified.Add(new VerifyFiling(filing.Kind, VerificationResult.Verified, null));
        return Act(Clerk, new RecordFiling(filing));
    }
}
