using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>Temporary downlines and emergencies.</summary>
internal sealed partial class SiteStory
{
    private int suspensions;

    /// <summary>A downline that was asked for in time, approved, started and over: back on the n-th working day of its window.</summary>
    public SiteStory WasDown(int daysAgo, int dates, int workingDays, DownlineReason reason, string words)
    {
        var from = Calendar.QuietWorkday(daysAgo);
        return Scheduled(from, from.AddDays(dates - 1), reason, words).On(from).StartDownline().Later(workingDays).Restore();
    }

    /// <summary>A window that was asked for ahead of the lead time and approved two working days later.</summary>
    public SiteStory Scheduled(DateOnly from, DateOnly until, DownlineReason reason, string words) =>
        AskedAhead(from, until, reason, words).Later(1).Take().Later(1).Approve();

    /// <summary>Asked for three working days before the lead time begins.</summary>
    public SiteStory AskedAhead(DateOnly from, DateOnly until, DownlineReason reason, string words) =>
        On(Calendar.Later(from, -(book.Policy.DownlineLeadWorkingDays + 3))).AskDownline(from, until, reason, words);

    public SiteStory AskDownline(DateOnly from, DateOnly until, DownlineReason reason, string words) =>
        Ask(new SubmitDownline(new DownlineTerms(from, until, reason, words, Announcement(from, until, words), null, null)));

    public SiteStory AskUrgentDownline(DateOnly from, DateOnly until, string words, string urgent) =>
        Ask(new SubmitDownline(new DownlineTerms(
            from, until, DownlineReason.SecurityRectification, words, Announcement(from, until, words), Notice("xiaxian"), urgent)));

    public SiteStory StartDownline() => Act(Clerk, new StartDownline(null, Notice("xiaxian")));

    public SiteStory Restore() => Act(Clerk, new RestoreSite(null));

    public SiteStory CancelWindow(int window, string reason) => Act(Clerk, new CancelWindow(window, reason));

    public SiteStory AskExtension(DateOnly until, string reason) => Ask(new SubmitExtension(until, reason));

    public SiteStory AskRestore(string note) => Ask(new SubmitRestore(note));

    /// <summary>The lead puts right when a window began: the site had gone down that much earlier.</summary>
    public SiteStory CorrectStart(int window, DateTimeOffset startedAt, string reason) =>
        Act(SamplePeople.Lead, new CorrectDownlineFact(window, startedAt, null, reason));

    /// <summary>Down at once by the centre's order.</summary>
    public SiteStory SuspendByOrder(SuspensionReason reason, string words) => Suspend(centre, reason, words);

    /// <summary>Down at once by the school's own declaration.</summary>
    public SiteStory DeclareEmergency(SuspensionReason reason, string words) => Suspend(Clerk, reason, words);

    public SiteStory ConfirmEmergency(string note) => Act(reviewer, new ConfirmSuspension(suspensions, note));

    public SiteStory LiftOrder(string reason) => Act(centre, new LiftSuspension(reason, null));

    public SiteStory EndEmergency(string reason) => Act(Clerk, new LiftSuspension(reason, null));

    private static string Announcement(DateOnly from, DateOnly until, string words) =>
        Text($"因{words}，本网站于 {from:yyyy-MM-dd} 至 {until:yyyy-MM-dd} 临时下线。");

    private SiteStory Suspend(Actor by, SuspensionReason reason, string words)
    {
        suspensions++;
        return Act(by, new SuspendSite(reason, words, null));
    }
}
