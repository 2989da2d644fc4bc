using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>备案, one row a site with the five filings side by side. A filing that the row changes is recorded anew by a command of its own.</summary>
public sealed class FilingsTable() : SiteTable("filings", "网站备案", [.. Heads, .. Groups.SelectMany(group => group.Columns)])
{
    private static readonly ImmutableArray<Column<TabledSite, TabledSite>> Heads =
    [
        new("id", "网站编号", ColumnKind.Site, site => site.Id.Value) { IsKey = true, Example = "site-0000000000000000000000000a" },
        new("siteName", "网站名称", ColumnKind.Text, site => site.Profile.Name) { IsReadOnly = true, Example = "南昌市第一中学" },
    ];

    private static readonly ImmutableArray<FilingGroup> Groups =
    [
        new FilingGroup<IcpFiling>(
            new IcpFiling(FilingState.NotFiled, null, null, IcpCoverage.Unknown, null, null),
            State<IcpFiling>("icp", "ICP备案", (f, state) => f with { State = state }),
            new("icpCoverage", "ICP备案覆盖方式", ColumnKind.Choice, f => Choice.Coverages.Zh(f.Coverage), (f, cell) => f with { Coverage = Choice.Coverages.Of(cell) })
            {
                IsRequired = true, Choices = Choice.Coverages.Choices, Example = "自有备案",
            },
            Text<IcpFiling>("icpNumber", "ICP备案号", 64, f => f.Number, (f, text) => f with { Number = text }) with { Example = "赣ICP备08101024号-2" },
            Text<IcpFiling>("icpHolder", "ICP备案主体", 100, f => f.Holder, (f, text) => f with { Holder = text }) with { Example = "南昌市教育局" },
            Date<IcpFiling>("icpFiledOn", "ICP备案日期", f => f.FiledOn, (f, date) => f with { FiledOn = date }) with { Example = "2024-03-11" },
            Hash<IcpFiling>("icpEvidence", "ICP备案佐证摘要", f => f.EvidenceSha256, (f, text) => f with { EvidenceSha256 = text })),
        new FilingGroup<PublicSecurityFiling>(
            new PublicSecurityFiling(FilingState.NotFiled, null, null, null),
            State<PublicSecurityFiling>("publicSecurity", "公安备案", (f, state) => f with { State = state }),
            Text<PublicSecurityFiling>("publicSecurityNumber", "公安备案号", 64, f => f.Number, (f, text) => f with { Number = text }) with
            {
                Example = "赣公网安备36010802000584号",
            },
            Date<PublicSecurityFiling>("publicSecurityFiledOn", "公安备案日期", f => f.FiledOn, (f, date) => f with { FiledOn = date }),
            Hash<PublicSecurityFiling>("publicSecurityEvidence", "公安备案佐证摘要", f => f.EvidenceSha256, (f, text) => f with { EvidenceSha256 = text })),
        new FilingGroup<GradedProtectionFiling>(
            new GradedProtectionFiling(FilingState.NotFiled, null, 0, default, null, null, null, null, null, null),
            State<GradedProtectionFiling>("graded", "等级保护", (f, state) => f with { State = state }),
            new("gradedLevel", "安全保护等级", ColumnKind.Integer, f => CellText.Of(f.Level), (f, cell) => f with { Level = CellText.Number(cell) })
            {
                IsRequired = true, Max = 99, Example = "2",
            },
            new("gradedOn", "定级日期", ColumnKind.Date, f => CellText.Of(f.GradedOn), (f, cell) => f with { GradedOn = CellText.Date(cell) })
            {
                IsRequired = true, Example = "2026-01-15",
            },
            Date<GradedProtectionFiling>("gradedFiledOn", "等级保护备案日期", f => f.FiledOn, (f, date) => f with { FiledOn = date }),
            Text<GradedProtectionFiling>("gradedCertificate", "备案证明编号", 64, f => f.CertificateNumber, (f, text) => f with { CertificateNumber = text }),
            Text<GradedProtectionFiling>("gradedAssessor", "测评机构", 100, f => f.Assessor, (f, text) => f with { Assessor = text }),
            Date<GradedProtectionFiling>("gradedAssessedOn", "测评日期", f => f.AssessedOn, (f, date) => f with { AssessedOn = date }),
            Text<GradedProtectionFiling>("gradedConclusion", "测评结论", 200, f => f.Conclusion, (f, text) => f with { Conclusion = text }),
            Hash<GradedProtectionFiling>("gradedAssessment", "测评报告摘要", f => f.AssessmentSha256, (f, text) => f with { AssessmentSha256 = text }),
            Hash<GradedProtectionFiling>("gradedEvidence", "等级保护佐证摘要", f => f.EvidenceSha256, (f, text) => f with { EvidenceSha256 = text })),
        new FilingGroup<SiteMarkFiling>(
            new SiteMarkFiling(FilingState.NotFiled, null, SiteMarkKind.PublicInstitution, null, null),
            State<SiteMarkFiling>("siteMark", "网站标识", (f, state) => f with { State = state }),
            new("siteMarkKind", "网站标识类别", ColumnKind.Choice, f => Choice.Marks.Zh(f.Mark), (f, cell) => f with { Mark = Choice.Marks.Of(cell) })
            {
                IsRequired = true, Choices = Choice.Marks.Choices, Example = "事业单位",
            },
            Date<SiteMarkFiling>("siteMarkAppliedOn", "网站标识申请日期", f => f.AppliedOn, (f, date) => f with { AppliedOn = date }),
            Text<SiteMarkFiling>("siteMarkId", "网站标识编号", 64, f => f.MarkId, (f, text) => f with { MarkId = text }),
            Hash<SiteMarkFiling>("siteMarkEvidence", "网站标识佐证摘要", f => f.EvidenceSha256, (f, text) => f with { EvidenceSha256 = text })),
        new FilingGroup<DomainFiling>(
            new DomainFiling(FilingState.NotFiled, null, "", null, null),
            State<DomainFiling>("domain", "域名", (f, state) => f with { State = state }),
            new("domainHolder", "域名注册人", ColumnKind.Text, f => f.Holder, (f, cell) => f with { Holder = cell })
            {
                IsRequired = true, Max = 100, Example = "南昌市教育局",
            },
            Date<DomainFiling>("domainRegisteredOn", "域名注册日期", f => f.RegisteredOn, (f, date) => f with { RegisteredOn = date }),
            Date<DomainFiling>("domainExpiresOn", "域名到期日期", f => f.ExpiresOn, (f, date) => f with { ExpiresOn = date }) with { Example = "2030-05-20" },
            Hash<DomainFiling>("domainEvidence", "域名佐证摘要", f => f.EvidenceSha256, (f, text) => f with { EvidenceSha256 = text })),
    ];

