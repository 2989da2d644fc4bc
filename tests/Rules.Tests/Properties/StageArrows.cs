using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>The arrows of the table of domain §4, read from the events' side.</summary>
internal static class StageArrows
{
    private const Stage Draft = Stage.Draft;
    private const Stage InReview = Stage.InReview;
    private const Stage Approved = Stage.Approved;
    private const Stage Live = Stage.Live;
    private const Stage Scheduled = Stage.DownlineScheduled;
    private const Stage Down = Stage.Downline;
    private const Stage Late = Stage.Overdue;
    private const Stage Closing = Stage.Closing;

    public static bool Allow(SiteEvent @event, Stage from, Stage to) => @event switch
    {
        SiteRegistered => to == Draft,
        DraftDiscarded => (from, to) is (Draft, Stage.Deregistered),
        RequestSubmitted { Kind: RequestKind.Launch } => (from, to) is (Draft, InReview),
        RequestApproved when from == InReview && to == Approved => true,
        RequestRejected or RequestWithdrawn or RequestLapsed when (from, to) is (InReview, Draft) => true,
        ApprovalLapsed or ApprovalVoided => (from, to) is (Approved, Draft),
        Launched => (from, to) is (Approved, Live),
        DownlineApproved => to == (from == Live ? Scheduled : from) && from is Live or Scheduled or Down,
        WindowCancelled or WindowLapsed => from == to || (from, to) is (Scheduled, Live),
        DownlineStarted => (from, to) is (Scheduled, Down),
        DownlineExtended => from is Down or Late && to == Down,
        DownlineOverdue => (from, to) is (Down, Late),
        Restored => from is Down or Late && to is Live or Scheduled,
        Suspended => from is Live or Scheduled or Down or Late or Closing && to == Stage.Suspended,
        SuspensionLifted => from == Stage.Suspended && to is Live or Scheduled or Closing,
        ClosureApproved => from is Live or Scheduled or Down or Late or Stage.Suspended or Closing && to == Closing,
        ClosureCancelled => (from, to) is (Closing, Live),
        Closed => (from, to) is (Closing, Stage.Closed),
        Deregistered => (from, to) is (Stage.Closed, Stage.Deregistered),
        _ => from == to,
    };

    /// <summary>The stage says what windows, suspensions, requests and approval say.</summary>
    public static void Agree(Site site)
    {
        Assert.Equal(site.Stage == InReview, site.OpenRequest(RequestKind.Launch) is not null);
        Assert.True(site.Stage != Approved || site.Approval is not null);
        Assert.True(site.Stage != Scheduled || site.Windows.Any(w => w.State == WindowState.Scheduled));
        Assert.True(site.Windows.Count(w => w.State is WindowState.Started or WindowState.Overdue) <= 1);
        Assert.True(site.Suspensions.Count(s => s.LiftedAt is null) <= 1);
        Assert.True(site.Stage == Stage.Deregistered || (site.Stage is Draft or InReview or Approved) == site.LaunchedAt is null);
    }
}
