using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>A command to one site's record. Who asks, the key and the expected version go beside it in the <see cref="Envelope"/>.</summary>
[GenerateSerializer, Immutable, Alias("nce.SiteCommand")]
public abstract record SiteCommand
{
    /// <summary>Its name alone: Orleans writes a call's arguments into logs and exceptions, and this one carries people.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Registers a site for the caller's own unit, as a draft.</summary>
[GenerateSerializer, Immutable, Alias("nce.RegisterSite")]
public sealed record RegisterSite([property: Id(0)] SiteProfile Profile) : SiteCommand;

/// <summary>Gives a draft up.</summary>
[GenerateSerializer, Immutable, Alias("nce.DiscardDraft")]
public sealed record DiscardDraft([property: Id(0)] string Reason) : SiteCommand;

/// <summary>Changes the basic information. Material changes void an approval, or open a change request once the site is live.</summary>
[GenerateSerializer, Immutable, Alias("nce.ChangeProfile")]
public sealed record ChangeProfile([property: Id(0)] SiteProfile Profile) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.RecordFiling")]
public sealed record RecordFiling([property: Id(0)] Filing Filing) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.VerifyFiling")]
public sealed record VerifyFiling(
    [property: Id(0)] FilingKind Kind,
    [property: Id(1)] VerificationResult Result,
    [property: Id(2)] string? Note) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.RecordEvidence")]
public sealed record RecordEvidence(
    [property: Id(0)] EvidenceKind Kind,
    [property: Id(1)] EvidenceStatement Statement) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.VerifyEvidence")]
public sealed record VerifyEvidence(
    [property: Id(0)] EvidenceKind Kind,
    [property: Id(1)] VerificationResult Result,
    [property: Id(2)] string? Note) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.RecordSecurityTest")]
public sealed record RecordSecurityTest([property: Id(0)] SecurityTestReport Report) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.VerifySecurityTest")]
public sealed record VerifySecurityTest(
    [property: Id(0)] int Number,
    [property: Id(1)] VerificationResult Result,
    [property: Id(2)] string? Note) : SiteCommand;

/// <summary>The head's yearly statement of responsibility (NC-2.3); also renews the people item of the launch gate.</summary>
[GenerateSerializer, Immutable, Alias("nce.ConfirmResponsibility")]
public sealed record ConfirmResponsibility([property: Id(0)] string Statement) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.SubmitLaunch")]
public sealed record SubmitLaunch([property: Id(0)] string? Note) : SiteCommand;

/// <summary>Files a returned request again, with changed terms where the kind has terms. The reviewer sees the difference.</summary>
[GenerateSerializer, Immutable, Alias("nce.ResubmitRequest")]
public sealed record ResubmitRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] string? Note,
    [property: Id(2)] DownlineTerms? Downline,
    [property: Id(3)] DateOnly? ExtendUntil,
    [property: Id(4)] ClosureTerms? Closure,
    [property: Id(5)] SiteProfile? Profile) : SiteCommand;

/// <summary>Takes a request (no person named) or hands it to a person of the authority.</summary>
[GenerateSerializer, Immutable, Alias("nce.AssignRequest")]
public sealed record AssignRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] string? PersonId,
    [property: Id(2)] string? Name) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.ReleaseRequest")]
public sealed record ReleaseRequest([property: Id(0)] int Number) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.ReturnRequest")]
public sealed record ReturnRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] ImmutableArray<ReturnReason> Reasons) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.ApproveRequest")]
public sealed record ApproveRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] string? Note) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.RejectRequest")]
public sealed record RejectRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] ImmutableArray<ReturnReason> Reasons) : SiteCommand;

/// <summary>The centre's key to a change or a restore: launch has its keys in the verified items of the gate.</summary>
[GenerateSerializer, Immutable, Alias("nce.VerifyRequest")]
public sealed record VerifyRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] VerificationResult Result,
    [property: Id(2)] string? Note) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.WithdrawRequest")]
public sealed record WithdrawRequest(
    [property: Id(0)] int Number,
    [property: Id(1)] string? Reason) : SiteCommand;

