using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Inbox;

/// <summary>Many requests at once: each of them the single command, judged and kept by itself.</summary>
internal static class BulkEndpoints
{
    private const string EachByItself =
        "Each item is the single command and succeeds or fails by itself; there is no all or nothing. 200 when every item's outcome is known. "
        + "503 with the same `results` when one is not: the bulk, repeated under its key, does what is missing and answers the rest as before. "
        + "The same key with another body is 422 as soon as it meets an item that was answered under it. Versions stand with the items; `If-Match` is refused.";

    private const string NothingChanges = "Nothing is changed and no answer is kept: `done` means that it would be done now. What others do in between may change it.";

    public static void MapInboxBulks(this RouteGroupBuilder api)
    {
        var requests = api.MapGroup("/requests");
        requests.MapPost("/decisions", (Asked<BulkDecisionBody> asked, HttpRequest http, BulkDesk desk, CancellationToken ct) =>
                desk.Execute(asked, asked.Body.Items, asked.Body.One().ToCommand, Languages.Of(http), ct))
            .Command("decideRequests", Policies.ReviewName, Tags.Requests, typeof(BulkView),
                "Approve, return or reject many requests", $"One decision with one reason for up to {Limits.BulkItems} requests that the caller has taken. {EachByItself}");
        requests.MapPost("/decisions/preview", (Inquiry<BulkDecisionBody> asked, HttpContext http, BulkDesk desk, CancellationToken ct) =>
                desk.Preview(asked, asked.Body.Items, asked.Body.One().ToCommand, http, ct))
            .Inquiry("previewDecisions", Policies.ReviewName, Tags.Requests, typeof(BulkView),
                "See what a bulk decision would do", NothingChanges);
        requests.MapPost("/assignments", (Asked<BulkAssignmentBody> asked, HttpRequest http, BulkDesk desk, CancellationToken ct) =>
                desk.Execute(asked, asked.Body.Items, number => Assignment(asked.Body, number), Languages.Of(http), ct))
            .Command("assignRequests", Policies.ReviewName, Tags.Requests, typeof(BulkView),
                "Take many requests or hand them on", $"To the caller, or to the person named. {EachByItself}");
        requests.MapPost("/assignments/preview", (Inquiry<BulkAssignmentBody> asked, HttpContext http, BulkDesk desk, CancellationToken ct) =>
                desk.Preview(asked, asked.Body.Items, number => Assignment(asked.Body, number), http, ct))
            .Inquiry("previewAssignments", Policies.ReviewName, Tags.Requests, typeof(BulkView),
                "See what a bulk assignment would do", NothingChanges);
    }

    private static AssignRequest Assignment(BulkAssignmentBody body, int number) => new(number, body.PersonId, body.Name);
}
