using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Sites;

/// <summary>A site as it was: what had been recorded by an instant of the past, shown to whom it is shown now.</summary>
[Collection(SharedGateway.Name)]
public sealed class PastTests(Gateway gateway)
{
    [Fact]
    public async Task Between_two_changes_it_is_what_the_former_made()
    {
        var (city, id) = await Changed("甲", "乙");
        var recorded = await RecordedAt(city, id);
        Assert.Equal(3, recorded.Length);

        var (first, second) = (await Get(city.Clerk, At(id, Between(recorded[0], recorded[1]))), await Get(city.Clerk, At(id, Between(recorded[1], recorded[2]))));
        Assert.Empty(first.GetProperty("filings").EnumerateArray());
        Assert.Equal("甲", HolderIn(second));
        Assert.Equal("甲", HolderIn(await Get(city.Clerk, At(id, recorded[1]))));
        Assert.Equal("乙", HolderIn(await Get(city.Clerk, At(id, recorded[2]))));
        Assert.Equal("乙", HolderIn(await Get(city.Clerk, $"/api/v1/sites/{id}")));
        Assert.Equal([1L, 2L, 3L], new[] { first, second, await Get(city.Clerk, At(id, recorded[2])) }.Select(view => view.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task Before_it_was_registered_it_is_not_found()
    {
        var (city, id) = await Changed();
        var registered = (await RecordedAt(city, id))[0];

        await Refused(city.Clerk, At(id, registered.AddSeconds(-1)), HttpStatusCode.NotFound, "not-found");
        await Refused(city.Clerk, At(id, new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero)), HttpStatusCode.NotFound, "not-found");
        await Refused(city.Clerk, At(SiteId.Derive("nobody", "nothing").Value, registered), HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_future_is_not_told()
    {
        var (city, id) = await Changed();
        var now = gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow();

        var problem = await Refused(city.Clerk, At(id, now.AddHours(1)), HttpStatusCode.BadRequest, "malformed");

        Assert.Equal("at", problem.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("2026-03-02T02:00:00")]
    [InlineData("2026-03-02")]
    [InlineData("2026-03-02T10:00:00+08:00")]
    [InlineData("2026-02-30T02:00:00Z")]
    [InlineData("yesterday")]
    public async Task What_is_no_instant_with_its_offset_is_told(string at)
    {
        var (city, id) = await Changed();

        // a plus that is not escaped is a blank
        var problem = await Refused(city.Clerk, $"/api/v1/sites/{id}?at={at}", HttpStatusCode.BadRequest, "malformed");

        Assert.Equal("at", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task The_offset_may_be_any()
    {
        var (city, id) = await Changed("甲", "乙");
        var recorded = await RecordedAt(city, id);
        var between = Between(recorded[1], recorded[2]);
        var inShanghai = between.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'%2B08:00'", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((await Get(city.Clerk, At(id, between))).GetRawText(), (await Get(city.Clerk, $"/api/v1/sites/{id}?at={inShanghai}")).GetRawText());
    }

    [Fact]
    public async Task Contacts_are_masked_as_they_are_now_and_strangers_are_told_nothing()
    {
        const string Phone = "0791-86000001";
        var (city, id) = await Changed("甲");
        var registered = (await RecordedAt(city, id))[0];

        Assert.Contains(Phone, (await Get(city.Clerk, At(id, registered))).GetRawText(), StringComparison.Ordinal);
        foreach (var role in new[] { Role.Reviewer, Role.Lead, Role.Centre, Role.Auditor, Role.Admin })
            Assert.DoesNotContain(Phone, (await Get(People.Of(role), At(id, registered))).GetRawText(), StringComparison.Ordinal);
        await Refused((await City.Found(gateway)).Clerk, At(id, registered), HttpStatusCode.NotFound, "not-found");
    }

    private async Task<(City City, string Id)> Changed(params string[] holders)
    {
        var city = await City.Found(gateway);
        var (id, _) = await city.RegisterSite();
        using var clerk = gateway.As(city.Clerk);
        foreach (var holder in holders)
        {
            using var answer = await clerk.SendAsync(
                new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sites/{id}/filings/domain").With($$"""{"state": "filed", "holder": "{{holder}}"}"""));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        return (city, id);
    }

    private async Task<DateTimeOffset[]> RecordedAt(City city, string id) =>
        [.. (await Get(city.Clerk, $"/api/v1/sites/{id}/history")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("recordedAt").GetDateTimeOffset())];

    private async Task<JsonElement> Get(Actor by, string path)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{by.Role} {path}: {text}");
        return JsonElement.Parse(text);
    }

    private async Task<JsonElement> Refused(Actor by, string path, HttpStatusCode status, string rule)
    {
        using var client = gateway.As(by);
        using var answer = await client.GetAsync(path);
        return await answer.ShouldBeProblem(status, rule);
    }

    private static string At(string id, DateTimeOffset instant) => $"/api/v1/sites/{id}?at={InstantConverter.Format(instant)}";

    private static DateTimeOffset Between(DateTimeOffset earlier, DateTimeOffset later) => earlier + ((later - earlier) / 2);

    private static string? HolderIn(JsonElement view) => view.GetProperty("filings")[0].GetProperty("filing").GetProperty("holder").GetString();
}
