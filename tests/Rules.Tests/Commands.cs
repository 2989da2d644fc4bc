using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>One of every command, for what holds of all of them.</summary>
internal static class Commands
{
    public static ImmutableArray<SiteCommand> OfSites { get; } =
    [
        new RegisterSite(Profile()), new DiscardDraft("不再开办"), new ChangeProfile(WithOtherPurpose()),
        new RecordFiling(IcpFiled), new VerifyFiling(FilingKind.Icp, VerificationResult.Verified, null),
        new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05"))), new VerifyEvidence(EvidenceKind.Plan, VerificationResult.Verified, null),
        new RecordSecurityTest(TestPassed(Day("2026-01-05"))), new VerifySecurityTest(1, VerificationResult.Verified, null),
        new ConfirmResponsibility("本人对网站安全负责"), new SubmitLaunch(null), new ResubmitRequest(1, null, null, null, null, null),
        new AssignRequest(1, null, null), new ReleaseRequest(1), new ReturnRequest(1, Reasons()), new ApproveRequest(1, null), new RejectRequest(1, Reasons()),
        new VerifyRequest(1, VerificationResult.Verified, null), new WithdrawRequest(1, null), new UrgeRequest(1), new LaunchSite(null),
        new SubmitDownline(Terms("2026-05-12", "2026-05-19")), new SubmitExtension(Day("2026-05-25"), "工程延期"), new CancelWindow(1, "改期"),
        new StartDownline(null, null), new SubmitRestore("整改完成"), new RestoreSite(null), new SuspendSite(SuspensionReason.Order, "接上级通知", null),
        new ConfirmSuspension(1, "情况属实"), new LiftSuspension("已处置", null), new SubmitClosure(ClosureOn("2026-01-05")),
        new RecordClosureStep(ClosureStep.Archived, "已归档", null), new CancelClosure("继续开办"), new CompleteClosure(), new Deregister(),
        new SubmitTransfer(ReceiverId, "校区调整"), new AcceptTransfer(1), new CorrectDownlineFact(1, Instant("2026-01-05"), null, "更正"), new TickSite(), new RefreshUnit(),
        new DiscloseContacts("核对联系方式"), new AcknowledgeDeadline(GateCodes.Plan, 0, null),
        new OpenCase(SeenDown("2026-01-05T10:00")), new ReplyToCase(1, "断电所致", []), new DecideCase(1, CaseResult.Confirmed, true, "属实"), new AppealCase(1, "事出有因", []),
        new DecideCaseAppeal(1, AppealResult.Upheld, "维持"), new DraftCaseNotice(1, "通报"), new IssueCaseNotice(1, "洪教〔2026〕1号"), new ConcludeCase(1, "已整改"),
    ];

    public static ImmutableArray<UnitCommand> OfUnits { get; } =
    [
        new PutUnit(SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号", null), new GrantExemption(ExemptionKind.SecondSite, "历史原因", Day("2026-12-31")),
        new AppointSubstitute(Reviewer.PersonId, Reviewer.Name, SecondReviewer.PersonId, SecondReviewer.Name, Day("2026-02-01"), Day("2026-02-10")), new MarkSitesInformed(2),
    ];
}
