using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Api.Tests.Inbox;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Deadlines;

/// <summary>Deadlines through the door: listed within the scope, acknowledged by who is to act, gone when they are met.</summary>
[Collection(SharedGateway.Name)]
public sealed class DeadlineEndpointTests(Gateway gateway)
{
    private readonly ReviewDesk desk = new(gateway);

    [Fact]
    public async Task A_request_that_was_filed_is_a_deadline_of_the_authority_until_it_is_withdrawn()
    {
        var (city, site) = await desk.Filed();

        var row = Assert.Single(await List(city.Clerk, $"site={site}"));
        Assert.Equal(
            ("request", 1, "NC-3.8", "authority", city.Unit.Uscc, false, false),
            (Text(row, "kind"), row.GetProperty("number").GetInt32(), Text(row, "clause"), Text(row, "who"), Text(row, "unit"),
                row.GetProperty("isOverdue").GetBoolean(), row.GetProperty("isAcknowledged").GetBoolean()));
        Assert.True(row.GetProperty("daysLeft").GetInt32() > 0);
        Assert.Single(await List(city.Reviewer, $"site={site}&kind=request&who=authority&withinDays=30&acknowledged=false"));
        Assert.Empty(await List(city.Reviewer, $"site={site}&overdue=true"));
        Assert.Empty(await List(city.Reviewer, $"site={site}&withinDays=0"));
        Assert.Empty(await List(new Actor("reviewer-elsewhere", "赵六", Role.Reviewer, null, People.OtherSchool), $"site={site}"));

        using var clerk = gateway.As(city.Clerk);
        using var withdrawn = await clerk.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/requests/1/withdrawal").With("""{"reason": "资料有误"}"""));
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        Assert.Empty(await List(city.Clerk, $"site={site}"));
    }

    [Fact]
    public async Task Who_is_to_act_says_that_it_is_known_and_the_list_says_so()
    {
        var (city, site) = await desk.Filed();

        using var refused = await Acknowledge(city.Clerk, site, "request", 1);
        var problem = await refused.ShouldBeProblem(HttpStatusCode.Conflict, "deadline-of-others");
        Assert.Contains("主管单位", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var unknown = await Acknowledge(city.Reviewer, site, "downline-end", 1);
        await unknown.ShouldBeProblem(HttpStatusCode.Conflict, "deadline-unknown");

        using var done = await Acknowledge(city.Reviewer, site, "request", 1);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.True(Assert.Single(await List(city.Clerk, $"site={site}&acknowledged=true")).GetProperty("isAcknowledged").GetBoolean());
        using var again = await Acknowledge(city.Reviewer, site, "request", 1);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "deadline-acknowledged");
    }

    [Fact]
    public async Task The_view_tells_the_clause_of_each_next_step_and_what_speaks_against_the_site()
    {
        var (city, site) = await desk.Filed();
        using var clerk = gateway.As(city.Clerk);
        var view = JsonElement.Parse(await clerk.GetStringAsync($"/api/v1/sites/{site}"));
        Assert.All(view.GetProperty("nextSteps").EnumerateArray(), step => Assert.StartsWith("NC-", Text(step, "clause"), StringComparison.Ordinal));
        Assert.Empty(view.GetProperty("complianceReasons").EnumerateArray());
    }

    private async Task<HttpResponseMessage> Acknowledge(Actor person, string site, string kind, int number)
    {
        using var client = gateway.As(person);
        return await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/{site}/deadline-acknowledgements").With(
            $$"""{"kind": "{{kind}}", "number": {{number}}, "note": "已安排"}"""));
    }

    private async Task<List<JsonElement>> List(Actor person, string query)
    {
        using var client = gateway.As(person);
        return [.. JsonElement.Parse(await client.GetStringAsync($"/api/v1/deadlines?{query}")).GetProperty("items").EnumerateArray()];
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
