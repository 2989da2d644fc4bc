using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>Requests: filed by the sponsor, taken and decided by the authority, verified by the centre where two keys are needed.</summary>
internal sealed partial class SiteStory
{
    private int requests;

    /// <summary>From the registration to the day on which the site goes on line.</summary>
    public SiteStory GoLive(int daysAgo) =>
        On(daysAgo + 32).Register().On(daysAgo + 27).FileAll().On(daysAgo + 20).VerifyAll().ReachLaunch(daysAgo);

    /// <summary>As <see cref="GoLive"/>, and the duties after the launch are done.</summary>
    public SiteStory LiveSince(int daysAgo) => GoLive(daysAgo).DoDuties(daysAgo - 18);

    public SiteStory DoDuties(int daysAgo) => On(daysAgo).FulfilDuties().Later(2).VerifyAll();

    /// <summary>Asked for, approved and launched so many days ago; what was filed is verified.</summary>
    public SiteStory ReachLaunch(int daysAgo) =>
        On(daysAgo + 15).AskLaunch().On(daysAgo + 13).Take().On(daysAgo + 8).Approve().On(daysAgo).Launch();

    public SiteStory AskLaunch(string? note = null) => Ask(new SubmitLaunch(note));

    public SiteStory Launch() => Act(Clerk, new LaunchSite(null));

    public SiteStory Take() => Act(reviewer, new AssignRequest(requests, null, null));

    public SiteStory Approve(string? note = null) => Act(reviewer, new ApproveRequest(requests, note));

    /// <summary>Another reviewer decides in place of the one who holds the request (D23).</summary>
    public SiteStory ApproveAsSubstitute(Actor substitute) => Act(substitute, new ApproveRequest(requests, "代理审批"));

    public SiteStory Return(params ReadOnlySpan<ReturnReason> reasons) => Act(reviewer, new ReturnRequest(requests, [.. reasons]));

    public SiteStory Reject(params ReadOnlySpan<ReturnReason> reasons) => Act(reviewer, new RejectRequest(requests, [.. reasons]));

    public SiteStory Withdraw(string reason) => Act(Clerk, new WithdrawRequest(requests, reason));

    public SiteStory Urge() => Act(Clerk, new UrgeRequest(requests));

    public SiteStory Resubmit(string note) => Act(Clerk, new ResubmitRequest(requests, note, null, null, null, null));

    /// <summary>The centre's key.</summary>
    public SiteStory TurnCentresKey() => Act(centre, new VerifyRequest(requests, VerificationResult.Verified, null));

    public SiteStory Discard(string reason) => Act(Clerk, new DiscardDraft(reason));

    /// <summary>A change that is not material: it stands at once.</summary>
    public SiteStory ChangeDetails() => Act(Clerk, new ChangeProfile(Profile));

    /// <summary>A material change of a live site: it stands when both keys have been turned.</summary>
    public SiteStory AskChange(SiteProfile proposed) => Ask(new ChangeProfile(proposed));

    public SiteStory AskTransfer(SampleUnit receiver, string reason) => Ask(new SubmitTransfer(receiver.Id, reason));

    public SiteStory AskClosure(ClosureMode mode, string reason, string? migrateTo) =>
        Ask(new SubmitClosure(new ClosureTerms(mode, reason, Notice("guanting"), Date, migrateTo)));

    public SiteStory Tick(ClosureStep step, string note) => Act(Clerk, new RecordClosureStep(step, note, Evidence($"closure-{step}")));

    public SiteStory Close() => Act(Clerk, new CompleteClosure());

    public SiteStory Deregister() => Act(Clerk, new Deregister());

    /// <summary>The registry tells the site what changed at its unit; the unit's version is the n-th.</summary>
    public SiteStory HearOfUnit(long version)
    {
        Act(Actor.System, new RefreshUnit());
        book.Tell(at, Actor.System, unit.Id, new MarkSitesInformed(version));
        return this;
    }

    private SiteStory Ask(SiteCommand command)
    {
        requests++;
        return Act(Clerk, command);
    }
}
