using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <param name="At">Null for now.</param>
internal sealed record SiteViewQuery(DateTimeOffset? At) : IQuestion<SiteViewQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("at", "The site as it was at this instant of the past, with its offset (a `+` is written `%2B`); as it is now if absent.",
            Format: "date-time", Example: "2026-03-02T02:00:00Z"),
    ];

    public static SiteViewQuery Read(QueryReader query) => new(query.Instant("at"));
}

/// <summary>A site itself: registering, reading, basic information.</summary>
internal static class SiteEndpoints
{
    public static void MapSites(this RouteGroupBuilder api)
    {
        api.MapPost("/sites", (Asked<ProfileBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(IdFor(asked), asked, new RegisterSite(asked.Body.ToProfile()), ct))
            .Command("registerSite", Policies.SponsorName, Tags.Sites, creates: true,
                "Register a site for the own unit",
                "The site begins as a draft. Repeating the request under its Idempotency-Key leads to the same site.");

        var site = api.MapGroup("/sites/{id:site}");
        site.MapGet("", (SiteId id, Query<SiteViewQuery> query, Caller caller, Desk desk, TimeProvider clock, CancellationToken ct) =>
                query.Question.At > clock.GetUtcNow()
                    ? Task.FromResult<IResult>(Problems.Malformed([Fault.Future("at")]))
                    : desk.Read(id, caller, query.Question.At is { } at ? new AskViewAt(at) : new AskView(), ct))
            .Query("readSite", Policies.ReadRecordsName, Tags.Sites, typeof(SiteView),
                "Read a site",
                "The whole view: basic information, filings, tests, requests, downlines, and the next steps with who must take them until when. The sponsor's own people see the contacts and, in `contactDisclosures`, who else looked at them and why; to everybody else names, numbers and addresses of the contacts are masked. With `at` the view as it was at an instant of the past: what had been recorded by then.");
        site.MapGet("/launch-gate", (SiteId id, Caller caller, Desk desk, CancellationToken ct) => desk.Read(id, caller, new AskLaunchGate(), ct))
            .Query("readLaunchGate", Policies.ReadRecordsName, Tags.Launch, typeof(LaunchGateView),
                "Read the launch gate", "Every item with its state, clause, who must act, evidence and expiry; `ready` when nothing is open.");

        site.MapPut("/profile", (SiteId id, Asked<ProfileBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new ChangeProfile(asked.Body.ToProfile()), ct))
            .Command("changeProfile", Policies.SponsorName, Tags.Sites, creates: true,
                "Change the basic information",
                "A change of name, hosts, platform, hosting provider or place is material: it voids an approval, and once the site is live it opens a change request, which is answered by 201.");
        site.MapPost("/responsibility-confirmations", (SiteId id, Asked<ResponsibilityBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new ConfirmResponsibility(asked.Body.Statement), ct))
            .Command("confirmResponsibility", Policies.HeadName, Tags.Sites,
                "Confirm responsibility for the year", "By the head of the unit alone, the first responsible person (NC-2.3).");
        site.MapPost("/discard", (SiteId id, Asked<ReasonBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new DiscardDraft(asked.Body.Reason), ct))
            .Command("discardDraft", Policies.SponsorName, Tags.Sites,
                "Give a draft up", "Only a site that is not under review and was never launched.");
        MapDisclosures(site.MapGroup("/contact-disclosures"));
    }

    /// <summary>Who reads the ledger may knock, with more than leave to read. That the sponsor has nothing to ask for here, the rules say.</summary>
    private static void MapDisclosures(RouteGroupBuilder disclosures)
    {
        disclosures.MapPost("", (SiteId id, Asked<DisclosureBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new DiscloseContacts(asked.Body.Reason), ct))
            .Command("discloseContacts", Policies.DisclosureName, Tags.Sites, creates: true,
                "Ask to see the contacts (NC-2.3)",
                "By reviewer, lead, centre or auditor; the sponsor sees its contacts without asking, and is refused. Person and reason go into the ledger, and the sponsor sees them. The contacts are read under the `number` of the answer, which is kept with its key and so holds none itself.");
        disclosures.MapGet("/{n:number}", (SiteId id, int n, Caller caller, Desk desk, CancellationToken ct) =>
                desk.Read(id, caller, new AskDisclosedContacts(n), ct))
            .Query("readDisclosedContacts", Policies.DisclosureName, Tags.Sites, typeof(DisclosedContactsView),
                "Read the contacts that were asked for",
                "Unmasked, by the very person who asked, in the role of then, for 15 minutes (rule `contact-disclosure` of the pack). After that, and to everybody else, 404.");
    }

    private static SiteId IdFor(Asked<ProfileBody> asked) => SiteId.Derive(asked.Envelope.By.PersonId, asked.Envelope.IdempotencyKey);
}
