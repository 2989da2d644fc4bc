using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Printing.Pages;
using NanchangEdu.Registry.Api.Tests.Identity;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Tests.Books;

/// <summary>台账 over HTTP: the same for programs and for the printer, and no contact for whoever is not of the sponsor.</summary>
[Collection(SharedGateway.Name)]
public sealed class BookTests(Gateway gateway)
{
    private const string Statement = "本人作为网站第一责任人，确认本年度网站信息属实。";
    private const string Password = "南昌的春天有樟树，也有杜鹃花";

    /// <summary>Of the contacts in the example of a profile.</summary>
    private static readonly string[] Contacts = ["0791-8600000", "13800000004", "office@nc1z", "李建国", "陈红", "王敏", "刘强"];

    private int ThisYear => RegistryCalendar.YearOf(gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    [Fact]
    public async Task A_sites_book_has_its_year_with_the_end_of_its_chain()
    {
        var (city, id) = await WithAYear();

        var book = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/sites/{id}/book"));

        var site = book.GetProperty("site");
        Assert.Equal((id, ThisYear, "draft"), (site.GetProperty("id").GetString(), site.GetProperty("year").GetInt32(), site.GetProperty("stage").GetString()));
        Assert.Equal("domain", Assert.Single(site.GetProperty("filings").EnumerateArray()).GetProperty("kind").GetString());
        Assert.False(book.GetProperty("areContactsMasked").GetBoolean());
        var confirmation = Assert.Single(book.GetProperty("confirmations").EnumerateArray());
        Assert.Equal((Statement, city.Clerk.Name), (confirmation.GetProperty("statement").GetString(), confirmation.GetProperty("by").GetString()));

        var ledger = book.GetProperty("ledger");
        var history = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/sites/{id}/history")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            [("siteRegistered", "网站登记", "clerk"), ("filingRecorded", "备案登记", "clerk"), ("responsibilityConfirmed", "年度责任确认", "head")],
            ledger.GetProperty("entries").EnumerateArray().Select(e => (Of(e, "type"), Of(e, "what"), Of(e, "actorRole"))));
        Assert.Equal(history.Select(e => Of(e, "hash")), ledger.GetProperty("entries").EnumerateArray().Select(e => Of(e, "hash")));
        Assert.Equal((3, Of(history[^1], "hash")), (ledger.GetProperty("headSeq").GetInt32(), Of(ledger, "headHash")));
        Assert.False(ledger.GetProperty("isCut").GetBoolean());
    }

