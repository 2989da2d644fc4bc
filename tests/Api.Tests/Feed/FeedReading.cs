using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Feed;

/// <summary>Reads the feed to its end as a person, and does what shows in it.</summary>
internal static class FeedReading
{
    private const int PagesMax = 100_000;

    /// <param name="filters">Beginning with an ampersand.</param>
    public static async Task<JsonElement[]> Feed(this Gateway gateway, Actor by, string filters, int limit = 200)
    {
        using var client = gateway.As(by);
        var found = new List<JsonElement>();
        long after = 0;
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = JsonElement.Parse(await client.GetStringAsync($"/api/v1/events?after={after}&limit={limit}{filters}"));
            var items = answer.GetProperty("items").EnumerateArray().ToArray();
            var next = answer.GetProperty("next").GetInt64();
            Assert.True(items.Length <= limit);
            Assert.True(next >= after);
            Assert.All(items, item => Assert.InRange(item.GetProperty("position").GetInt64(), after + 1, next));
            found.AddRange(items);
            after = next;
            if (answer.GetProperty("isEnd").GetBoolean()) return [.. found];
        }

        throw new InvalidOperationException("the feed has no end");
    }

    public static async Task<JsonElement[]> History(this Gateway gateway, Actor by, string site)
    {
        using var client = gateway.As(by);
        return [.. JsonElement.Parse(await client.GetStringAsync($"/api/v1/sites/{site}/history?limit=200")).GetProperty("items").EnumerateArray()];
    }

    /// <summary>One event more in the ledger of the site.</summary>
    public static async Task RecordDomain(this Gateway gateway, City city, string site, string holder)
    {
        using var clerk = gateway.As(city.Clerk);
        using var answer = await clerk.SendAsync(
            new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{site}/filings/domain").With($$"""{"state": "filed", "holder": "{{holder}}"}"""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
