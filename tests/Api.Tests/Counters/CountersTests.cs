using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Counters;

/// <summary>The counters are what a full count makes, for every caller and at every moment. A gateway of their own: totals are compared.</summary>
public sealed class CountersTests(Gateway gateway) : IClassFixture<Gateway>
{
    [Fact]
    public async Task Sites_in_every_stage_count_as_a_full_count_does()
    {
        await (await City.Found(gateway)).RegisterSite();
        var schools = new List<PrivateSchool>();
        for (var number = 0; number < 7; number++) schools.Add(await PrivateSchool.Found(gateway));
        foreach (var school in schools.Skip(1)) await school.File();
        foreach (var school in schools.Skip(2)) await school.RequestLaunch();
        await schools[3].Return();
        foreach (var school in schools.Skip(4)) await school.Approve();
        foreach (var school in schools.Skip(5)) await school.Launch();
        await schools[6].Suspend();
        var discarded = await PrivateSchool.Found(gateway);
        await discarded.Discard();

        foreach (var person in new[] { People.Of(Role.Auditor), People.Of(Role.Centre), People.Of(Role.Reviewer) })
        {
            using var client = gateway.As(person);
            var count = await FullCount.Of(client);
            Assert.True(count.Sites >= 9, $"{count.Sites} sites");
            Assert.True(count.Requests >= 5, $"{count.Requests} requests");
            count.ShouldEqualTheCounters();
        }

        foreach (var (school, requests) in new[] { (schools[0], 0), (schools[2], 1), (schools[6], 1), (discarded, 0) })
        {
            using var client = gateway.As(school.Clerk);
            var own = await FullCount.Of(client);
            Assert.Equal((1, requests), (own.Sites, own.Requests));
            own.ShouldEqualTheCounters();
        }
    }

    [Fact]
    public async Task An_authority_counts_its_own_and_what_lies_below()
    {
        var top = await City.Found(gateway);
        var middle = await City.Found(gateway, top.Unit);
        var (ofTop, ofMiddle) = (await City.Found(gateway, top.Unit), await City.Found(gateway, middle.Unit));
        await ofTop.RegisterSite();
        await ofMiddle.RegisterSite();

        Assert.Equal(2, await CountFor(ReviewerOf(top.Unit)));
        Assert.Equal(1, await CountFor(ReviewerOf(middle.Unit)));
        Assert.Equal(1, await CountFor(ofMiddle.Clerk));
        Assert.Equal(0, await CountFor(ReviewerOf(ofMiddle.Unit)));
        Assert.Equal(0, await CountFor(middle.Clerk));
    }

    [Fact]
    public async Task An_answer_that_is_known_is_304_until_something_changes()
    {
        var city = await City.Found(gateway);
        using var client = gateway.As(city.Clerk);
        using var first = await client.SendAsync(Asking(null));
        using var same = await client.SendAsync(Asking(first.Headers.ETag!.Tag));
        await city.RegisterSite();
        using var changed = await client.SendAsync(Asking(first.Headers.ETag.Tag));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, same.StatusCode, changed.StatusCode));
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
        Assert.Equal(1, FullCount.Sum(JsonElement.Parse(await changed.Content.ReadAsStringAsync()).GetProperty("sitesByStage")));
    }

    [Fact]
    public async Task Under_load_every_answer_fits_in_itself_and_the_last_one_is_a_full_count()
    {
        using var auditor = gateway.As(People.Of(Role.Auditor));
        var load = Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Live()));
        var (before, answers) = (0L, 0);
        while (!load.IsCompleted)
        {
            var counters = JsonElement.Parse(await FullCount.Counters(auditor));
            var standing = FullCount.Sum(counters.GetProperty("sitesByUnitType"));
            var all = FullCount.Sum(counters.GetProperty("sitesByStage"));
            Assert.Equal(standing, FullCount.Sum(counters.GetProperty("sitesByCompliance")));
            Assert.Equal(standing, FullCount.Sum(counters.GetProperty("filings").GetProperty("domain")));
            Assert.Equal(standing, FullCount.Sum(counters.GetProperty("securityTests")));
            Assert.True(all >= before, $"{all} sites, where {before} were counted before");
            (before, answers) = (all, answers + 1);
        }

        await load;
        Assert.True(answers > 1, $"{answers} answers");
        (await FullCount.Of(auditor)).ShouldEqualTheCounters();
    }

    private async Task Live()
    {
        var school = await PrivateSchool.Found(gateway);
        await school.File();
        await school.RequestLaunch();
        await school.Approve();
        await school.Launch();
    }

    private async Task<int> CountFor(Actor person)
    {
        using var client = gateway.As(person);
        var count = await FullCount.Of(client);
        count.ShouldEqualTheCounters();
        return count.Sites;
    }

    private static Actor ReviewerOf(UnitId authority) => new($"{authority.Uscc}-reviewer", "李四", Role.Reviewer, authority, authority);

    private static HttpRequestMessage Asking(string? known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/counters");
        request.Headers.CacheControl = new() { NoCache = true };
        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return request;
    }
}
