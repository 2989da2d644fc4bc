using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>The facts of a site's life: launch, downline, suspension, closure.</summary>
internal static class LifeEndpoints
{
    public static void MapLife(this RouteGroupBuilder api)
    {
        var site = api.MapGroup("/sites/{id:site}");
        site.MapPost("/launch", (SiteId id, Asked<FactBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new LaunchSite(asked.Body.At), ct))
            .Command("launchSite", Policies.SponsorName, Tags.Launch,
                "Record that the site went on line", "Every item of the launch gate must hold at that instant; a refusal names all that do not.");
        MapDownline(site.MapGroup("/downline"));
        MapSuspension(site.MapGroup("/suspension"));
        MapClosure(site);
    }

    private static void MapDownline(RouteGroupBuilder downline)
    {
        downline.MapPost("/start", (SiteId id, Asked<StartDownlineBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new StartDownline(asked.Body.At, asked.Body.NoticeUrl), ct))
            .Command("startDownline", Policies.SponsorName, Tags.Downline,
                "Record that the site went down", "Within an approved window, its notice being published.");
        downline.MapPost("/restore", (SiteId id, Asked<FactBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new RestoreSite(asked.Body.At), ct))
            .Command("restoreSite", Policies.SponsorName, Tags.Downline,
                "Record that the site is back", "The date of restoring counts; later ones are released.");
        downline.MapPost("/windows/{n:number}/cancellation", (SiteId id, int n, Asked<ReasonBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new CancelWindow(n, asked.Body.Reason), ct))
            .Command("cancelWindow", Policies.SponsorName, Tags.Downline,
                "Give an approved window back", "Before it starts; all that it reserved is released.");
        downline.MapPost("/windows/{n:number}/correction", (SiteId id, int n, Asked<CorrectionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new CorrectDownlineFact(n, asked.Body.StartedAt, asked.Body.RestoredAt, asked.Body.Reason), ct))
            .Command("correctDownline", Policies.LeadName, Tags.Downline,
                "Put a recorded time right", "By the authority's lead; both values are kept.");
    }

    private static void MapSuspension(RouteGroupBuilder suspension)
    {
        suspension.MapPost("", (SiteId id, Asked<SuspensionBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new SuspendSite(asked.Body.ReasonCode, asked.Body.Reason, asked.Body.At), ct))
            .Command("suspendSite", Policies.SuspendName, Tags.Suspension,
                "Suspend a site in an emergency (NC-9.11)", "By order of centre or authority, or declared by the sponsor within 24 hours.");
        suspension.MapPost("/lift", (SiteId id, Asked<LiftBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new LiftSuspension(asked.Body.Reason, asked.Body.At), ct))
            .Command("liftSuspension", Policies.SuspendName, Tags.Suspension,
                "Lift a suspension", "After a security risk a passed and verified re-test comes first.");
        suspension.MapPost("/{n:number}/confirmation", (SiteId id, int n, Asked<ConfirmationBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new ConfirmSuspension(n, asked.Body.Note), ct))
            .Command("confirmSuspension", Policies.ReviewName, Tags.Suspension,
                "Confirm the sponsor's emergency", "Within three working days, or its dates are counted.");
    }

    private static void MapClosure(RouteGroupBuilder site)
    {
        site.MapPost("/closure/steps", (SiteId id, Asked<ClosureStepBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new RecordClosureStep(asked.Body.Step, asked.Body.Note, asked.Body.EvidenceSha256), ct))
            .Command("recordClosureStep", Policies.SponsorName, Tags.Closure,
                "Tick a step of the closure's checklist", "Contents migrated, archived, service stopped.");
        site.MapPost("/closure/cancellation", (SiteId id, Asked<ReasonBody> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new CancelClosure(asked.Body.Reason), ct))
            .Command("cancelClosure", Policies.SponsorName, Tags.Closure,
                "Take an approved closure back", "The site is served again.");
        site.MapPost("/closure/completion", (SiteId id, Asked<Nothing> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new CompleteClosure(), ct))
            .Command("completeClosure", Policies.SponsorName, Tags.Closure,
                "Complete the closure", "When the notice period is over and the checklist is done.");
        site.MapPost("/deregistration", (SiteId id, Asked<Nothing> asked, Desk desk, CancellationToken ct) =>
                desk.Execute(id, asked, new Deregister(), ct))
            .Command("deregisterSite", Policies.SponsorName, Tags.Closure,
                "De-register a closed site", "When every filing is cancelled. The hosts are held back for a while.");
    }
}
