using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>NC-2.3 from end to end: masked, asked for with a reason, shown to the one who asked, kept in the ledger, seen by the sponsor.</summary>
[Collection(SharedGateway.Name)]
public sealed class ContactDisclosureTests(Gateway gateway)
{
    private const string Why = "网站打不开，需电话联系";

    /// <summary>Of the contacts in the example of a profile.</summary>
    private static readonly string[] Contacts = ["0791-8600000", "13800000004", "office@nc1z", "李建国", "陈红", "王敏", "刘强"];

    private static readonly Role[] Others = [Role.Reviewer, Role.Lead, Role.Centre, Role.Auditor, Role.Admin];

    [Fact]
    public async Task The_view_is_masked_to_all_but_the_sponsors_own_people()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();

        foreach (var role in Others) ShouldHideContacts(await Get(People.Of(role), $"/api/v1/sites/{id}"));
        var own = await Get(city.Clerk, $"/api/v1/sites/{id}");
        Assert.All(Contacts, contact => Assert.Contains(contact, own, StringComparison.Ordinal));
        Assert.Contains("0791-86000001", await Get(city.Clerk with { PersonId = "head-of-it", Role = Role.Head }, $"/api/v1/sites/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_why_is_shown_the_contacts_and_the_sponsor_is_shown_who_looked()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        var reviewer = city.Reviewer;

        var number = await Disclose(reviewer, id);

        var shown = await Get(reviewer, $"/api/v1/sites/{id}/contact-disclosures/{number}");
        Assert.All(Contacts, contact => Assert.Contains(contact, shown, StringComparison.Ordinal));
        ShouldHideContacts(await Get(reviewer, $"/api/v1/sites/{id}"));

        var look = Assert.Single(JsonElement.Parse(await Get(city.Clerk, $"/api/v1/sites/{id}")).GetProperty("contactDisclosures").EnumerateArray());
        Assert.Equal((number, Why), (look.GetProperty("number").GetInt32(), look.GetProperty("reason").GetString()));
        Assert.Equal((reviewer.PersonId, reviewer.Name), (look.GetProperty("by").GetProperty("id").GetString(), look.GetProperty("by").GetProperty("name").GetString()));
        var events = Items(await Get(city.Clerk, $"/api/v1/sites/{id}/history"));
        var data = events[^1].GetProperty("body").GetProperty("data");
        Assert.Equal(("contactsDisclosed", Why), (events[^1].GetProperty("type").GetString(), data.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Nobody_else_reads_a_disclosure_and_all_are_told_the_same()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        var number = await Disclose(city.Reviewer, id);
        Actor[] others =
        [
            city.Reviewer with { PersonId = "another-reviewer" }, city.Reviewer with { Role = Role.Lead }, People.Of(Role.Centre), People.Of(Role.Auditor), city.Clerk,
        ];
        foreach (var other in others)
        {
            using var client = gateway.As(other);
            using var answer = await client.GetAsync($"/api/v1/sites/{id}/contact-disclosures/{number}");
            var problem = await answer.ShouldBeProblem(HttpStatusCode.NotFound, "disclosure-unknown");
            Assert.Equal("NC-2.3", problem.GetProperty("clause").GetString());
            Assert.Contains("重新说明理由", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using var stranger = gateway.As(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool));
        using var outside = await stranger.GetAsync($"/api/v1/sites/{id}/contact-disclosures/{number}");
        await outside.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    /// <summary>The answer lies under its key for a week, and comes back from there: it must not be a second place for numbers.</summary>
    [Fact]
    public async Task The_answer_that_is_kept_holds_no_contact_and_comes_back_byte_for_byte()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var reviewer = gateway.As(city.Reviewer);
        var key = RequestParts.FreshKey();

        using var first = await reviewer.SendAsync(Asking(id, key));
        using var again = await reviewer.SendAsync(Asking(id, key));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        var text = await first.Content.ReadAsStringAsync();
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
        ShouldHideContacts(text);
        Assert.Equal(2, Items(await Get(city.Clerk, $"/api/v1/sites/{id}/history")).Length);
    }

    [Fact]
    public async Task The_ledger_is_masked_to_who_reviews_and_raw_to_who_audits()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        await Disclose(city.Reviewer, id);

        var proved = Items(await Get(People.Of(Role.Auditor), $"/api/v1/sites/{id}/history"));
        Assert.All(proved, item => Assert.False(item.GetProperty("isMasked").GetBoolean()));
        Assert.All(proved, item => Assert.Equal(item.GetProperty("hash").GetString(), HashOf(item)));
        Assert.Equal(proved.SkipLast(1).Select(item => item.GetProperty("hash").GetString()), proved.Skip(1).Select(item => item.GetProperty("prevHash").GetString()));
        Assert.Contains("0791-86000001", proved[0].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(proved.Select(item => item.GetRawText()), Items(await Get(city.Clerk, $"/api/v1/sites/{id}/history")).Select(item => item.GetRawText()));

        foreach (var role in new[] { Role.Reviewer, Role.Lead, Role.Centre })
        {
            var page = await Get(People.Of(role), $"/api/v1/sites/{id}/history");
            ShouldHideContacts(page);
            var masked = Items(page);
            Assert.Equal([true, false], masked.Select(item => item.GetProperty("isMasked").GetBoolean()));
            Assert.Equal([false, true], masked.Select(item => item.GetProperty("hash").GetString() == HashOf(item)));
            Assert.Equal(proved.Select(Chained), masked.Select(Chained));
            Assert.Equal("南昌市第", masked[0].GetProperty("body").GetProperty("data").GetProperty("profile").GetProperty("name").GetString()![..4]);
        }
    }

    [Fact]
    public async Task The_sponsor_sees_its_contacts_without_asking_and_is_refused()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        using var answer = await clerk.SendAsync(Asking(id));
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task Blanks_are_no_reason()
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var reviewer = gateway.As(city.Reviewer);
        using var answer = await reviewer.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{id}/contact-disclosures").With("""{"reason": "  "}"""));
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal("reason", problem.GetProperty("field").GetString());
        ShouldHideContacts(await Get(city.Reviewer, $"/api/v1/sites/{id}/history"));
        Assert.Single(Items(await Get(city.Clerk, $"/api/v1/sites/{id}/history")));
    }

    [Fact]
    public async Task The_document_says_that_a_masked_body_does_not_hash()
    {
        using var client = gateway.Anonymous();
        var document = JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json"));
        var history = document.GetProperty("paths").GetProperty("/api/v1/sites/{id}/history").GetProperty("get").GetProperty("description").GetString();
        Assert.Contains("does not hash to its `hash`", history, StringComparison.Ordinal);
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("properties", out var properties) && properties.TryGetProperty("isMasked", out _)).ToArray();
        Assert.Equal(2, schemas.Length); // of a record's history, and of the feed
        Assert.All(schemas, schema => Assert.Contains(
            "does not hash to `hash`", schema.Value.GetProperty("properties").GetProperty("isMasked").GetProperty("description").GetString(), StringComparison.Ordinal));
    }

    private async Task<int> Disclose(Actor by, string id)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(Asking(id));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text).GetProperty("number").GetInt32();
    }

    private async Task<string> Get(Actor by, string path)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{by.Role} {path}: {text}");
        return text;
    }

    private static HttpRequestMessage Asking(string id, string? key = null) =>
        new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{id}/contact-disclosures").With($$"""{"reason": "{{Why}}"}""", key);

    private static JsonElement[] Items(string page) => [.. JsonElement.Parse(page).GetProperty("items").EnumerateArray()];

    private static (string?, string?) Chained(JsonElement item) => (item.GetProperty("prevHash").GetString(), item.GetProperty("hash").GetString());

    private static string HashOf(JsonElement item) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Convert.FromHexString(item.GetProperty("prevHash").GetString()!), .. Encoding.UTF8.GetBytes(item.GetProperty("body").GetRawText())]));

    private static void ShouldHideContacts(string text) => Assert.All(Contacts, contact => Assert.DoesNotContain(contact, text, StringComparison.Ordinal));
}
