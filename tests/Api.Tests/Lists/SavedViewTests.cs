using System.Globalization;
using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Lists;

/// <summary>Lists to come back to: each person's own, and never one that the list itself would refuse.</summary>
[Collection(SharedGateway.Name)]
public sealed class SavedViewTests(Gateway gateway)
{
    private const string Expiring = """{"list": "sites", "label": "60 天内到期", "query": {"stage": "live", "sort": "nextExpiryOn", "expiringWithinDays": "60"}}""";

    private static int serial;

    [Fact]
    public async Task What_a_person_saves_the_person_finds_again_by_name()
    {
        using var client = gateway.As(Somebody());
        Assert.Empty(await Views(client));

        await Saved(client, "expiring", Expiring);
        await Saved(client, "boxes", """{"list": "requests", "label": "待受理", "query": {"box": "waiting", "sort": "due"}}""");
        await Saved(client, "all-units", """{"list": "units", "label": "全部单位", "query": {}}""");
        await Saved(client, "due", """{"list": "deadlines", "label": "30 天内到期", "query": {"withinDays": "30", "acknowledged": "false"}}""");

        var views = await Views(client);
        Assert.Equal(["all-units", "boxes", "due", "expiring"], views.Select(NameOf));
        Assert.Equal(("sites", "60 天内到期"), (views[3].GetProperty("list").GetString(), views[3].GetProperty("label").GetString()));
        Assert.Equal(
            ["expiringWithinDays=60", "sort=nextExpiryOn", "stage=live"],
            views[3].GetProperty("query").EnumerateObject().Select(one => $"{one.Name}={one.Value.GetString()}"));

        await Saved(client, "expiring", """{"list": "sites", "label": "在线", "query": {"stage": "live"}}""");
        Assert.Equal("在线", (await Views(client))[3].GetProperty("label").GetString());

        using var removed = await client.SendAsync(Removal("boxes"));
        using var again = await client.SendAsync(Removal("boxes"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (removed.StatusCode, again.StatusCode));
        Assert.Equal(["all-units", "due", "expiring"], (await Views(client)).Select(NameOf));
    }

    /// <summary>What was saved is a question that can be asked.</summary>
    [Fact]
    public async Task A_saved_view_is_asked_with_its_own_parameters()
    {
        using var client = gateway.As(Somebody());
        await Saved(client, "expiring", Expiring);
        var query = string.Join('&', (await Views(client))[0].GetProperty("query").EnumerateObject().Select(one => $"{one.Name}={one.Value.GetString()}"));

        using var answer = await client.GetAsync($"/api/v1/sites?{query}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_what_another_has_saved()
    {
        using var one = gateway.As(Somebody());
        using var two = gateway.As(Somebody());
        await Saved(one, "expiring", Expiring);

        Assert.Empty(await Views(two));
        using var removed = await two.SendAsync(Removal("expiring"));
        Assert.Equal(["expiring"], (await Views(one)).Select(NameOf));
    }

    [Theory]
    [InlineData("""{"list": "sites", "label": "x", "query": {"stagge": "live"}}""", "query.stagge")]
    [InlineData("""{"list": "sites", "label": "x", "query": {"stage": "Live"}}""", "query.stage")]
    [InlineData("""{"list": "sites", "label": "x", "query": {"expiringWithinDays": "-1"}}""", "query.expiringWithinDays")]
    [InlineData("""{"list": "sites", "label": "x", "query": {"cursor": "abc"}}""", "query.cursor")]
    [InlineData("""{"list": "requests", "label": "x", "query": {"stage": "live"}}""", "query.stage")]
    [InlineData("""{"list": "units", "label": "x", "query": {"hasSite": "maybe"}}""", "query.hasSite")]
    [InlineData("""{"list": "units", "label": "x", "query": {"hasSite": true}}""", "query.hasSite")]
    [InlineData("""{"list": "units", "label": "x", "query": {"q": null}}""", "query.q")]
    [InlineData("""{"list": "units", "label": "x", "query": {"q": ""}}""", "query.q")]
    [InlineData("""{"list": "units", "label": "x", "query": []}""", "query")]
    [InlineData("""{"list": "deadlines", "label": "x", "query": {"stage": "live"}}""", "query.stage")]
    [InlineData("""{"list": "reminders", "label": "x", "query": {"unanswered": "perhaps"}}""", "query.unanswered")]
    [InlineData("""{"list": "accounts", "label": "x", "query": {}}""", "list")]
    [InlineData("""{"list": "units", "label": " ", "query": {}}""", "label")]
    [InlineData("""{"list": "units", "label": "x"}""", "query")]
    public async Task What_the_list_would_refuse_is_not_saved_and_named(string body, string field)
    {
        using var client = gateway.As(Somebody());
        using var answer = await client.SendAsync(Put("mine", body));

        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        Assert.Equal(field, Assert.Single(problem.GetProperty("items").EnumerateArray()).GetProperty("field").GetString());
        Assert.Empty(await Views(client));
    }

    [Fact]
    public async Task A_person_has_fifty_views_and_may_change_each()
    {
        using var client = gateway.As(Somebody());
        for (var n = 1; n <= 50; n++) await Saved(client, $"view-{n:00}", Expiring);

        using var refused = await client.SendAsync(Put("view-51", Expiring));
        var problem = await refused.ShouldBeProblem(HttpStatusCode.Conflict, "saved-views-too-many");

        Assert.Equal(50, problem.GetProperty("limit").GetInt32());
        await Saved(client, "view-50", """{"list": "units", "label": "单位", "query": {}}""");
        using var removed = await client.SendAsync(Removal("view-01"));
        await Saved(client, "view-51", Expiring);
        Assert.Equal(50, (await Views(client)).Length);
    }

    [Fact]
    public async Task A_repeat_brings_the_first_answer_and_the_same_key_with_another_body_is_422()
    {
        using var client = gateway.As(Somebody());
        var key = RequestParts.FreshKey();

        using var first = await client.SendAsync(Put("mine", Expiring, key));
        await Saved(client, "other", Expiring);
        using var again = await client.SendAsync(Put("mine", Expiring, key));
        using var other = await client.SendAsync(Put("mine", """{"list": "units", "label": "单位", "query": {}}""", key));

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(("\"1\"", first.Headers.ETag), (first.Headers.ETag!.Tag, again.Headers.ETag));
        await other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal(["mine", "other"], (await Views(client)).Select(NameOf));
    }

    [Fact]
    public async Task A_change_may_rely_on_what_was_read()
    {
        using var client = gateway.As(Somebody());
        await Saved(client, "mine", Expiring);
        using var read = await client.GetAsync("/api/v1/me/views");
        await Saved(client, "mine", """{"list": "units", "label": "单位", "query": {}}""");

        using var request = Put("mine", Expiring);
        request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        using var stale = await client.SendAsync(request);
        using var known = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me/views");
        known.Headers.TryAddWithoutValidation("If-None-Match", read.Headers.ETag.Tag);
        using var changed = await client.SendAsync(known);

        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "version-stale");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    private static Actor Somebody() => People.Of(Role.Centre) with
    {
        PersonId = string.Create(CultureInfo.InvariantCulture, $"saver-{Interlocked.Increment(ref serial)}"),
    };

    private static HttpRequestMessage Put(string name, string body, string? key = null) =>
        new HttpRequestMessage(HttpMethod.Put, $"/api/v1/me/views/{name}").With(body, key);

    private static HttpRequestMessage Removal(string name) =>
        new HttpRequestMessage(HttpMethod.Post, $"/api/v1/me/views/{name}/removal").With("{}");

    private static async Task Saved(HttpClient client, string name, string body)
    {
        using var answer = await client.SendAsync(Put(name, body));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement[]> Views(HttpClient client) =>
        [.. JsonElement.Parse(await client.GetStringAsync("/api/v1/me/views")).GetProperty("items").EnumerateArray()];

    private static string NameOf(JsonElement view) => view.GetProperty("name").GetString()!;
}
