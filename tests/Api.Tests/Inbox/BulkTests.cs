using System.Net;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Tests.Inbox;

/// <summary>Many requests at once: each by itself, known again under the bulk's key, and looked at before without a trace.</summary>
[Collection(SharedGateway.Name)]
public sealed class BulkTests(Gateway gateway)
{
    private static readonly Actor Reviewer = People.Of(Role.Reviewer);

    private readonly ReviewDesk desk = new(gateway);

    [Fact]
    public async Task Each_item_is_decided_by_itself_and_told_by_itself()
    {
        var (taken, moved, waiting, foreign) = (await desk.Filed(), await desk.Filed(), await desk.Filed(), await desk.Filed(City.Unused()));
        Assert.Equal(["done", "done"], ReviewDesk.Outcomes(await desk.Take(Reviewer, taken.Site, moved.Site)));

        var results = await desk.Decide(Reviewer, ReviewDesk.Bulk(
            ReviewDesk.Return, ReviewDesk.Item(taken.Site), ReviewDesk.Item(moved.Site, version: 1), ReviewDesk.Item(waiting.Site),
            ReviewDesk.Item(foreign.Site), ReviewDesk.Item(SiteId.Derive("nobody", "nothing").Value)));

        Assert.Equal(["done", "stale", "refused", "notFound", "notFound"], ReviewDesk.Outcomes(results));
        Assert.Equal((4L, 2L), (results[0].GetProperty("version").GetInt64(), results[2].GetProperty("version").GetInt64()));
        Assert.False(results[0].TryGetProperty("problem", out _));
        Assert.Equal(("version-stale", "request-not-taken"), (ReviewDesk.RuleOf(results[1]), ReviewDesk.RuleOf(results[2])));
        Assert.Equal("NC-2.1", results[2].GetProperty("problem").GetProperty("clause").GetString());
        Assert.Equal(results[4].GetProperty("problem").GetRawText(), results[3].GetProperty("problem").GetRawText());
        Assert.Equal(JsonValueKind.Null, results[3].GetProperty("version").ValueKind);
        Assert.Equal((4L, "returned"), await desk.Look(taken.City, taken.Site));
        Assert.Equal((3L, "inReview"), await desk.Look(moved.City, moved.Site));
        Assert.Equal((2L, "submitted"), await desk.Look(waiting.City, waiting.Site));
        Assert.Equal((2L, "submitted"), await desk.Look(foreign.City, foreign.Site));
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_answers_in_the_same_bytes_and_does_nothing_twice()
    {
        var (taken, waiting) = (await desk.Filed(), await desk.Filed());
        await desk.Take(Reviewer, taken.Site);
        var (key, body) = (RequestParts.FreshKey(), ReviewDesk.Bulk(ReviewDesk.Return, ReviewDesk.Item(taken.Site), ReviewDesk.Item(waiting.Site)));

        var first = await desk.Decide(Reviewer, body, key);
        await desk.Take(Reviewer, waiting.Site);
        var again = await desk.Decide(Reviewer, body, key);

        Assert.Equal(["done", "refused"], ReviewDesk.Outcomes(first));
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal((4L, "returned"), await desk.Look(taken.City, taken.Site));
        Assert.Equal((3L, "inReview"), await desk.Look(waiting.City, waiting.Site));
        Assert.Equal(["refused", "done"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, body)));
    }

