using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Years;

/// <summary>Filings, tests and evidence, and the centre's word on them.</summary>
internal sealed partial class SiteLife
{
    private readonly List<SiteCommand> unverified = [];
    private int suspensions;

    /// <summary>Everything the launch needs.</summary>
    private void FileAll()
    {
        File(new DomainFiling(FilingState.Filed, Document("domain"), name, today.AddYears(-1), today.AddDays(random.Next(250, 1000))));
        FileIcp(FilingState.Filed);
        FileGrading();
        File(new SiteMarkFiling(FilingState.Submitted, Document("mark-receipt"), SiteMarkKind.PublicInstitution, today.AddDays(-3), null));
        Attest(EvidenceKind.Hosting);
        Test();
    }

    /// <summary>The duties after the launch: some schools need a month, some longer than they have.</summary>
    private void FulfilDuties()
    {
        File(new PublicSecurityFiling(FilingState.Filed, Document("police"), City.Text($"赣公网安备36010202{number:D6}号"), today.AddDays(-1)));
        File(new SiteMarkFiling(
            FilingState.Filed, Document("mark"), SiteMarkKind.PublicInstitution, today.AddDays(-30), Document("mark")[..32].ToUpperInvariant()));
        foreach (var kind in new[] { EvidenceKind.HeaderFooter, EvidenceKind.MarkShown, EvidenceKind.LogRetention, EvidenceKind.Plan }) Attest(kind);
        Tell(head, new ConfirmResponsibility("本人为网站第一责任人，已知悉并履行网站管理责任。"));
        Later(1, 16, VerifyAll);
    }

    private void FileIcp(FilingState state) =>
        File(new IcpFiling(state, Document("icp"), City.Text($"赣ICP备19{number:D6}号-1"), IcpCoverage.Own, name, today.AddDays(-12)));

    /// <summary>Every third school is of level 2 and has itself assessed again and again.</summary>
    private void FileGrading()
    {
        var graded = today.AddDays(-25);
        File(number % 3 == 0
            ? new GradedProtectionFiling(
                FilingState.Filed, Document("grading"), 2, graded, today.AddDays(-10), City.Text($"360100{number:D5}-{graded.Year % 100:D2}001"),
                "滕阁等级保护测评中心", today.AddDays(-15), "基本符合", Document("assessment"))
            : new GradedProtectionFiling(FilingState.Filed, Document("grading"), 1, graded, null, null, null, null, null, null));
    }

    private void Test()
    {
        Tell(clerk, new RecordSecurityTest(new SecurityTestReport(today.AddDays(-2), "赣江网络安全检测实验室", TestResult.Passed, profile.Hosts, Document("test"))));
        unverified.Add(new VerifySecurityTest(++tests, VerificationResult.Verified, null));
    }

    private void Attest(EvidenceKind kind)
    {
        Tell(clerk, new RecordEvidence(kind, new EvidenceStatement(today, "情况属实", Document(kind.ToString()), kind == EvidenceKind.LogRetention ? 12 : null)));
        unverified.RemoveAll(waiting => waiting is VerifyEvidence verify && verify.Kind == kind);
        unverified.Add(new VerifyEvidence(kind, VerificationResult.Verified, null));
    }

    private void File(Filing filing)
    {
        Tell(clerk, new RecordFiling(filing));
        unverified.RemoveAll(waiting => waiting is VerifyFiling verify && verify.Kind == filing.Kind);
        unverified.Add(new VerifyFiling(filing.Kind, VerificationResult.Verified, null));
    }

    private void VerifyAll()
    {
        foreach (var command in unverified) Tell(City.Centre, command);
        unverified.Clear();
    }

    private string Document(string what) => City.Document(City.Text($"{number}/{what}/{today:yyyyMMdd}"));

    private string Notice(string what) => City.Text($"https://{profile.Hosts[0]}/{what}-{today:yyyyMMdd}.html");

    private SiteProfile ProfileOf(string zone) => new(
        name, null, [City.Text($"school{number}.{zone}")], "公开学校信息，服务师生和家长", [SiteFunction.InformationDisclosure], "市教育网站群平台",
        new Contracts.Hosting("江西电信", "江西南昌", "203.0.113.10", null, OnMainland: true), null,
        [
            Contact(ContactDuty.FirstResponsiblePerson), Contact(ContactDuty.DeputyLeader), Contact(ContactDuty.Office), Contact(ContactDuty.Technical),
            Contact(ContactDuty.RoundTheClock),
        ],
        new Upkeep(12, "每日增量、每周全量备份", "网络安全事件应急预案", "保密审查员", null));

    private static Contact Contact(ContactDuty duty) => new(duty, "张三", "0791-80000001", null);
}
