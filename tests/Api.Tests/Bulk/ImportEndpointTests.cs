using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Api.Tests.Bulk;

/// <summary>From a file to the ledger and back, at the gateway.</summary>
[Collection(SharedGateway.Name)]
public sealed class ImportEndpointTests(Gateway gateway)
{
    private static readonly string Hash = new('a', 64);

    private static readonly (string Column, string Cell)[] Domain =
        [("domainState", "已备案"), ("domainRegisteredOn", "2015年5月20日"), ("domainExpiresOn", "2030/5/20"), ("domainEvidence", Hash)];

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    [InlineData("csv&encoding=gb18030")]
    public async Task An_exported_file_comes_in_unchanged_and_a_changed_cell_is_shown_first_and_then_done_as_one_act(string format)
    {
        var city = await City.Found(gateway);
        var (site, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        var (form, mediaType) = format == "xlsx" ? (FileFormat.Xlsx, FileForms.Xlsx) : (FileFormat.Csv, FileForms.Csv);

        foreach (var table in AllTables.All.Where(table => table.Name != "tests"))
        {
            var exported = await clerk.GetByteArrayAsync($"/api/v1/exports/{table.Name}?format={format}");
            var same = await clerk.Settled(await clerk.Upload(table.Name, exported, mediaType));
            Assert.Equal($"checked 1 1 {table.Name}", $"{same.GetProperty("state")} {same.Count("all")} {same.Count("unchanged")} {table.Name}");
        }

        var before = Workbooks.Read(await clerk.GetByteArrayAsync($"/api/v1/exports/filings?format={format}"), form);
        var file = Changed(AllTables.Filings, before, form, [.. Domain, ("domainHolder", city.NameOfUnit)]);
        var id = await clerk.Upload("filings", file, mediaType);
        var shown = await clerk.Settled(id);
        var row = Assert.Single(await clerk.Rows(id, "?state=changed"));
        Assert.Equal("checked 1", $"{shown.GetProperty("state")} {shown.Count("changed")}");
        Assert.Equal(site, row.GetProperty("record").GetString());
        Assert.Equal(
            ["domainState", "domainHolder", "domainRegisteredOn", "domainExpiresOn", "domainEvidence"],
            row.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("column").GetString()));
        Assert.Single(await Events(clerk, site)); // the dry run has changed nothing

        using var applied = await clerk.Apply(id);
        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);
        var done = await clerk.Settled(id);
        var recorded = Assert.Single((await Events(clerk, site))[1..]);

