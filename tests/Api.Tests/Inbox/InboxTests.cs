using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Api.Tests.Inbox;

/// <summary>The boxes of the inbox, and how long what lies in them has waited.</summary>
[Collection(SharedGateway.Name)]
public sealed class InboxTests(Gateway gateway)
{
    private static readonly Actor Reviewer = People.Of(Role.Reviewer);

    private readonly ReviewDesk desk = new(gateway);

    [Fact]
    public async Task A_request_goes_from_box_to_box()
    {
        var (city, site) = await desk.Filed();
        var (colleague, other) = (Reviewer with { PersonId = "another-reviewer" }, city.Clerk with { PersonId = $"{city.Clerk.PersonId}-2" });

        Assert.Equal("waiting", await BoxesOf(Reviewer, city));
        Assert.Equal("waiting filed", await BoxesOf(city.Clerk, city));
        Assert.Equal("waiting", await BoxesOf(other, city));

        await desk.Take(Reviewer, site);
        Assert.Equal("mine", await BoxesOf(Reviewer, city));
        Assert.Equal("", await BoxesOf(colleague, city));

        await desk.Decide(Reviewer, ReviewDesk.Bulk(ReviewDesk.Return, ReviewDesk.Item(site)));
        Assert.Equal("mine returned", await BoxesOf(Reviewer, city));
        Assert.Equal("returned", await BoxesOf(colleague, city));
        Assert.Equal("returned filed", await BoxesOf(city.Clerk, city));

        using var clerk = gateway.As(city.Clerk);
        using var withdrawn = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/requests/1/withdrawal").With("{}"));
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        Assert.Equal("", await BoxesOf(Reviewer, city));
        Assert.Equal("filed", await BoxesOf(city.Clerk, city));
    }

    [Fact]
    public async Task What_has_waited_long_says_for_how_many_working_days_and_that_it_is_overdue()
    {
        var (city, site) = await desk.Filed();
        var fresh = await Row(Reviewer, $"unit={city.Unit}");
        Assert.Equal((0, false, false), Age(fresh));

        Tamper($"UPDATE request SET changed_at = '2024-12-30T02:00:00.0000000Z', due_at = '2025-01-07T16:00:00.0000000Z' WHERE site_id = '{site}'");
        var old = await Row(Reviewer, $"unit={city.Unit}&box=overdue");

        var now = gateway.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var yesterday = RegistryCalendar.DateOf(now).AddDays(-1);
        var expected = RegistryCalendar.WorkingDaysBetween(new DateOnly(2024, 12, 30), yesterday, (await On("2026-03-02")).Calendar).Days;
        Assert.Equal((expected, true, true), Age(old));
        Assert.True(expected > 0);

        Assert.Equal(1, await Count(Reviewer, $"unit={city.Unit}&dueBefore=2025-01-08"));
        Assert.Equal(0, await Count(Reviewer, $"unit={city.Unit}&dueBefore=2025-01-07"));
        Assert.Equal("waiting overdue", await BoxesOf(Reviewer, city));
    }

    [Fact]
    public async Task What_has_ended_waits_no_more()
    {
        var (city, site) = await desk.Filed();
        await desk.Take(Reviewer, site);
        await desk.Decide(Reviewer, ReviewDesk.Bulk(""" "decision": "approve" """, ReviewDesk.Item(site)));

        var row = await Row(Reviewer, $"unit={city.Unit}&state=approved");

        Assert.Equal(JsonValueKind.Null, row.GetProperty("waitingWorkingDays").ValueKind);
        Assert.False(row.GetProperty("isOverdue").GetBoolean());
        Assert.Equal(0, await Count(Reviewer, $"unit={city.Unit}&box=overdue"));
    }