/// <summary>催办: once a working day.</summary>
[GenerateSerializer, Immutable, Alias("nce.UrgeRequest")]
public sealed record UrgeRequest([property: Id(0)] int Number) : SiteCommand;

/// <summary>The fact that the site went on line, with its time.</summary>
[GenerateSerializer, Immutable, Alias("nce.LaunchSite")]
public sealed record LaunchSite([property: Id(0)] DateTimeOffset? At) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.SubmitDownline")]
public sealed record SubmitDownline([property: Id(0)] DownlineTerms Terms) : SiteCommand;

/// <summary>Asks for a later end of the window that is under way.</summary>
[GenerateSerializer, Immutable, Alias("nce.SubmitExtension")]
public sealed record SubmitExtension(
    [property: Id(0)] DateOnly Until,
    [property: Id(1)] string Reason) : SiteCommand;

/// <summary>Gives back an approved window that has not started.</summary>
[GenerateSerializer, Immutable, Alias("nce.CancelWindow")]
public sealed record CancelWindow(
    [property: Id(0)] int Window,
    [property: Id(1)] string Reason) : SiteCommand;

/// <summary>The fact that the approved window began. The notice's address is due now if the request did not have it (D20).</summary>
[GenerateSerializer, Immutable, Alias("nce.StartDownline")]
public sealed record StartDownline(
    [property: Id(0)] DateTimeOffset? At,
    [property: Id(1)] string? NoticeUrl) : SiteCommand;

/// <summary>Asks leave to restore after a security rectification (two keys).</summary>
[GenerateSerializer, Immutable, Alias("nce.SubmitRestore")]
public sealed record SubmitRestore([property: Id(0)] string Note) : SiteCommand;

/// <summary>The fact that the site is back.</summary>
[GenerateSerializer, Immutable, Alias("nce.RestoreSite")]
public sealed record RestoreSite([property: Id(0)] DateTimeOffset? At) : SiteCommand;

/// <summary>紧急关停: at once, by the centre's or the authority's order, or declared by the sponsor within 24 h (D14).</summary>
[GenerateSerializer, Immutable, Alias("nce.SuspendSite")]
public sealed record SuspendSite(
    [property: Id(0)] SuspensionReason ReasonCode,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateTimeOffset? At) : SiteCommand;

/// <summary>The authority's word that the sponsor's own emergency was one; without it the dates are counted (D14).</summary>
[GenerateSerializer, Immutable, Alias("nce.ConfirmSuspension")]
public sealed record ConfirmSuspension([property: Id(0)] int Suspension, [property: Id(1)] string Note) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.LiftSuspension")]
public sealed record LiftSuspension([property: Id(0)] string Reason, [property: Id(1)] DateTimeOffset? At) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.SubmitClosure")]
public sealed record SubmitClosure([property: Id(0)] ClosureTerms Terms) : SiteCommand;

/// <summary>Ticks one step of the closure's checklist.</summary>
[GenerateSerializer, Immutable, Alias("nce.RecordClosureStep")]
public sealed record RecordClosureStep(
    [property: Id(0)] ClosureStep Step,
    [property: Id(1)] string Note,
    [property: Id(2)] string? EvidenceSha256) : SiteCommand;

/// <summary>Takes an approved closure back: the site is served again.</summary>
[GenerateSerializer, Immutable, Alias("nce.CancelClosure")]
public sealed record CancelClosure([property: Id(0)] string Reason) : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.CompleteClosure")]
public sealed record CompleteClosure : SiteCommand;

/// <summary>注销: every filing must be cancelled.</summary>
[GenerateSerializer, Immutable, Alias("nce.Deregister")]
public sealed record Deregister : SiteCommand;

[GenerateSerializer, Immutable, Alias("nce.SubmitTransfer")]
public sealed record SubmitTransfer([property: Id(0)] UnitId Receiver, [property: Id(1)] string Reason) : SiteCommand;

/// <summary>The receiving unit's consent.</summary>
[GenerateSerializer, Immutable, Alias("nce.AcceptTransfer")]
public sealed record AcceptTransfer([property: Id(0)] int Number) : SiteCommand;

