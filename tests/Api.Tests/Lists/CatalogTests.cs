using System.Globalization;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Tests.Lists;

/// <summary>The catalog through the door: what its parameters mean. That each filter lets its own through is held on both databases.</summary>
[Collection(SharedGateway.Name)]
public sealed class CatalogTests(Gateway gateway)
{
    [Fact]
    public async Task A_list_goes_either_way_page_by_page_and_counts_when_it_is_asked_to()
    {
        var (reviewer, sites) = await Authority(3);

        Assert.Equal(sites, await Ids(reviewer, "sites", "sort=registeredAt&limit=2"));
        Assert.Equal(Enumerable.Reverse(sites), await Ids(reviewer, "sites", "sort=registeredAt&order=desc&limit=1"));

        var counted = await Page(reviewer, "sites", "limit=1&total=true");
        Assert.Equal((3, false), (counted.GetProperty("total").GetInt32(), counted.GetProperty("totalIsCapped").GetBoolean()));
        Assert.Equal(0, (await Page(reviewer, "sites", "stage=live&total=true")).GetProperty("total").GetInt32());
        Assert.Equal(3, (await Page(reviewer, "units", "total=true&limit=2")).GetProperty("total").GetInt32());
        foreach (var query in new[] { "limit=1", "limit=1&total=false" })
            Assert.False((await Page(reviewer, "sites", query)).TryGetProperty("total", out _));

        var following = await Page(reviewer, "sites", $"limit=1&cursor={Uri.EscapeDataString(counted.GetProperty("nextCursor").GetString()!)}");
        Assert.Single(following.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Accounts_are_counted_too()
    {
        using var admin = gateway.As(People.Of(Role.Admin));
        var page = JsonElement.Parse(await admin.GetStringAsync("/api/v1/accounts?limit=1&total=true"));

        Assert.True(page.GetProperty("total").GetInt32() >= 1);
    }

    [Fact]
    public async Task Dates_of_registration_are_whole_days_in_Shanghai()
    {
        var (reviewer, sites) = await Authority(1);
        var registered = (await Page(reviewer, "sites", ""))
            .GetProperty("items")[0].GetProperty("registeredAt").GetDateTimeOffset();
        var day = RegistryCalendar.DateOf(registered);

        Assert.Equal(sites, await Ids(reviewer, "sites", $"registeredFrom={Text(day)}&registeredUntil={Text(day)}"));
        Assert.Empty(await Ids(reviewer, "sites", $"registeredFrom={Text(day.AddDays(1))}"));
        Assert.Empty(await Ids(reviewer, "sites", $"registeredUntil={Text(day.AddDays(-1))}"));
    }

    [Fact]
    public async Task Filters_combine_and_stay_within_the_scope()
    {
        var (reviewer, sites) = await Authority(2);
        var unit = (await Page(reviewer, "sites", "sort=registeredAt")).GetProperty("items")[0].GetProperty("unit").GetString();
        var own = $"unit={unit}&authority={reviewer.Authority}&stage=draft&closed=false&icp=notFiled&publicSecurity=notFiled&siteMark=notFiled&gradedProtection=notFiled";

        Assert.Equal([sites[0]], await Ids(reviewer, "sites", own));
        Assert.Empty(await Ids(reviewer, "sites", $"{own}&gradedLevel=2"));
        Assert.Empty(await Ids(reviewer, "sites", "closed=true"));
        Assert.Empty(await Ids(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool), "sites", own));
    }

    [Fact]
    public async Task Units_without_a_site_are_found()
    {
        var (reviewer, _) = await Authority(1);
        var without = await City.Found(gateway, reviewer.Authority);

        Assert.Equal([without.Unit.Uscc], await Ids(reviewer, "units", "hasSite=false"));
        Assert.DoesNotContain(without.Unit.Uscc, await Ids(reviewer, "units", "hasSite=true"));
        Assert.Equal(2, (await Ids(reviewer, "units", "order=desc&limit=1")).Length);
    }

    /// <summary>An authority of its own, with so many sites in the order of their registration.</summary>
    private async Task<(Actor Reviewer, string[] Sites)> Authority(int count)
    {
        var authority = City.Unused();
        var sites = new List<string>();
        for (var i = 0; i < count; i++) sites.Add((await (await City.Found(gateway, authority)).RegisterSite()).Id);
        return (new Actor($"reviewer-of-{authority}", "李四", Role.Reviewer, authority, authority), [.. sites]);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string[]> Ids(Actor person, string list, string query)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Page(person, list, $"{query}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.GetProperty(list == "units" ? "uscc" : "id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return [.. ids];
    }

    private async Task<JsonElement> Page(Actor person, string list, string query)
    {
        using var client = gateway.As(person);
        return JsonElement.Parse(await client.GetStringAsync($"/api/v1/{list}?{query}"));
    }
}