    [Fact]
    public async Task The_inbox_goes_by_what_is_due_in_either_order()
    {
        var authority = City.Unused();
        var (one, two) = (await desk.Filed(authority), await desk.Filed(authority));
        var reviewer = new Actor($"reviewer-of-{authority}", "李四", Role.Reviewer, authority, authority);
        Tamper($"UPDATE request SET due_at = '2025-01-07T16:00:00.0000000Z' WHERE site_id = '{two.Site}'");

        Assert.Equal([one.Site, two.Site], await Sites(reviewer, ""));
        Assert.Equal([two.Site, one.Site], await Sites(reviewer, "sort=due"));
        Assert.Equal([one.Site, two.Site], await Sites(reviewer, "sort=due&order=desc"));
        Assert.Equal([two.Site, one.Site], await Sites(reviewer, "order=desc"));
        Assert.Equal([one.Site, two.Site], await Sites(reviewer, $"authority={authority}&kind=launch&state=submitted&box=waiting"));
        Assert.Empty(await Sites(reviewer, $"authority={People.Authority}"));
    }

    /// <summary>By the calendar that the State Council published for 2026, in the rule pack.</summary>
    [Theory]
    [InlineData("2026-03-02", "2026-03-02", 0)] // filed today
    [InlineData("2026-03-02", "2026-03-03", 0)] // today is not over
    [InlineData("2026-03-02", "2026-03-04", 1)]
    [InlineData("2026-03-06", "2026-03-10", 1)] // over a weekend
    [InlineData("2026-02-13", "2026-02-15", 1)] // a Saturday that was worked
    [InlineData("2026-02-12", "2026-02-25", 3)] // over the Spring Festival and that Saturday
    [InlineData("2026-09-29", "2026-10-12", 4)] // over the National Day and the Saturday worked for it
    public async Task Working_days_are_those_of_the_published_calendar(string since, string today, int expected)
    {
        var age = (await On(today)).Of(RegistryCalendar.StartOf(Date(since)).AddHours(10));

        Assert.Equal(new WorkingDayCount(expected, Estimated: false), age);
    }

    [Fact]
    public async Task A_year_without_a_published_calendar_makes_an_estimate()
    {
        Assert.Equal(new WorkingDayCount(3, Estimated: true), (await On("2100-01-06")).Of(RegistryCalendar.StartOf(Date("2099-12-31")).AddHours(10)));
        Assert.False((await On("2026-12-31")).Of(RegistryCalendar.StartOf(Date("2026-12-28"))).Estimated);
    }

    private async Task<Ageing> On(string today)
    {
        using var client = gateway.As(Reviewer);
        var pack = RulePack.Load(await client.GetByteArrayAsync("/api/v1/policy"));
        var now = RegistryCalendar.StartOf(Date(today)).AddHours(9);
        return new Ageing(pack.At(now, UnitType.BureauSchool).WorkingCalendar, now);
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string> BoxesOf(Actor person, City city)
    {
        var found = new List<string>();
        foreach (var box in new[] { "waiting", "mine", "returned", "filed", "overdue" })
        {
            if (await Count(person, $"unit={city.Unit}&box={box}") > 0) found.Add(box);
        }

        return string.Join(' ', found);
    }

    private static (int Days, bool IsOverdue, bool IsEstimated) Age(JsonElement row) => (
        row.GetProperty("waitingWorkingDays").GetInt32(), row.GetProperty("isOverdue").GetBoolean(), row.GetProperty("ageIsEstimated").GetBoolean());

    private async Task<JsonElement> Row(Actor person, string query) =>
        Assert.Single((await Page(person, query)).GetProperty("items").EnumerateArray());

    private async Task<long> Count(Actor person, string query) => (await Page(person, $"{query}&total=true")).GetProperty("total").GetInt64();

    private async Task<string[]> Sites(Actor person, string query) =>
        [.. (await Page(person, query)).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("siteId").GetString()!)];

    private async Task<JsonElement> Page(Actor person, string query)
    {
        using var client = gateway.As(person);
        return JsonElement.Parse(await client.GetStringAsync($"/api/v1/requests?{query}"));
    }

    /// <summary>As time alone would have left it.</summary>
    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(gateway.DataFolder, "register.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