    [Fact]
    public async Task The_longest_key_is_a_key_of_a_bulk_too()
    {
        var (one, two) = (await desk.Filed(), await desk.Filed());
        await desk.Take(Reviewer, one.Site, two.Site);
        var key = RequestParts.FreshKey().PadRight(128, 'k');
        var body = ReviewDesk.Bulk(""" "decision": "approve" """, ReviewDesk.Item(one.Site), ReviewDesk.Item(two.Site));

        Assert.Equal(["done", "done"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, body, key)));
        Assert.Equal(["done", "done"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, body, key)));
        Assert.Equal((4L, "approved"), await desk.Look(one.City, one.Site));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_422_and_says_what_it_met()
    {
        var taken = await desk.Filed();
        await desk.Take(Reviewer, taken.Site);
        var key = RequestParts.FreshKey();
        await desk.Decide(Reviewer, ReviewDesk.Bulk(ReviewDesk.Return, ReviewDesk.Item(taken.Site)), key);

        using var client = gateway.As(Reviewer);
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/decisions")
            .With(ReviewDesk.Bulk(""" "decision": "approve" """, ReviewDesk.Item(taken.Site)), key));

        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal("idempotency-key-reused", ReviewDesk.RuleOf(Assert.Single(problem.GetProperty("results").EnumerateArray())));
        Assert.Equal((4L, "returned"), await desk.Look(taken.City, taken.Site));
    }

    [Fact]
    public async Task A_preview_says_what_would_happen_and_leaves_no_trace()
    {
        var (taken, waiting) = (await desk.Filed(), await desk.Filed());
        await desk.Take(Reviewer, taken.Site);
        var before = (await desk.Look(taken.City, taken.Site), await desk.History(taken.City, taken.Site), await desk.Look(waiting.City, waiting.Site), await desk.History(waiting.City, waiting.Site));
        var body = ReviewDesk.Bulk(
            ReviewDesk.Return, ReviewDesk.Item(taken.Site), ReviewDesk.Item(waiting.Site), ReviewDesk.Item(SiteId.Derive("nobody", "foreseen").Value));

        var foreseen = await desk.Preview(Reviewer, "decisions", body);
        var again = await desk.Preview(Reviewer, "decisions", body);

        Assert.Equal(["done", "refused", "notFound"], ReviewDesk.Outcomes(foreseen));
        Assert.Equal("request-not-taken", ReviewDesk.RuleOf(foreseen[1]));
        Assert.Equal(foreseen.GetRawText(), again.GetRawText());
        Assert.Equal(["done"], ReviewDesk.Outcomes(await desk.Preview(Reviewer, "assignments", ReviewDesk.Bulk("", ReviewDesk.Item(waiting.Site)))));
        Assert.Equal(before, (await desk.Look(taken.City, taken.Site), await desk.History(taken.City, taken.Site), await desk.Look(waiting.City, waiting.Site), await desk.History(waiting.City, waiting.Site)));
        Assert.Equal(["done", "refused", "notFound"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, body)));
    }

    [Fact]
    public async Task Many_are_taken_and_only_the_lead_hands_them_on()
    {
        var (one, two) = (await desk.Filed(), await desk.Filed());
        var lead = People.Of(Role.Lead);
        var handing = ReviewDesk.Bulk(""" "personId": "another-reviewer", "name": "赵六" """, ReviewDesk.Item(one.Site), ReviewDesk.Item(two.Site));
        await desk.Take(Reviewer, one.Site, two.Site);

        Assert.Equal(["refused", "refused"], ReviewDesk.Outcomes(await Assign(Reviewer, handing)));
        Assert.Equal(["done", "done"], ReviewDesk.Outcomes(await Assign(lead, handing)));
        Assert.Equal(["refused"], ReviewDesk.Outcomes(await desk.Decide(Reviewer, ReviewDesk.Bulk(""" "decision": "approve" """, ReviewDesk.Item(one.Site)))));
    }

    [Fact]
    public async Task A_bulk_has_no_version_of_its_own()
    {
        using var client = gateway.As(Reviewer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/decisions")
            .With(ReviewDesk.Bulk(""" "decision": "approve" """, ReviewDesk.Item(SiteId.Derive("nobody", "nothing").Value)));
        request.Headers.TryAddWithoutValidation("If-Match", "\"12\"");
        using var answer = await client.SendAsync(request);

        Assert.Equal("If-Match", FieldOf(await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed")));
    }

    [Theory]
    [InlineData("""{"items": [], "decision": "approve"}""", "items")]
    [InlineData("""{"items": [{"site": "site-1", "request": 1}], "decision": "approve"}""", "items[0].site")]
    [InlineData("""{"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 0}], "decision": "approve"}""", "items[0].request")]
    [InlineData("""{"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}, {"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}], "decision": "approve"}""", "items[1]")]
    [InlineData("""{"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}], "decision": "return", "note": "n"}""", "note")]
    [InlineData("""{"items": [{"site": "site-0123456789abcdefghjkmnpqrs", "request": 1}], "decision": "approve", "reasons": [{"code": "other", "note": "n"}]}""", "reasons")]
    public async Task What_is_malformed_is_named_and_nothing_is_done(string body, string field)
    {
        using var client = gateway.As(Reviewer);
        foreach (var path in new[] { "/api/v1/requests/decisions", "/api/v1/requests/decisions/preview" })
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path).With(body));
            Assert.Equal(field, FieldOf(await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed")));
        }
    }

    private async Task<JsonElement> Assign(Actor by, string body)
    {
        using var client = gateway.As(by);
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests/assignments").With(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("results");
    }

    private static string? FieldOf(JsonElement problem) =>
        Assert.Single(problem.GetProperty("items").EnumerateArray()).GetProperty("field").GetString();
}
