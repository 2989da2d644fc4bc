using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>Longer steps: each brings the site on by the real commands of the people whose part it is.</summary>
internal sealed partial class Story
{
    public const string Opening = "2026-01-05";

    private Func<Story, Story> onceLive = story => story;

    /// <summary>Registered by the clerk, as a draft.</summary>
    public Story Draft(string at = Opening, SiteProfile? profile = null) => Given(new RegisterSite(profile ?? Profile()), Clerk, at);

    /// <summary>Everything that the gate asks for before the launch is recorded by the clerk and verified by the centre; only the approval is missing.</summary>
    public Story Prepared()
    {
        var today = RegistryCalendar.DateOf(Now);
        Verified(DomainFiled).Verified(IcpFiled).Verified(Graded());
        if (units[SchoolId].Type.IsPublic()) Verified(MarkApplied());
        return Tested(TestPassed(today, [.. Site.Facts.Hosts])).Verified(EvidenceKind.Hosting, Statement(today));
    }

    public Story Verified(Filing filing) =>
        Given(new RecordFiling(filing), Clerk).Given(new VerifyFiling(filing.Kind, VerificationResult.Verified, null), Centre);

    public Story Verified(EvidenceKind kind, EvidenceStatement statement) =>
        Given(new RecordEvidence(kind, statement), Clerk).Given(new VerifyEvidence(kind, VerificationResult.Verified, null), Centre);

    /// <summary>A security test is recorded by the clerk and verified by the centre.</summary>
    public Story Tested(SecurityTestReport report) =>
        Given(new RecordSecurityTest(report), Clerk).Given(new VerifySecurityTest(Site.Tests.Length, VerificationResult.Verified, null), Centre);

    /// <summary>The launch request is filed at that time by the clerk; all else is ready.</summary>
    public Story InReview(string at = Opening) => Begun(at).Given(new SubmitLaunch(null), Clerk, at);

    /// <summary>The launch is approved at that time by the reviewer.</summary>
    public Story Approved(string at = Opening) => Begun(at).Given(new SubmitLaunch(null), Clerk).Approving(at: at);

    /// <summary>The site goes on line at that time.</summary>
    public Story Launched(string at = Opening) => Begun(at).Given(new SubmitLaunch(null), Clerk).Approving().Given(new LaunchSite(null), Clerk, at);

    /// <summary>Taken by the reviewer; the request filed last unless told otherwise.</summary>
    public Story Taken(int? number = null, Actor? by = null) => Given(new AssignRequest(number ?? Request, null, null), by ?? Reviewer);

    /// <summary>Taken unless it is, verified by the centre where that is its key, and approved at that time by the reviewer.</summary>
    public Story Approving(int? number = null, Actor? by = null, string? at = null)
    {
        var request = Site.RequestOf(number ?? Request)!;
        if (request.Assignee is null) Taken(request.Number, by);
        if (request.Kind is RequestKind.Change or RequestKind.Restore)
            Given(new VerifyRequest(request.Number, VerificationResult.Verified, null), Centre);
        return Given(new ApproveRequest(request.Number, null), by ?? Reviewer, at);
    }

    /// <summary>A downline request filed by the clerk, urgent where the lead time asks for it.</summary>
    public Story DownlineFiled(string from, string until, DownlineReason reason = DownlineReason.Upgrade, string? at = null) =>
        Given(new SubmitDownline(Terms(from, until, reason, urgent: "设备故障")), Clerk, at);

    /// <summary>A downline filed and approved.</summary>
    public Story DownlineApproved(string from, string until, DownlineReason reason = DownlineReason.Upgrade, string? filed = null, string? at = null) =>
        DownlineFiled(from, until, reason, filed).Approving(at: at);

    public Story Started(string at) => Given(new StartDownline(null, null), Clerk, at);

    public Story Restored(string at) => Given(new RestoreSite(null), Clerk, at);

