using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Tests.Reports;

/// <summary>Counts the running month at each question.</summary>
public sealed class LiveGateway : Gateway
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Registry:Reports:LiveSeconds", "0")];
}

/// <summary>合规汇总 over HTTP.</summary>
public sealed class ComplianceReportTests(LiveGateway gateway) : IClassFixture<LiveGateway>
{
    private const string Path = "/api/v1/reports/compliance";

    private CalendarMonth ThisMonth => CalendarMonth.Of(gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    [Fact]
    public async Task An_authority_reads_its_own_branch_live_as_JSON_and_as_a_page()
    {
        var (bureau, reviewer) = await Bureau(sites: 2);
        var (_, stranger) = await Bureau(sites: 1);

        var report = JsonElement.Parse(await Text(reviewer, Path));
        Assert.Equal(($"{ThisMonth}", false), (report.GetProperty("month").GetString(), report.GetProperty("isFinal").GetBoolean()));
        var row = Assert.Single(report.GetProperty("authorities").EnumerateArray());
        Assert.Equal((bureau.Unit.Uscc, bureau.NameOfUnit), (row.GetProperty("authority").GetString(), row.GetProperty("name").GetString()));
        Assert.Equal(2, row.GetProperty("figures").GetProperty("sitesByStage").GetProperty("draft").GetInt32());
        Assert.Equal(2, report.GetProperty("total").GetProperty("sitesByStage").GetProperty("draft").GetInt32());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("figures").GetProperty("requests").GetProperty("averageWorkingDays").ValueKind);
        Assert.DoesNotContain(bureau.Unit.Uscc, await Text(stranger, Path), StringComparison.Ordinal);
        Assert.DoesNotContain(bureau.Unit.Uscc, await Text(stranger, $"{Path}?authority={bureau.Unit}"), StringComparison.Ordinal);

        using var client = gateway.As(reviewer);
        using var answer = await client.GetAsync($"{Path}?format=html");
        var page = await PrintedPage.Of(answer);
        Assert.Equal($"{ThisMonth} 教育系统网站合规汇总", page.Title);
        Assert.Contains("本月尚未结束", page.Words, StringComparison.Ordinal);
        Assert.Contains("class=\"wide\"", page.Html, StringComparison.Ordinal);
        var stages = page.Rows.First(cells => cells[0] == bureau.NameOfUnit);
        Assert.Equal([bureau.NameOfUnit, "2", .. Enumerable.Repeat("0", Enum.GetValues<Stage>().Length - 1), "2"], stages);
        Assert.Equal(8, page.Rows.Count(cells => cells[0] == bureau.NameOfUnit || cells[0] == "合计")); // four tables
    }

    [Theory]
    [InlineData(Role.Centre)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public async Task City_wide_roles_read_all_authorities_and_one_of_them_when_asked(Role role)
    {
        var (bureau, _) = await Bureau(sites: 1);
        var (other, _) = await Bureau(sites: 1);

        var all = await Text(People.Of(role), $"{Path}?month={ThisMonth}");
        Assert.Contains(bureau.Unit.Uscc, all, StringComparison.Ordinal);
        Assert.Contains(other.Unit.Uscc, all, StringComparison.Ordinal);
        var one = JsonElement.Parse(await Text(People.Of(role), $"{Path}?authority={other.Unit}")).GetProperty("authorities").EnumerateArray();
        Assert.Equal(other.Unit.Uscc, Assert.Single(one).GetProperty("authority").GetString());
    }

    [Theory]
    [InlineData("2020-01")]
    [InlineData("2199-12")]
    public async Task A_month_without_a_kept_report_is_said_not_to_have_one(string month)
    {
        using var client = gateway.As(People.Of(Role.Auditor));
        foreach (var form in new[] { "json", "html" })
        {
            using var answer = await client.GetAsync($"{Path}?month={month}&format={form}");
            var problem = await answer.ShouldBeProblem(HttpStatusCode.NotFound, "compliance-month-missing");
            Assert.Equal(month, problem.GetProperty("month").GetString());
            Assert.Contains("事后不再补算", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("month=2026-13", "month")]
    [InlineData("month=2026", "month")]
    [InlineData("month=1900-01", "month")]
    [InlineData("authority=1", "authority")]
    [InlineData("format=pdf", "format")]
    public async Task A_parameter_at_fault_is_named(string query, string field)
    {
        using var client = gateway.As(People.Of(Role.Auditor));
        using var answer = await client.GetAsync($"{Path}?{query}");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(field, Assert.Single(problem.GetProperty("items").EnumerateArray()).GetProperty("field").GetString());
    }

    /// <summary>An authority of its own with schools that each have a draft of a site, and its reviewer.</summary>
    private async Task<(City Bureau, Actor Reviewer)> Bureau(int sites)
    {
        var bureau = await City.Found(gateway);
        for (var n = 0; n < sites; n++) await (await City.Found(gateway, bureau.Unit)).RegisterSite();
        return (bureau, new Actor($"reviewer-{bureau.Unit}", "李四", Role.Reviewer, bureau.Unit, bureau.Unit));
    }

    private async Task<string> Text(Actor by, string path)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{by.Role} {path}: {text}");
        return text;
    }
}
