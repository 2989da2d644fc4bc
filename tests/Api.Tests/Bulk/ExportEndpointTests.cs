using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk;
using NanchangEdu.Registry.Api.Bulk.Exports;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>Lists and templates as files.</summary>
[Collection(SharedGateway.Name)]
public sealed class ExportEndpointTests(Gateway gateway)
{
    public static TheoryData<string> Tables => [.. AllTables.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_template_has_the_headings_of_its_table_and_says_what_they_ask_for(string table)
    {
        using var clerk = gateway.As(People.Of(Role.Clerk));
        using var answer = await clerk.GetAsync($"/api/v1/import-templates/{table}");
        var file = await answer.Content.ReadAsByteArrayAsync();
        string[] headings = [.. AllTables.Named(table).Columns.Select(column => column.Heading)];

        Assert.Equal(FileForms.Xlsx, answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith($"{AllTables.Named(table).Title}模板-", answer.Content.Headers.ContentDisposition?.FileNameStar, StringComparison.Ordinal);
        Assert.Equal(headings, Assert.Single(Workbooks.Read(file, FileFormat.Xlsx)));
        Assert.Equal(headings, Assert.Single(Workbooks.Read(await clerk.GetByteArrayAsync($"/api/v1/import-templates/{table}?format=csv&encoding=gb18030"), FileFormat.Csv)));

        using var upload = await clerk.SendAsync(UploadedFiles.Request(table, file, FileForms.Xlsx));
        await upload.ShouldBeProblem(HttpStatusCode.BadRequest, "import-file-unreadable"); // there is nothing in it yet
    }

    [Fact]
    public async Task What_begins_like_a_formula_is_neutralised_in_files_for_spreadsheets_and_as_it_is_in_JSON()
    {
        const string name = "=HYPERLINK(\"http://evil\")学校";
        using var admin = gateway.As(People.Of(Role.Admin));
        var unit = City.Unused();
        using var put = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/units/{unit}").With(
            $$"""{"name": "=HYPERLINK(\"http://evil\")学校", "type": "bureauSchool", "authority": "{{City.Authority}}", "address": "+86 东湖区"}"""));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);

        var csv = await admin.GetStringAsync($"/api/v1/exports/units?format=csv&q={unit}");
        var xlsx = Workbooks.SheetOf(await admin.GetByteArrayAsync($"/api/v1/exports/units?q={unit}"));
        var json = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/exports/units?format=json&q={unit}")).RootElement;

        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")学校\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"'+86 东湖区\"", csv, StringComparison.Ordinal);
        Assert.Contains($"'{name}", xlsx.Descendants().Where(element => element.Name.LocalName == "t").Select(text => text.Value));
        Assert.Equal(name, Assert.Single(json.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Exports_of_sites_have_everything_but_their_people_and_take_the_filters_of_the_list()
    {
        var (city, other) = (await City.Found(gateway), await City.Found(gateway));
        var ((site, _), (otherSite, _)) = (await city.RegisterSite(), await other.RegisterSite());
        using var centre = gateway.As(People.Of(Role.Centre));

        foreach (var list in new[] { "sites", "filings" })
        {
            var text = await centre.GetStringAsync($"/api/v1/exports/{list}?format=json&q={Uri.EscapeDataString(city.NameOfUnit)}");
            Assert.Contains(site, text, StringComparison.Ordinal);
            Assert.DoesNotContain(otherSite, text, StringComparison.Ordinal);
            Assert.All(["李建国", "王敏", "0791-86000001", "13800000004", "office@nc1z.ncedu.cn"], person => Assert.DoesNotContain(person, text, StringComparison.Ordinal));
        }

        using var wrong = await centre.GetAsync("/api/v1/exports/sites?format=pdf");
        await wrong.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        using var paged = await centre.GetAsync("/api/v1/exports/sites?limit=10");
        await paged.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task The_inbox_and_the_accounts_are_exported_in_the_words_of_people()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var unit = (await City.Found(gateway)).Unit;
        var person = $"export-{RequestParts.FreshKey()}"[..40];
        using var put = await admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/accounts/{person}").With(
            $$"""{"userName": "{{person}}", "name": "李强", "roles": ["clerk", "head"], "unit": "{{unit}}"}"""));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);

        var accounts = await admin.GetStringAsync("/api/v1/exports/accounts?format=csv");
        using var requests = await admin.GetAsync("/api/v1/exports/requests?format=csv");

        Assert.Contains(accounts.Split("\r\n"), line => line.Contains($"\"{person}\"", StringComparison.Ordinal) && line.Contains('；', StringComparison.Ordinal));
        Assert.StartsWith("\uFEFF\"网站编号\",\"网站名称\"", Encoding.UTF8.GetString(await requests.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadlines_and_reminders_are_exported_within_the_scope_and_by_their_filters()
    {
        var (city, site) = await new Inbox.ReviewDesk(gateway).Filed();
        using var clerk = gateway.As(city.Clerk);
        using var stranger = gateway.As(new Actor("export-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool));

        var own = await clerk.GetStringAsync($"/api/v1/exports/deadlines?format=csv&site={site}&kind=request&who=authority");
        Assert.Equal(2, own.Trim().Split("\r\n").Length);
        Assert.Contains("\"主管单位\"", own, StringComparison.Ordinal);
        Assert.Contains("\"NC-3.8\"", own, StringComparison.Ordinal);
        Assert.DoesNotContain(site, await stranger.GetStringAsync($"/api/v1/exports/deadlines?format=json&site={site}"), StringComparison.Ordinal);
        Assert.DoesNotContain(site, await clerk.GetStringAsync($"/api/v1/exports/deadlines?format=json&site={site}&overdue=true"), StringComparison.Ordinal);
        Assert.StartsWith("\uFEFF\"网站编号\"", Encoding.UTF8.GetString(await clerk.GetByteArrayAsync("/api/v1/exports/reminders?format=csv&unanswered=true")), StringComparison.Ordinal);
        using var paged = await clerk.GetAsync("/api/v1/exports/deadlines?cursor=x");
        await paged.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task More_rows_than_an_export_may_have_are_refused_before_the_first_is_sent()
    {
        var desk = new ExportDesk(DispatchProxy.Create<ICatalog, EndlessCatalog>(), null!, TimeProvider.System);
        var query = new RequestExportQuery(new RequestListQuery(new RequestFilter(CatalogScope.Nothing, null, null, null, null, Limits.PageMax), null, Total: false), new FileChoice(FileFormat.Csv, FileEncoding.Utf8));

        var answer = Assert.IsType<ProblemResult>(await desk.Requests(query, new Caller(People.Of(Role.Centre), DemandsFreshness: false), default));

        var problem = answer.In(TextLanguage.Chinese);
        Assert.Equal(("export-too-large", 409), (problem.Rule, problem.Status));
        Assert.Contains($"{Limits.ExportRows}", problem.Detail, StringComparison.Ordinal);
    }
}

/// <summary>A catalog whose inbox has always one page more.</summary>
public class EndlessCatalog : DispatchProxy
{
    private static readonly RequestListRow Row = new(
        "site", "网站", "unit", "单位", "authority", new RequestCatalogRow(1, "launch", "submitted", 1, null, null, "p", "某", default, default, null));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name == nameof(ICatalog.Requests)
        ? Task.FromResult(new CatalogPage<RequestListRow>([.. Enumerable.Repeat(Row, Limits.PageMax)], "more"))
        : throw new NotSupportedException(targetMethod?.Name);
}