/// <summary>The authority's lead puts a recorded time right; both values are kept (D18).</summary>
[GenerateSerializer, Immutable, Alias("nce.CorrectDownlineFact")]
public sealed record CorrectDownlineFact(
    [property: Id(0)] int Window,
    [property: Id(1)] DateTimeOffset? StartedAt,
    [property: Id(2)] DateTimeOffset? RestoredAt,
    [property: Id(3)] string Reason) : SiteCommand;

/// <summary>
/// 查看联系人: shows the caller the contacts unmasked for some minutes (NC-2.3). Reason and person stand in the ledger, and the sponsor sees them.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.DiscloseContacts")]
public sealed record DiscloseContacts([property: Id(0)] string Reason) : SiteCommand;

/// <summary>知悉: who is to act says that the deadline is known, so that the superior need not be told.</summary>
/// <param name="Kind">The deadline's kind, one of <see cref="DeadlineKinds"/> or an item of the launch gate.</param>
/// <param name="Number">Its number; 0 where its kind has none.</param>
[GenerateSerializer, Immutable, Alias("nce.AcknowledgeDeadline")]
public sealed record AcknowledgeDeadline(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Number,
    [property: Id(2)] string? Note) : SiteCommand;

/// <summary>立案: a site was seen down without leave (NC-3.13).</summary>
[GenerateSerializer, Immutable, Alias("nce.OpenCase")]
public sealed record OpenCase([property: Id(0)] DowntimeReport Report) : SiteCommand;

/// <summary>申辩: what the unit's head says to a case before it is decided.</summary>
[GenerateSerializer, Immutable, Alias("nce.ReplyToCase")]
public sealed record ReplyToCase(
    [property: Id(0)] int Case,
    [property: Id(1)] string Statement,
    [property: Id(2)] ImmutableArray<Exhibit> Exhibits) : SiteCommand;

/// <summary>认定: a person of the authority decides on a case.</summary>
/// <param name="AdverseEffect">造成不良影响: then a notice of criticism follows.</param>
[GenerateSerializer, Immutable, Alias("nce.DecideCase")]
public sealed record DecideCase(
    [property: Id(0)] int Case,
    [property: Id(1)] CaseResult Result,
    [property: Id(2)] bool AdverseEffect,
    [property: Id(3)] string Reason) : SiteCommand;

/// <summary>申诉 against a finding.</summary>
[GenerateSerializer, Immutable, Alias("nce.AppealCase")]
public sealed record AppealCase(
    [property: Id(0)] int Case,
    [property: Id(1)] string Reason,
    [property: Id(2)] ImmutableArray<Exhibit> Exhibits) : SiteCommand;

/// <summary>复核: another person than the one who decided.</summary>
[GenerateSerializer, Immutable, Alias("nce.DecideCaseAppeal")]
public sealed record DecideCaseAppeal(
    [property: Id(0)] int Case,
    [property: Id(1)] AppealResult Result,
    [property: Id(2)] string Reason) : SiteCommand;

/// <summary>Another text for the draft of the notice of criticism.</summary>
[GenerateSerializer, Immutable, Alias("nce.DraftCaseNotice")]
public sealed record DraftCaseNotice([property: Id(0)] int Case, [property: Id(1)] string Text) : SiteCommand;

/// <summary>通报批评: the draft becomes the notice.</summary>
/// <param name="DocumentNumber">文号</param>
[GenerateSerializer, Immutable, Alias("nce.IssueCaseNotice")]
public sealed record IssueCaseNotice([property: Id(0)] int Case, [property: Id(1)] string DocumentNumber) : SiteCommand;

/// <summary>结案</summary>
[GenerateSerializer, Immutable, Alias("nce.ConcludeCase")]
public sealed record ConcludeCase([property: Id(0)] int Case, [property: Id(1)] string Note) : SiteCommand;

/// <summary>Records what time alone brought about. Sent by the sweeper; a missed or doubled one changes no answer.</summary>
[GenerateSerializer, Immutable, Alias("nce.TickSite")]
public sealed record TickSite : SiteCommand;

/// <summary>Takes over the unit's facts after they changed. Sent by the sweeper.</summary>
[GenerateSerializer, Immutable, Alias("nce.RefreshUnit")]
public sealed record RefreshUnit : SiteCommand;