    public override IEnumerable<ImmutableArray<string>> Rows(TabledSite site) =>
        [[.. Heads.Select(column => column.Cell(site)), .. Groups.SelectMany(group => group.Cells(site.FilingOf(group.Kind)))]];

    public override RowPlan Plan(ImportRow row, TabledSite site)
    {
        var heads = Compare(row, Heads, site, site);
        var steps = ImmutableArray.CreateBuilder<RowStep>();
        var (changes, faults) = (heads.Changes.ToBuilder(), heads.Faults.ToBuilder());
        foreach (var group in Groups)
        {
            var compared = group.Compare(this, row, site.FilingOf(group.Kind));
            changes.AddRange(compared.Changes);
            faults.AddRange(compared.Faults);
            if (compared is { Draft: { } filing, Changes.IsEmpty: false })
                steps.Add(new RowStep(Wire.Name(group.Kind), new RecordFiling(filing), null, compared.Changes));
        }

        return new RowPlan(changes.ToImmutable(), faults.Count > 0 ? [] : steps.ToImmutable(), faults.ToImmutable());
    }

    private static Column<TFiling, TFiling> State<TFiling>(string key, string what, Func<TFiling, FilingState, TFiling> to)
        where TFiling : Filing =>
        new($"{key}State", $"{what}状态", ColumnKind.Choice, f => Choice.FilingStates.Zh(f.State), (f, cell) => to(f, Choice.FilingStates.Of(cell)))
        {
            IsRequired = true,
            Choices = Choice.FilingStates.Choices,
            Example = "已备案",
        };

    private static Column<TFiling, TFiling> Text<TFiling>(
        string key, string header, int max, Func<TFiling, string?> from, Func<TFiling, string?, TFiling> to)
        where TFiling : Filing =>
        new(key, header, ColumnKind.Text, from, (f, cell) => to(f, CellText.TextOrNull(cell))) { Max = max };

    private static Column<TFiling, TFiling> Date<TFiling>(string key, string header, Func<TFiling, DateOnly?> from, Func<TFiling, DateOnly?, TFiling> to)
        where TFiling : Filing =>
        new(key, header, ColumnKind.Date, f => CellText.Of(from(f)), (f, cell) => to(f, CellText.DateOrNull(cell)));

    private static Column<TFiling, TFiling> Hash<TFiling>(string key, string header, Func<TFiling, string?> from, Func<TFiling, string?, TFiling> to)
        where TFiling : Filing => Text(key, header, 64, from, to);
}