    /// <summary>A whole downline: filed and approved at once, started (on the first date at 09:00) and restored (on the last at 18:00) as told.</summary>
    public Story Downline(string from, string until, string? started = null, string? restored = null, DownlineReason reason = DownlineReason.Upgrade) =>
        DownlineApproved(from, until, reason).Started(started ?? from).Restored(restored ?? $"{until}T18:00");

    /// <summary>An extension filed at the time and approved at the other.</summary>
    public Story Extended(string until, string filed, string approved) =>
        Given(new SubmitExtension(Day(until), "工程延期"), Clerk, filed).Approving(at: approved);

    public Story Suspended(string at, Actor? by = null, SuspensionReason reason = SuspensionReason.Order) =>
        Given(new SuspendSite(reason, "接上级通知", null), by ?? Centre, at);

    /// <summary>A closure announced on the date, filed and approved.</summary>
    public Story ClosureApproved(string announced, string? at = null) =>
        Given(new SubmitClosure(ClosureOn(announced)), Clerk, at).Approving();

    /// <summary>Every step of the checklist recorded, the closure complete at that time.</summary>
    public Story ClosureCompleted(string at)
    {
        foreach (var step in Enum.GetValues<ClosureStep>()) Given(new RecordClosureStep(step, "已办理", Sha256), Clerk);
        return Given(new CompleteClosure(), Clerk, at);
    }

    /// <summary>Every filing cancelled and that verified by the centre.</summary>
    public Story FilingsCancelled() => FilingsCancelledBut();

    public Story FilingsCancelledBut(params FilingKind[] kinds)
    {
        foreach (var record in Site.Filings.Where(f => !kinds.Contains(f.Filing.Kind))) Verified(record.Filing with { State = FilingState.Cancelled });
        return this;
    }

    // One story into each stage, with the dates that the tables of the domain use: W = 2026-05-12..2026-05-19.

    public Story Live() => onceLive(Launched());

    /// <summary>What happens as soon as the story is live on its way into a later stage.</summary>
    public Story OnceLive(Func<Story, Story> told)
    {
        onceLive = told;
        return this;
    }

    public Story DownlineScheduled(DownlineReason reason = DownlineReason.Upgrade) => Live().DownlineApproved("2026-05-12", "2026-05-19", reason, filed: "2026-05-01");

    public Story DownNow(DownlineReason reason = DownlineReason.Upgrade) => DownlineScheduled(reason).Started("2026-05-12");

    public Story OverdueNow(DownlineReason reason = DownlineReason.Upgrade) => DownNow(reason).Ticked("2026-05-20T08:00");

    public Story SuspendedNow() => Live().Suspended("2026-05-12");

    public Story ClosingNow() => Live().ClosureApproved("2026-05-01", at: "2026-05-04");

    public Story ClosedNow() => ClosingNow().ClosureCompleted("2026-06-15");

    public Story DeregisteredNow() => ClosedNow().FilingsCancelled().Given(new Deregister(), Clerk);

    /// <summary>The story of the stage.</summary>
    public Story In(Stage stage) => stage switch
    {
        Stage.Draft => Draft(),
        Stage.InReview => InReview(),
        Stage.Approved => Approved(),
        Stage.Live => Live(),
        Stage.DownlineScheduled => DownlineScheduled(),
        Stage.Downline => DownNow(),
        Stage.Overdue => OverdueNow(),
        Stage.Suspended => SuspendedNow(),
        Stage.Closing => ClosingNow(),
        Stage.Closed => ClosedNow(),
        Stage.Deregistered => DeregisteredNow(),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "not a stage"),
    };

    /// <summary>Registered an hour before and prepared, unless the story has done that itself.</summary>
    private Story Begun(string at)
    {
        if (Site.Exists) return this;
        MoveTo(Instant(at).AddHours(-1));
        return Given(new RegisterSite(Profile()), Clerk).Prepared();
    }
}
