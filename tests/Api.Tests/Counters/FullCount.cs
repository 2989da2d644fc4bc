using System.Text.Json;

namespace NanchangEdu.Registry.Api.Tests.Counters;

/// <summary>The counters made a second time, from every row that the same caller can read.</summary>
internal sealed class FullCount
{
    private static readonly string[] Over = ["closed", "deregistered"];
    private static readonly string[] Open = ["submitted", "inReview", "returned"];

    private readonly JsonElement counters;
    private readonly JsonElement[] all;
    private readonly JsonElement[] standing;
    private readonly JsonElement[] views;
    private readonly JsonElement[] requests;

    private FullCount(JsonElement counters, JsonElement[] sites, JsonElement[] views, JsonElement[] requests)
    {
        (this.counters, all, this.views, this.requests) = (counters, sites, views, requests);
        standing = [.. sites.Where(IsStanding)];
    }

    public int Sites => all.Length;

    public int Requests => requests.Length;

    /// <summary>Reads rows and counters; whoever calls sees to it that nothing changes meanwhile.</summary>
    public static async Task<FullCount> Of(HttpClient client)
    {
        var sites = await Pages(client, "/api/v1/sites");
        var views = new List<JsonElement>();
        foreach (var site in sites.Where(IsStanding)) views.Add(JsonElement.Parse(await client.GetStringAsync($"/api/v1/sites/{Text(site, "id")}")));
        var requests = await Pages(client, "/api/v1/requests");
        return new FullCount(JsonElement.Parse(await Counters(client)), sites, [.. views], requests);
    }

    /// <summary>By the database itself, however little time has passed since somebody asked.</summary>
    public static async Task<string> Counters(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/counters");
        request.Headers.CacheControl = new() { NoCache = true };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    public static long Sum(JsonElement counts) => counts.EnumerateObject().Sum(count => count.Value.GetInt64());

    public void ShouldEqualTheCounters()
    {
        Same(all.Select(site => Text(site, "stage")), counters.GetProperty("sitesByStage"));
        Same(Column("unitType"), counters.GetProperty("sitesByUnitType"));
        Same(Column("authority"), counters.GetProperty("sitesByAuthority"));
        Same(Column("compliance"), counters.GetProperty("sitesByCompliance"));
        var filings = counters.GetProperty("filings");
        Same(Column("icpState"), filings.GetProperty("icp"));
        Same(Column("publicSecurityState"), filings.GetProperty("publicSecurity"));
        Same(Column("gradedProtectionState"), filings.GetProperty("gradedProtection"));
        Same(Column("siteMarkState"), filings.GetProperty("siteMark"));
        Same(views.Select(DomainState), filings.GetProperty("domain"));
        Same(standing.Select(site => site.GetProperty("gradedProtectionLevel") is { ValueKind: JsonValueKind.Number } level ? level.GetRawText() : "none"),
            counters.GetProperty("sitesByGradedLevel"));

        Assert.Equal(standing.Length, Sum(counters.GetProperty("gradedAssessments")));
        Assert.Equal(standing.Length, Sum(counters.GetProperty("securityTests")));
        var launched = views.Count(view => view.GetProperty("launchedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal(launched, Sum(counters.GetProperty("downlineQuota").GetProperty("times")));
        Assert.Equal(launched, Sum(counters.GetProperty("downlineQuota").GetProperty("days")));
        Assert.Equal(standing.Count(site => Text(site, "stage") == "suspended"), counters.GetProperty("suspended").GetInt64());
        Assert.Equal(standing.Count(site => Text(site, "stage") == "overdue"), counters.GetProperty("overdue").GetInt64());
        CompareRequests();
    }

    private void CompareRequests()
    {
        var asked = requests.Select(row => row.GetProperty("request")).ToArray();
        var byKind = counters.GetProperty("requests").EnumerateObject().ToArray();
        Assert.Equal(
            asked.GroupBy(request => $"{Text(request, "kind")}/{Text(request, "state")}").Select(group => $"{group.Key}={group.Count()}").Order(StringComparer.Ordinal),
            byKind.SelectMany(kind => kind.Value.EnumerateObject().Select(state => $"{kind.Name}/{state.Name}={state.Value.GetInt64()}")).Order(StringComparer.Ordinal));

        var open = asked.Select(request => Text(request, "state")).Where(state => Open.Contains(state)).ToArray();
        var told = counters.GetProperty("openRequests");
        Same(open, told.GetProperty("byState"));
        foreach (var state in told.GetProperty("byAge").EnumerateObject())
        {
            Assert.Equal(open.Count(name => name == state.Name), state.Value.GetProperty("days0To2").GetInt64());
            Assert.Equal(open.Count(name => name == state.Name), Sum(state.Value));
        }
    }

    private static bool IsStanding(JsonElement site) => !Over.Contains(Text(site, "stage"));

    private IEnumerable<string> Column(string name) => standing.Select(site => Text(site, name));

    private static string DomainState(JsonElement view) => view.GetProperty("filings").EnumerateArray()
        .Where(filing => Text(filing, "kind") == "domain").Select(filing => Text(filing.GetProperty("filing"), "state")).DefaultIfEmpty("notFiled").Single();

    /// <summary>A count of none is as good as no count.</summary>
    private static void Same(IEnumerable<string> values, JsonElement counts) => Assert.Equal(
        values.GroupBy(value => value).Select(group => $"{group.Key}={group.Count()}").Order(StringComparer.Ordinal),
        counts.EnumerateObject().Where(count => count.Value.GetInt64() != 0).Select(count => $"{count.Name}={count.Value.GetInt64()}").Order(StringComparer.Ordinal));

    private static async Task<JsonElement[]> Pages(HttpClient client, string path)
    {
        var (rows, cursor) = (new List<JsonElement>(), "");
        while (true)
        {
            var page = JsonElement.Parse(await client.GetStringAsync($"{path}?limit=3{cursor}"));
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("nextCursor").GetString() is not { } next) return [.. rows];
            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
