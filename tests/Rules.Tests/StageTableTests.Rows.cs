using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

public partial class StageTableTests
{
    /// <summary>How a row of the table is told.</summary>
    /// <param name="Event">What a command that is carried out leaves in the ledger.</param>
    /// <param name="Command">The command, about the site as the story left it.</param>
    /// <param name="Before">The way into the stage, with what the command is about wherever that can be.</param>
    private sealed record Row(string[] Event, Func<Story, SiteCommand> Command, Actor By, Func<Stage, Story> Before)
    {
        public void Happened(Story story) =>
            Assert.Contains(story.Events, e => Event.Contains(e is RequestSubmitted filed ? $"{filed.Kind}Submitted" : e.GetType().Name));
    }

    private static readonly ImmutableDictionary<string, Row> Rows = new Dictionary<string, Row>
    {
        ["SubmitLaunch"] = new(["LaunchSubmitted"], _ => new SubmitLaunch(null), Clerk, Plain),
        ["ReturnLaunch"] = new(["RequestReturned"], s => new ReturnRequest(LaunchOf(s), Reasons()), Reviewer, Taken),
        ["ResubmitLaunch"] = new(["RequestResubmitted"], s => new ResubmitRequest(LaunchOf(s), null, null, null, null, null), Clerk, Returned),
        ["ApproveLaunch"] = new(["RequestApproved"], s => new ApproveRequest(LaunchOf(s), null), Reviewer, Taken),
        ["RejectLaunch"] = new(["RequestRejected"], s => new RejectRequest(LaunchOf(s), Reasons()), Reviewer, Taken),
        ["WithdrawLaunch"] = new(["RequestWithdrawn"], s => new WithdrawRequest(LaunchOf(s), null), Clerk, Plain),
        ["TickApproval"] = new(["ApprovalLapsed"], _ => new TickSite(), Actor.System, stage => At(stage, (Stage.Approved, "2026-04-05T23:59"))),
        ["EditPlain"] = new(["ProfileChanged"], _ => new ChangeProfile(WithOtherPurpose()), Clerk, Plain),
        ["EditMaterial"] = new(["ProfileChanged", "ApprovalVoided", "ChangeSubmitted"], _ => new ChangeProfile(OnOtherPlatform()), Clerk, Returned),
        ["RecordFiling"] = new(["FilingRecorded"], s => new RecordFiling(PoliceFiled("2026-01-04")), Clerk, Plain),
        ["VerifyFiling"] = new(["FilingVerified"], _ => new VerifyFiling(FilingKind.PublicSecurity, VerificationResult.Verified, null), Centre,
            stage => Unless(Stage.Deregistered, stage, s => s.Given(new RecordFiling(PoliceFiled("2026-01-04")), Clerk))),
        ["RecordTest"] = new(["SecurityTestRecorded"], _ => new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Clerk, Plain),
        ["VerifyTest"] = new(["SecurityTestVerified"], s => new VerifySecurityTest(s.Site.Tests.Length, VerificationResult.Verified, null), Centre,
            stage => Unless(Stage.Deregistered, stage, s => s.Given(new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Clerk))),
        ["RecordEvidence"] = new(["EvidenceRecorded"], _ => new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05"))), Clerk, Plain),
        ["VerifyEvidence"] = new(["EvidenceVerified"], _ => new VerifyEvidence(EvidenceKind.Plan, VerificationResult.Verified, null), Centre,
            stage => Unless(Stage.Deregistered, stage, s => s.Given(new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05"))), Clerk))),
        ["ConfirmResponsibility"] = new(["ResponsibilityConfirmed"], _ => new ConfirmResponsibility("本人对网站安全负责"), Head, Plain),
        ["ApproveChange"] = new(["ProfileChanged"], ApproveOpen(RequestKind.Change), Reviewer, stage => OpenedBeforeClosing(stage, s => s
            .Given(new ChangeProfile(OnOtherPlatform()), Clerk).Taken().Given(new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre))),
        ["Launch"] = new(["Launched"], _ => new LaunchSite(null), Clerk, Plain),
        ["SubmitDownline"] = new(["DownlineSubmitted"], _ => new SubmitDownline(Terms("2026-11-02", "2026-11-06")), Clerk, Plain),
        ["ApproveDownline"] = new(["DownlineApproved"], ApproveOpen(RequestKind.Downline), Reviewer,
            stage => OpenedBeforeClosing(stage, s => s.DownlineFiled("2026-11-02", "2026-11-06").Taken())),
        ["CancelWindow"] = new(["WindowCancelled"], s => new CancelWindow(s.Site.Windows.FirstOrDefault(w => w.State == WindowState.Scheduled)?.Number ?? 1, "改期"), Clerk,
            stage => stage is Stage.Live or Stage.DownlineScheduled ? Plain(stage) : OpenedBeforeClosing(stage, s => s.DownlineApproved("2026-11-02", "2026-11-06"))),
        ["StartDownline"] = new(["DownlineStarted"], _ => new StartDownline(null, null), Clerk, stage => At(stage, (Stage.DownlineScheduled, "2026-05-12T10:00"))),
        ["TickWindow"] = new(["WindowLapsed"], _ => new TickSite(), Actor.System, AboutToLapse),
        ["SubmitExtension"] = new(["ExtensionSubmitted"], _ => new SubmitExtension(Day("2026-05-25"), "工程延期"), Clerk, Plain),
        ["ApproveExtension"] = new(["DownlineExtended"], ApproveLast(RequestKind.Extension), Reviewer,
            stage => Down(stage, DownlineReason.Upgrade, s => s.Given(new SubmitExtension(Day("2026-05-25"), "工程延期"), Clerk).Taken())),
        ["TickEnd"] = new(["DownlineOverdue", "OverrunCharged"], _ => new TickSite(), Actor.System, stage => At(stage, (Stage.Downline, "2026-05-20T00:00"), (Stage.Overdue, "2026-05-20T23:59"))),
        ["SubmitRestore"] = new(["RestoreSubmitted"], _ => new SubmitRestore("整改完成"), Clerk, stage => Down(stage, DownlineReason.SecurityRectification, s => s)),
        ["ApproveRestore"] = new(["RequestApproved"], ApproveLast(RequestKind.Restore), Reviewer, stage => Down(stage, DownlineReason.SecurityRectification, s => s
            .Given(new SubmitRestore("整改完成"), Clerk).Taken().Given(new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre))),
        ["Restore"] = new(["Restored"], _ => new RestoreSite(null), Clerk, Plain),
        ["CorrectFact"] = new(["DownlineFactCorrected"], _ => new CorrectDownlineFact(1, Instant("2026-02-02T10:00"), null, "更正"), Lead, stage =>
            Story.Of().OnceLive(s => s.Downline("2026-02-02", "2026-02-03")).In(stage)),
        ["Suspend"] = new(["Suspended"], _ => new SuspendSite(SuspensionReason.Order, "接上级通知", null), Centre, Plain),
        ["OpenCase"] = new(["CaseOpened"], _ => new OpenCase(SeenDown("2026-03-02", "2026-03-03")), Reviewer, stage => At(stage, (Stage.Live, "2026-03-10"))),
        ["ConfirmSuspension"] = new(["SuspensionConfirmed"], _ => new ConfirmSuspension(1, "情况属实"), Reviewer,
            stage => stage == Stage.Suspended ? Story.Of().Live().Suspended("2026-05-12", Clerk, SuspensionReason.ForceMajeure) : Plain(stage)),
        ["LiftSuspension"] = new(["SuspensionLifted"], _ => new LiftSuspension("已处置", null), Centre, Plain),
        ["SubmitClosure"] = new(["ClosureSubmitted"], _ => new SubmitClosure(ClosureOn("2026-01-05")), Clerk, Plain),
        ["ApproveClosure"] = new(["ClosureApproved"], ApproveOpen(RequestKind.Closure), Reviewer,
            stage => OpenedBeforeClosing(stage, s => s.Given(new SubmitClosure(ClosureOn("2026-01-05")), Clerk).Taken())),
        ["RecordClosureStep"] = new(["ClosureStepRecorded"], _ => new RecordClosureStep(ClosureStep.Archived, "已归档", Sha256), Clerk, Plain),
        ["CancelClosure"] = new(["ClosureCancelled"], _ => new CancelClosure("继续开办"), Clerk, Plain),
        ["CompleteClosure"] = new(["Closed"], _ => new CompleteClosure(), Clerk, stage => stage == Stage.Closing ? NoticeOver(Plain(stage)) : Plain(stage)),
        ["Deregister"] = new(["Deregistered"], _ => new Deregister(), Clerk, stage => stage == Stage.Closed ? Plain(stage).FilingsCancelled() : Plain(stage)),
        ["DiscardDraft"] = new(["DraftDiscarded"], _ => new DiscardDraft("不再开办"), Clerk, Plain),
        ["SubmitTransfer"] = new(["TransferSubmitted"], _ => new SubmitTransfer(ReceiverId, "校区调整"), Clerk, Plain),
        ["ApproveTransfer"] = new(["Transferred"], ApproveLast(RequestKind.Transfer), Reviewer, ToBeTransferred),
        ["DiscloseContacts"] = new(["ContactsDisclosed"], _ => new DiscloseContacts("核对联系方式"), Reviewer, Plain),
    }.ToImmutableDictionary();

    /// <summary>A number that no request of any story has.</summary>
    private const int NoNumber = 99;

    private static Story Plain(Stage stage) => Story.Of().In(stage);

    private static Story At(Stage stage, params (Stage Stage, string Time)[] times) =>
        times.FirstOrDefault(t => t.Stage == stage) is { Time: { } time } ? Plain(stage).Later(time) : Plain(stage);

    private static Story Taken(Stage stage) => stage == Stage.InReview ? Plain(stage).Taken() : Plain(stage);

    private static Story Returned(Stage stage) =>
        stage == Stage.InReview ? Taken(stage).Given(new ReturnRequest(1, Reasons()), Reviewer) : Plain(stage);

    private static Story Unless(Stage not, Stage stage, Func<Story, Story> then) => stage == not ? Plain(stage) : then(Plain(stage));

    /// <summary>Filed while live, and still open in the stage: from the approval of a closure on nothing is.</summary>
    private static Story OpenedBeforeClosing(Stage stage, Func<Story, Story> open) =>
        stage is >= Stage.Live and < Stage.Closing ? Story.Of().OnceLive(open).In(stage) : Plain(stage);

    /// <summary>Filed during a downline, which then runs over or ends by a suspension.</summary>
    private static Story Down(Stage stage, DownlineReason reason, Func<Story, Story> open) => stage switch
    {
        Stage.Downline => open(Story.Of().DownNow(reason)),
        Stage.Overdue => open(Story.Of().DownNow(reason)).Ticked("2026-05-20T08:00"),
        Stage.Suspended => open(Story.Of().DownNow(reason)).Suspended("2026-05-13"),
        _ => Plain(stage),
    };

    private static Story ToBeTransferred(Stage stage)
    {
        return stage switch
        {
            Stage.InReview => Filed(Story.Of().Draft()).Given(new SubmitLaunch(null), Clerk),
            Stage.Draft or Stage.Approved => Filed(Plain(stage)),
            _ => Story.Of().OnceLive(Filed).In(stage),
        };

        static Story Filed(Story s) => s.Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk).Given(new AcceptTransfer(s.Request), ReceiverClerk).Taken();
    }

    /// <summary>A scheduled window that ends in a minute.</summary>
    private static Story AboutToLapse(Stage stage) => stage switch
    {
        Stage.DownlineScheduled => Plain(stage).Later("2026-05-19T23:59"),
        Stage.Downline => Story.Of().DownlineScheduled().DownlineApproved("2026-05-12", "2026-05-12").Started("2026-05-12").Later("2026-05-12T23:59"),
        Stage.Overdue => Story.Of().OnceLive(s => s.DownlineApproved("2026-05-25", "2026-05-26")).In(stage).Later("2026-05-26T23:59"),
        _ => Story.Of().DownlineScheduled().Suspended("2026-05-12").Later("2026-05-19T23:59"),
    };

    private static Story NoticeOver(Story s)
    {
        foreach (var step in Enum.GetValues<ClosureStep>()) s.Given(new RecordClosureStep(step, "已办理", Sha256), Clerk);
        return s.Later("2026-06-01T00:00");
    }

    private static int LaunchOf(Story s) => s.Site.OpenRequest(RequestKind.Launch)?.Number ?? NoNumber;

    private static Func<Story, SiteCommand> ApproveOpen(RequestKind kind) => s => new ApproveRequest(s.Site.OpenRequest(kind)?.Number ?? NoNumber, null);

    private static Func<Story, SiteCommand> ApproveLast(RequestKind kind) =>
        s => new ApproveRequest(s.Site.Requests.LastOrDefault(request => request.Kind == kind)?.Number ?? NoNumber, null);
}