        Assert.Equal("applied 1", $"{done.GetProperty("state")} {done.Count("applied")}");
        Assert.Equal(done.GetProperty("requestId").GetString(), recorded.GetProperty("body").GetProperty("requestId").GetString());
        Assert.Equal(city.Clerk.PersonId, recorded.GetProperty("body").GetProperty("actor").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_row_tells_its_errors_in_Chinese_with_row_and_column_and_the_others_may_be_applied_without_it()
    {
        var (city, other) = (await City.Found(gateway), await City.Found(gateway));
        var ((site, _), (foreign, _)) = (await city.RegisterSite(), await other.RegisterSite());
        using var clerk = gateway.As(city.Clerk);
        string[] lines =
        [
            "网站编号,开办目的,开通日期,主域名", $"{site},招生咨询,,", $"{foreign},别家的,,", $"{SiteId.Derive("nobody", "nothing")},没有的,,", $"{site},重复的,,", ",无编号,,",
            $"{SiteId.Derive("nobody", "no date")},日期不对,2026-02-30,",
        ];

        var id = await clerk.Upload("sites", Encoding.UTF8.GetBytes(string.Join('\n', lines)), FileForms.Csv);
        var import = await clerk.Settled(id);
        var errors = (await clerk.Rows(id, "?state=error")).SelectMany(row => row.GetProperty("errors").EnumerateArray()).ToArray();

        // an empty main host is an error of the first row: what must not be empty is not emptied
        Assert.Equal("6 6", $"{import.Count("all")} {import.Count("error")}");
        Assert.Equal(
            ["2 mainHost missing", "3  not-found", "4  not-found", "5 id repeated-row", "6 id missing", "7 openedOn date"],
            errors.Select(error => $"{error.GetProperty("row")} {error.GetProperty("column")} {error.GetProperty("code")}"));
        Assert.All(errors, error => Assert.Contains(error.GetProperty("zh").GetString()!, letter => letter is >= '一' and <= '鿿'));
        Assert.Equal("主域名", errors[0].GetProperty("header").GetString());

        var right = await clerk.Upload(
            "sites", Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => string.Join(',', line.Split(',')[..2])))), FileForms.Csv);
        await clerk.Settled(right);
        using var refused = await clerk.Apply(right);
        var problem = await refused.ShouldBeProblem(HttpStatusCode.Conflict, "import-has-errors");
        Assert.Equal(5, problem.GetProperty("left").GetInt32());
        using var skipping = await clerk.Apply(right, skipErrors: true);
        Assert.Equal(HttpStatusCode.OK, skipping.StatusCode);
        var done = await clerk.Settled(right);
        Assert.Equal("applied 1 5", $"{done.GetProperty("state")} {done.Count("applied")} {done.Count("error")}");
        Assert.Contains("招生咨询", await clerk.GetStringAsync($"/api/v1/sites/{site}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_give_a_rows_command_is_told_so_by_the_dry_run()
    {
        var city = await City.Found(gateway);
        var (site, _) = await city.RegisterSite();
        using var reviewer = gateway.As(city.Reviewer);

        var id = await reviewer.Upload("sites", Encoding.UTF8.GetBytes($"id,purpose\n{site},招生"), FileForms.Csv);
        await reviewer.Settled(id);

        var error = Assert.Single(Assert.Single(await reviewer.Rows(id)).GetProperty("errors").EnumerateArray());
        Assert.Equal("purpose role-not-allowed", $"{error.GetProperty("column")} {error.GetProperty("code")}");
    }

    [Fact]
    public async Task Units_are_registered_and_changed_by_an_administrators_file()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var (first, second) = (City.Unused(), City.Unused());
        var file = $"统一社会信用代码,单位名称,单位类型,主管单位代码,地址\n{first},南昌市甲中学,局属学校,{City.Authority},东湖区\n{second},南昌市乙中学,bureauSchool,{City.Authority},西湖区";

        var id = await admin.Upload("units", Encoding.UTF8.GetBytes(file), FileForms.Csv);
        Assert.Equal(2, (await admin.Settled(id)).Count("changed"));
        using var unknown = await admin.GetAsync($"/api/v1/units/{first}");
        await unknown.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var applied = await admin.Apply(id);
        Assert.Equal(2, (await admin.Settled(id)).Count("applied"));

        var unit = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/units/{second}")).RootElement;
        Assert.Equal("南昌市乙中学", unit.GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_upload_repeated_under_its_key_is_the_same_import_and_another_file_under_it_is_refused()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var (key, file) = (RequestParts.FreshKey(), Encoding.UTF8.GetBytes($"uscc\n{City.Unused()}"));

        using var first = await admin.SendAsync(UploadedFiles.Request("units", file, FileForms.Csv, key));
        using var again = await admin.SendAsync(UploadedFiles.Request("units", file, FileForms.Csv, key));
        using var other = await admin.SendAsync(UploadedFiles.Request("units", [.. file, (byte)'\n'], FileForms.Csv, key));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        await other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task What_is_over_is_over_and_a_repeated_command_has_its_first_answer()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var id = await admin.Upload("units", Encoding.UTF8.GetBytes($"uscc\n{City.Unused()}"), FileForms.Csv);
        await admin.Settled(id);

        using var cancelled = await Cancel(admin, id, "cancel-once");
        using var repeated = await Cancel(admin, id, "cancel-once");
        using var late = await admin.Apply(id, skipErrors: true);

        Assert.Equal("cancelled", JsonDocument.Parse(await cancelled.Content.ReadAsStringAsync()).RootElement.GetProperty("state").GetString());
        Assert.Equal(await cancelled.Content.ReadAsStringAsync(), await repeated.Content.ReadAsStringAsync());
        await late.ShouldBeProblem(HttpStatusCode.Conflict, "import-over");
    }

    [Fact]
    public async Task The_list_shows_the_owners_imports_the_latest_first_and_nobody_elses()
    {
        var (city, other) = (await City.Found(gateway), await City.Found(gateway));
        using var clerk = gateway.As(city.Clerk);
        var ids = new List<string>();
        for (var n = 0; n < 3; n++) ids.Insert(0, await clerk.Upload("units", Encoding.UTF8.GetBytes($"uscc\n{city.Unit}\n{City.Unused()}"), FileForms.Csv));
        await UploadedFiles.Upload(gateway, other.Clerk, "units", $"uscc\n{other.Unit}");

        using var stranger = gateway.As(other.Clerk);
        using var foreign = await stranger.GetAsync($"{Routes.Imports}/{ids[0]}/rows");

        Assert.Equal(ids, await Listed(clerk));
        Assert.Single(await Listed(stranger));
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Rows_come_page_by_page_in_the_order_of_the_file()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var lines = Enumerable.Range(0, 250).Select(_ => City.Unused().Uscc).ToArray();
        var id = await admin.Upload("units", Encoding.UTF8.GetBytes($"uscc\n{string.Join('\n', lines)}"), FileForms.Csv);
        Assert.Equal(250, (await admin.Settled(id)).Count("error")); // units that are not there need a name

        var read = new List<string>();
        for (var cursor = "0"; cursor is not null;)
        {
            var page = JsonDocument.Parse(await admin.GetStringAsync($"{Routes.Imports}/{id}/rows?limit=60&cursor={cursor}")).RootElement;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("record").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(lines, read);
    }

    [Fact]
    public async Task A_file_that_is_not_taken_says_why()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        async Task<JsonElement> Answer(byte[] file, string mediaType, HttpStatusCode status, string rule)
        {
            using var answer = await admin.SendAsync(UploadedFiles.Request("units", file, mediaType));
            return await answer.ShouldBeProblem(status, rule);
        }

        await Answer("{}"u8.ToArray(), "application/json", HttpStatusCode.BadRequest, "import-file-unreadable");
        await Answer("no workbook"u8.ToArray(), FileForms.Xlsx, HttpStatusCode.BadRequest, "import-file-unreadable");
        await Answer("uscc\n"u8.ToArray(), FileForms.Csv, HttpStatusCode.BadRequest, "import-file-unreadable");
        await Answer(new byte[Limits.UploadBytes + 1], FileForms.Csv, HttpStatusCode.RequestEntityTooLarge, "import-too-large");
        await Answer(Workbooks.Of(Workbooks.Sheet(new string(' ', 20_000_000))), FileForms.Xlsx, HttpStatusCode.RequestEntityTooLarge, "import-too-large");
        var problem = await Answer("名称,电话\n1,2\n"u8.ToArray(), FileForms.Csv, HttpStatusCode.BadRequest, "import-table-mismatch");
        Assert.Equal(
            ["名称 heading-unknown", "电话 heading-unknown", "统一社会信用代码 heading-missing"],
            problem.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("field")} {item.GetProperty("code")}"));
        gateway.Defects.ShouldBeNone();
    }

    /// <summary>The file again with cells of its one row changed, as a workbook or a CSV without any guard: what people save.</summary>
    private static byte[] Changed(Table table, string[][] rows, FileFormat format, params (string Column, string Cell)[] cells)
    {
        var row = rows[1].ToArray();
        foreach (var (column, cell) in cells) row[Array.FindIndex(rows[0], table.ColumnOf(column).IsNamed)] = cell;
        return Workbooks.Write(format, FileEncoding.Gb18030, rows[0], [row]);
    }

    private static async Task<JsonElement[]> Events(HttpClient client, string site) =>
        [.. JsonDocument.Parse(await client.GetStringAsync($"/api/v1/sites/{site}/history")).RootElement.GetProperty("items").EnumerateArray()];

    private static Task<HttpResponseMessage> Cancel(HttpClient client, string id, string key) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{Routes.Imports}/{id}/cancellation").With("{}", string.Create(CultureInfo.InvariantCulture, $"{key}-{id}")));

    private static async Task<IEnumerable<string>> Listed(HttpClient client) => JsonDocument.Parse(await client.GetStringAsync(Routes.Imports)).RootElement
        .GetProperty("items").EnumerateArray().Select(import => import.GetProperty("id").GetString()!);
}