    [Fact]
    public async Task The_printed_page_says_what_the_JSON_says()
    {
        var (city, id) = await WithAYear();
        var book = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/sites/{id}/book"));

        var page = await Page(city.Clerk, $"/api/v1/sites/{id}/book?format=html");

        Assert.Equal($"{city.NameOfUnit} · {ThisYear} 年度网站管理台账", page.Title);
        Assert.All(Contacts, contact => Assert.Contains(contact, page.Words, StringComparison.Ordinal));
        Assert.DoesNotContain("已遮盖", page.Words, StringComparison.Ordinal);
        foreach (var words in new[]
        {
            "一、基本信息", "二、责任人", "三、备案与佐证", "四、上线条件", "五、本年度安全检测", "六、本年度申请与审批", "七、本年度临时下线", "八、关停与注销",
            "九、年度台账", Statement, "规则包 2026.3",
        })
        {
            Assert.Contains(words, page.Words, StringComparison.Ordinal);
        }

        var ledger = book.GetProperty("ledger");
        foreach (var entry in ledger.GetProperty("entries").EnumerateArray())
        {
            var row = page.Rows.Single(cells => cells is [_, .., var hash] && hash == Of(entry, "hash")![..12]);
            Assert.Equal($"{entry.GetProperty("seq").GetInt32()}", row[0]);
            Assert.StartsWith(Of(entry, "what")!, row[3], StringComparison.Ordinal);
        }

        Assert.Contains(Of(ledger, "headHash")!, page.Words, StringComparison.Ordinal);
        Assert.Equal(book.GetProperty("site").GetProperty("launchGate").GetArrayLength(), page.Rows.Count(cells => cells.Length == 6 && cells[0].StartsWith("NC-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Role.Reviewer)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Centre)]
    [InlineData(Role.Auditor)]
    public async Task Whoever_is_not_of_the_sponsor_reads_no_contact(Role role)
    {
        var (city, id) = await WithAYear();
        foreach (var path in new[] { $"/api/v1/sites/{id}/book", $"/api/v1/units/{city.Unit}/book?full=true" })
        {
            var json = await Text(People.Of(role), path);
            var page = await Page(People.Of(role), $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=html");
            Assert.All(Contacts, contact => Assert.DoesNotContain(contact, json, StringComparison.Ordinal));
            Assert.All(Contacts, contact => Assert.DoesNotContain(contact, page.Words, StringComparison.Ordinal));
            Assert.Contains("\"areContactsMasked\":true", json, StringComparison.Ordinal);
            Assert.Contains("此处已遮盖", page.Words, StringComparison.Ordinal);
            Assert.Contains("138****", page.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_year_has_another_ledger_and_the_same_end()
    {
        var (city, id) = await WithAYear();
        var now = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/sites/{id}/book")).GetProperty("ledger");
        var before = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/sites/{id}/book?year={ThisYear - 1}")).GetProperty("ledger");
        Assert.Empty(before.GetProperty("entries").EnumerateArray());
        Assert.Equal(Of(now, "headHash"), Of(before, "headHash"));
        Assert.Contains("本年度没有记录", (await Page(city.Clerk, $"/api/v1/sites/{id}/book?year={ThisYear - 1}&format=html")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_units_book_has_its_sites_in_short_and_their_books_when_asked()
    {
        var (city, id) = await WithAYear();

        var brief = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/units/{city.Unit}/book"));
        Assert.Equal((city.Unit.Uscc, "2026.3"), (Of(brief.GetProperty("unit"), "id"), Of(brief, "rulePack")));
        var site = Assert.Single(brief.GetProperty("sites").EnumerateArray());
        Assert.Equal((id, 1), (Of(site, "id"), site.GetProperty("filings").GetArrayLength()));
        Assert.Empty(brief.GetProperty("books").EnumerateArray());
        Assert.Equal("unitRegistered", Of(Assert.Single(brief.GetProperty("ledger").GetProperty("entries").EnumerateArray()), "type"));

        var full = JsonElement.Parse(await Text(city.Clerk, $"/api/v1/units/{city.Unit}/book?full=true"));
        Assert.Equal(id, Of(Assert.Single(full.GetProperty("books").EnumerateArray()).GetProperty("site"), "id"));

        var page = await Page(city.Clerk, $"/api/v1/units/{city.Unit}/book?full=true&format=html");
        Assert.Equal($"{city.NameOfUnit} · {ThisYear} 年度单位网站管理台账", page.Title);
        Assert.Contains("四、单位年度台账", page.Words, StringComparison.Ordinal);
        Assert.Contains("九、年度台账", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("九、年度台账", (await Page(city.Clerk, $"/api/v1/units/{city.Unit}/book?format=html")).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json,text/html;q=0.5", "application/json")]
    [InlineData("nonsense", "application/json")]
    public async Task A_browser_gets_the_page_and_a_program_JSON(string? accept, string expected)
    {
        var (city, id) = await WithAYear();
        using var client = gateway.As(city.Clerk);
        foreach (var (query, form) in new[] { ("", expected), ("?format=json", "application/json"), ("?format=html", "text/html") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/{id}/book{query}");
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, form), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task Both_forms_are_304_to_whoever_has_them_and_are_not_taken_for_each_other()
    {
        var (city, id) = await WithAYear();
        using var client = gateway.As(city.Clerk);
        var tags = new List<string>();
        foreach (var form in new[] { "json", "html" })
        {
            using var first = await client.GetAsync($"/api/v1/sites/{id}/book?format={form}");
            tags.Add(first.Headers.ETag!.Tag);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/{id}/book?format={form}");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag);
            using var second = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        }

        Assert.NotEqual(tags[0], tags[1]);
    }

    [Fact]
    public async Task Whoever_is_signed_in_prints_and_whoever_is_not_is_led_to_the_sign_in_and_back()
    {
        var (city, id) = await WithAYear();
        var path = $"/api/v1/sites/{id}/book?year={ThisYear}";
        await using (var scope = gateway.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Passwords>().SetFirst((await gateway.Tokens.Accounts.Standing(city.Clerk.PersonId))!, Password);
        }

        using var browser = new Browser(gateway.ClientOptions.BaseAddress);
        var led = await browser.Get(path);
        Assert.Equal(HttpStatusCode.Found, led.Status);
        Assert.Contains("/account/sign-in?returnUrl=", led.Next, StringComparison.Ordinal);
        var signed = await browser.Submit(led.Next!, "/account/sign-in", ("userName", $"user-{city.Clerk.PersonId}"), ("password", Password));
        Assert.Equal(path, signed.Next);

        var shown = await browser.Get(signed.Next!);
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Contains("网站管理台账", shown.Words, StringComparison.Ordinal);
        using var stranger = new Browser(gateway.ClientOptions.BaseAddress);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.Get($"/api/v1/sites/{id}")).Status);
    }

    [Fact]
    public async Task The_style_sheet_sets_a_sheet_of_paper()
    {
        using var client = gateway.Anonymous();
        using var answer = await client.GetAsync(Api.Http.Routes.PrintStyle);
        var css = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/css"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        foreach (var rule in new[] { "size: A4", "\"第 \" counter(page) \" 页", "@media print", "table-footer-group", "table-header-group" })
            Assert.Contains(rule, css, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/sites/site-1/history", "其余见 /api/v1/sites/site-1/history")]
    [InlineData(null, "其余请向审计人员查询")]
    public async Task A_book_that_was_cut_says_so_and_where_the_rest_is(string? restAt, string expected)
    {
        var at = new DateTimeOffset(2026, 3, 1, 16, 30, 0, TimeSpan.Zero);
        var entry = new BookEntryView(1, "siteRegistered", "网站登记", null, at, at, "张三", "clerk", "2026.1", new string('a', 64));
        await using var renderer = new HtmlRenderer(gateway.Services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var shown = await renderer.RenderComponentAsync<LedgerPart>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(LedgerPart.Heading)] = "九、年度台账",
                [nameof(LedgerPart.Ledger)] = new BookLedgerView([entry], IsCut: true, restAt, HeadSeq: 7000, new string('b', 64)),
            }));
            return WebUtility.HtmlDecode(shown.ToHtmlString());
        });

        Assert.Contains("只有前 1 条", html, StringComparison.Ordinal);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 00:30", html, StringComparison.Ordinal);
        Assert.Contains("张三（学校经办人）", html, StringComparison.Ordinal);
        Assert.Contains("第 7000 号", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_wrote_stays_text()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        using var filed = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{id}/filings/domain").With(
            """{"state": "filed", "holder": "<script>alert(1)</script>&amp;"}"""));
        Assert.Equal(HttpStatusCode.OK, filed.StatusCode);

        var page = await Page(city.Clerk, $"/api/v1/sites/{id}/book?format=html");

        Assert.Contains("<script>alert(1)</script>&amp;", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A site of which something was done this year.</summary>
    private async Task<(City City, string Site)> WithAYear()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        using var filed = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{id}/filings/domain").With("""{"state": "filed", "holder": "南昌市教育局"}"""));
        Assert.Equal(HttpStatusCode.OK, filed.StatusCode);
        using var head = gateway.As(city.Clerk with { PersonId = $"head-{city.Unit}", Role = Role.Head });
        using var confirmed = await head.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{id}/responsibility-confirmations").With(
            $$"""{"statement": "{{Statement}}"}"""));
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return (city, id);
    }

    private async Task<string> Text(Actor by, string path)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{by.Role} {path}: {text}");
        return text;
    }

    private async Task<PrintedPage> Page(Actor by, string path)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        return await PrintedPage.Of(answer);
    }

    private static string? Of(JsonElement element, string member) => element.GetProperty(member).GetString();
}
