using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>
/// 安全检测, one a row. A row without a number is a new test, unless the site has the very same one already, so that a file imported twice
/// records it once. What is recorded stays.
/// </summary>
public sealed class TestsTable() : SiteTable("tests", "安全检测", [.. Heads, Number, .. Reports])
{
    private static readonly ImmutableArray<Column<TabledSite, TabledSite>> Heads =
    [
        new("siteId", "网站编号", ColumnKind.Site, site => site.Id.Value) { IsKey = true, Example = "site-0000000000000000000000000a" },
        new("siteName", "网站名称", ColumnKind.Text, site => site.Profile.Name) { IsReadOnly = true, Example = "南昌市第一中学" },
    ];

    private static readonly Column<SecurityTestView, SecurityTestReport> Number =
        new("number", "检测编号", ColumnKind.Integer, test => CellText.Of(test.Number)) { Min = 1, Max = 999_999 };

    private static readonly ImmutableArray<Column<SecurityTestReport, SecurityTestReport>> Reports =
    [
        new("testedOn", "检测日期", ColumnKind.Date, test => CellText.Of(test.TestedOn), (test, cell) => test with { TestedOn = CellText.Date(cell) })
        {
            IsRequired = true, Example = "2026-02-25",
        },
        new("tester", "检测机构", ColumnKind.Text, test => test.Tester, (test, cell) => test with { Tester = cell })
        {
            IsRequired = true, Max = 100, Example = "江西省网络安全测评中心",
        },
        new(
            "result", "检测结果", ColumnKind.Choice, test => Choice.TestResults.Zh(test.Result),
            (test, cell) => test with { Result = Choice.TestResults.Of(cell) })
        {
            IsRequired = true, Choices = Choice.TestResults.Choices, Example = "合格",
        },
        new(
            "hosts", "检测的域名", ColumnKind.Hosts, test => CellText.Of(test.Hosts.Distinct(StringComparer.Ordinal)),
            (test, cell) => test with { Hosts = CellText.Items(cell) })
        {
            IsRequired = true, Max = 253, ItemsMax = 20, Example = "nc1z.ncedu.cn",
        },
        new("reportSha256", "检测报告摘要", ColumnKind.Text, test => test.ReportSha256, (test, cell) => test with { ReportSha256 = cell })
        {
            IsRequired = true, Max = 64, Example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
    ];

    public override bool IsOneRowARecord => false;

    public override IEnumerable<ImmutableArray<string>> Rows(TabledSite site) => site.SecurityTests.Select(ImmutableArray<string> (SecurityTestView test) =>
        [.. Heads.Select(column => column.Cell(site)), Number.Cell(test), .. Reports.Select(column => column.Cell(test.Report))]);

    public override RowPlan Plan(ImportRow row, TabledSite site)
    {
        var heads = Compare(row, Heads, site, site);
        if (!heads.Faults.IsEmpty) return new RowPlan([], [], heads.Faults);

        return CellOf(row, Number) is { Length: > 0 } number ? Known(row, site, number) : New(row, site);
    }

    private RowPlan Known(ImportRow row, TabledSite site, string number)
    {
        if (site.SecurityTests.FirstOrDefault(test => Number.Cell(test) == number) is not { } known) return RowPlan.Of(RowFaults.TestUnknown(Number));

        var compared = Compare(row, Reports, known.Report, known.Report);
        return new RowPlan([], [], [.. compared.Faults, .. compared.Changes.Select(change => RowFaults.TestKept(ColumnOf(change.Column)))]);
    }

    private RowPlan New(ImportRow row, TabledSite site)
    {
        var blank = new SecurityTestReport(default, "", TestResult.Passed, [], "");
        var compared = Compare(row, Reports, null, blank);
        if (!compared.Faults.IsEmpty) return new RowPlan(compared.Changes, [], compared.Faults);

        return site.SecurityTests.Any(test => Reports.All(column => column.Cell(test.Report) == CellOf(row, column)))
            ? RowPlan.Nothing
            : new RowPlan(compared.Changes, [new RowStep("test", new RecordSecurityTest(compared.Draft), null, compared.Changes)], []);
    }
}
