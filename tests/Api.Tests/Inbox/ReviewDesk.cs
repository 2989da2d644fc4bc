using System.Globalization;
using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Inbox;

/// <summary>Launch requests, each filed by a school of its own, and what a reviewer asks of many of them at once.</summary>
internal sealed class ReviewDesk(Gateway gateway)
{
    public const string Return = """ "decision": "return", "reasons": [{"code": "evidence-unclear", "note": "备案截图不清晰"}] """;

    public async Task<(City City, string Site)> Filed(UnitId? authority = null)
    {
        var city = await City.Found(gateway, authority);
        var (site, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        using var answer = await clerk.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/launch-requests").With("""{"note": "请审核"}"""));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (city, site);
    }

    public static string Item(string site, long? version = null) => version is null
        ? $$"""{"site": "{{site}}", "request": 1}"""
        : string.Create(CultureInfo.InvariantCulture, $$"""{"site": "{{site}}", "request": 1, "version": {{version}}}""");

    public static string Bulk(string words, params string[] items) =>
        $$"""{"items": [{{string.Join(", ", items)}}]{{(words.Length == 0 ? "" : ", ")}}{{words}}}""";

    public async Task<JsonElement> Decide(Actor by, string body, string? key = null) =>
        await Results(by, new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/decisions").With(body, key));

    public async Task<JsonElement> Take(Actor by, params string[] sites) => await Results(
        by, new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/assignments").With(Bulk("", [.. sites.Select(site => Item(site))])));

    public async Task<JsonElement> Preview(Actor by, string what, string body)
    {
        // a question has no key
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/requests/{what}/preview").With(body);
        request.Headers.Remove("Idempotency-Key");
        return await Results(by, request);
    }

    public static string[] Outcomes(JsonElement results) =>
        [.. results.EnumerateArray().Select(result => result.GetProperty("outcome").GetString()!)];

    public static string RuleOf(JsonElement result) => result.GetProperty("problem").GetProperty("rule").GetString()!;

    public async Task<(long Version, string State)> Look(City city, string site)
    {
        using var clerk = gateway.As(city.Clerk);
        var view = JsonElement.Parse(await clerk.GetStringAsync($"/api/v1/sites/{site}"));
        return (view.GetProperty("version").GetInt64(), view.GetProperty("requests")[0].GetProperty("state").GetString()!);
    }

    public async Task<string> History(City city, string site)
    {
        using var clerk = gateway.As(city.Clerk);
        return await clerk.GetStringAsync($"/api/v1/sites/{site}/history?limit=200");
    }

    private async Task<JsonElement> Results(Actor by, HttpRequestMessage request)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text).GetProperty("results");
    }
}
