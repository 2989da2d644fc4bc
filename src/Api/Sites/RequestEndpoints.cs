using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>Requests: filed by the sponsor, decided by the authority.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this RouteGroupBuilder api)
    {
        var site = api.MapGroup("/sites/{id:site}");
        MapFiling(site);
        MapHandling(site.MapGroup("/requests/{n:number}"));
    }

    private static void MapFiling(RouteGroupBuilder site)
    {
        site.MapPost("/launch-requests", (SiteId id, Asked<LaunchRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitLaunch(asked.Body.Note), ct))
            .Command("requestLaunch", Policies.SponsorName, Tags.Launch, creates: true,
                "Request the launch (NC-3.8)", "Takes the unit's one site slot (NC-3.1). The answer carries the request's number.");
        site.MapPost("/downline-requests", (SiteId id, Asked<DownlineRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitDownline(asked.Body.ToTerms()), ct))
            .Command("requestDownline", Policies.SponsorName, Tags.Downline, creates: true,
                "Request a temporary downline (NC-3.11, NC-3.12)", "Whole dates, both inclusive. Nothing is reserved before the approval; a refusal shows what is used, reserved, asked and left.");
        site.MapPost("/downline/extension-requests", (SiteId id, Asked<ExtensionRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitExtension(asked.Body.Until, asked.Body.Reason), ct))
            .Command("requestExtension", Policies.SponsorName, Tags.Downline, creates: true,
                "Request a later end of the running downline", "Before its end, once a window; costs days but no time.");
        site.MapPost("/downline/restore-requests", (SiteId id, Asked<RestoreRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitRestore(asked.Body.Note), ct))
            .Command("requestRestore", Policies.SponsorName, Tags.Downline, creates: true,
                "Request to restore after a security rectification", "Only where two keys are needed; otherwise restoring is a recorded fact.");
        site.MapPost("/closure-requests", (SiteId id, Asked<ClosureRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitClosure(asked.Body.ToTerms()), ct))
            .Command("requestClosure", Policies.SponsorName, Tags.Closure, creates: true,
                "Request the closure (NC-3.10)", "With the public notice, whose period runs from its date.");
        site.MapPost("/transfer-requests", (SiteId id, Asked<TransferRequestBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SubmitTransfer(asked.Body.Receiver, asked.Body.Reason), ct))
            .Command("requestTransfer", Policies.SponsorName, Tags.Requests, creates: true,
                "Request the transfer to another unit", "The receiving unit accepts, then the authority decides.");
    }

    private static void MapHandling(RouteGroupBuilder request)
    {
        request.MapPost("/assignment", (SiteId id, int n, Asked<AssignmentBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new AssignRequest(n, asked.Body.PersonId, asked.Body.Name), ct))
            .Command("assignRequest", Policies.ReviewName, Tags.Requests,
                "Take a request or hand it on", "An empty body takes it; a named person gets it.");
        request.MapPost("/release", (SiteId id, int n, Asked<Nothing> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new ReleaseRequest(n), ct))
            .Command("releaseRequest", Policies.ReviewName, Tags.Requests,
                "Put a request back into the queue", "Whoever takes it next goes on with it.");
        request.MapPost("/decision", (SiteId id, int n, Asked<DecisionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, asked.Body.ToCommand(n), ct))
            .Command("decideRequest", Policies.ReviewName, Tags.Requests,
                "Approve, return or reject a request", "Returning and rejecting need reasons. Nobody decides what they filed themselves.");
        request.MapPost("/verification", (SiteId id, int n, Asked<VerificationBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new VerifyRequest(n, asked.Body.Result, asked.Body.Note), ct))
            .Command("verifyRequest", Policies.VerifyName, Tags.Requests,
                "Turn the centre's key", "For a material change and for a restore after a security rectification, beside the authority's approval.");
        request.MapPost("/resubmission", (SiteId id, int n, Asked<ResubmissionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, asked.Body.ToCommand(n), ct))
            .Command("resubmitRequest", Policies.SponsorName, Tags.Requests,
                "File a returned request again", "The reviewer is shown the difference.");
        request.MapPost("/withdrawal", (SiteId id, int n, Asked<WithdrawalBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new WithdrawRequest(n, asked.Body.Reason), ct))
            .Command("withdrawRequest", Policies.SponsorName, Tags.Requests,
                "Withdraw a request", "At any time before it is decided, also when it was returned.");
        request.MapPost("/urge", (SiteId id, int n, Asked<Nothing> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new UrgeRequest(n), ct))
            .Command("urgeRequest", Policies.SponsorName, Tags.Requests,
                "Urge the reviewer", "Once a working day.");
        request.MapPost("/acceptance", (SiteId id, int n, Asked<Nothing> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new AcceptTransfer(n), ct))
            .Command("acceptTransfer", Policies.SponsorName, Tags.Requests,
                "Accept a transfer", "By the receiving unit.");
    }
}
