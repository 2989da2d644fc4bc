using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

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
        site.MapGet("", (SiteId id, Caller caller, Desk desk, CancellationToken ct) => desk.Read(id, caller, new AskView(), ct))
            .Query("readSite", Policies.ReadRecordsName, Tags.Sites, typeof(SiteView),
                "Read a site", "The whole view: basic information, filings, tests, requests, downlines, and the next steps with who must take them until when.");
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
    }

    private static SiteId IdFor(Asked<ProfileBody> asked) => SiteId.Derive(asked.Envelope.By.PersonId, asked.Envelope.IdempotencyKey);
}
