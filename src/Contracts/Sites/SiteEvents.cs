using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What happened to a site. Stored in the ledger under these names for ever; members are added, never changed.</summary>
/// <param name="At">When it happened, UTC. When it was recorded stands in the ledger's envelope.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SiteRegistered), "siteRegistered")]
[JsonDerivedType(typeof(DraftDiscarded), "draftDiscarded")]
[JsonDerivedType(typeof(ProfileChanged), "profileChanged")]
[JsonDerivedType(typeof(ApprovalVoided), "approvalVoided")]
[JsonDerivedType(typeof(ApprovalLapsed), "approvalLapsed")]
[JsonDerivedType(typeof(UnitRefreshed), "unitRefreshed")]
[JsonDerivedType(typeof(FilingRecorded), "filingRecorded")]
[JsonDerivedType(typeof(FilingVerified), "filingVerified")]
[JsonDerivedType(typeof(EvidenceRecorded), "evidenceRecorded")]
[JsonDerivedType(typeof(EvidenceVerified), "evidenceVerified")]
[JsonDerivedType(typeof(SecurityTestRecorded), "securityTestRecorded")]
[JsonDerivedType(typeof(SecurityTestVerified), "securityTestVerified")]
[JsonDerivedType(typeof(ResponsibilityConfirmed), "responsibilityConfirmed")]
[JsonDerivedType(typeof(RequestSubmitted), "requestSubmitted")]
[JsonDerivedType(typeof(RequestResubmitted), "requestResubmitted")]
[JsonDerivedType(typeof(RequestAssigned), "requestAssigned")]
[JsonDerivedType(typeof(RequestReleased), "requestReleased")]
[JsonDerivedType(typeof(RequestVerified), "requestVerified")]
[JsonDerivedType(typeof(RequestReturned), "requestReturned")]
[JsonDerivedType(typeof(RequestApproved), "requestApproved")]
[JsonDerivedType(typeof(RequestRejected), "requestRejected")]
[JsonDerivedType(typeof(RequestWithdrawn), "requestWithdrawn")]
[JsonDerivedType(typeof(RequestUrged), "requestUrged")]
[JsonDerivedType(typeof(RequestLapsed), "requestLapsed")]
[JsonDerivedType(typeof(RequestSuperseded), "requestSuperseded")]
[JsonDerivedType(typeof(TransferAccepted), "transferAccepted")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(Launched), "launched")]
[JsonDerivedType(typeof(DownlineApproved), "downlineApproved")]
[JsonDerivedType(typeof(WindowCancelled), "windowCancelled")]
[JsonDerivedType(typeof(WindowLapsed), "windowLapsed")]
[JsonDerivedType(typeof(DownlineStarted), "downlineStarted")]
[JsonDerivedType(typeof(DownlineExtended), "downlineExtended")]
[JsonDerivedType(typeof(DownlineOverdue), "downlineOverdue")]
[JsonDerivedType(typeof(OverrunCharged), "overrunCharged")]
[JsonDerivedType(typeof(Restored), "restored")]
[JsonDerivedType(typeof(WindowSettled), "windowSettled")]
[JsonDerivedType(typeof(DownlineFactCorrected), "downlineFactCorrected")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(SuspensionConfirmed), "suspensionConfirmed")]
[JsonDerivedType(typeof(SuspensionConverted), "suspensionConverted")]
[JsonDerivedType(typeof(SuspensionCharged), "suspensionCharged")]
[JsonDerivedType(typeof(SuspensionLifted), "suspensionLifted")]
[JsonDerivedType(typeof(ClosureApproved), "closureApproved")]
[JsonDerivedType(typeof(ClosureStepRecorded), "closureStepRecorded")]
[JsonDerivedType(typeof(ClosureCancelled), "closureCancelled")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Deregistered), "deregistered")]
[JsonDerivedType(typeof(HostsReleased), "hostsReleased")]
[JsonDerivedType(typeof(ContactsDisclosed), "contactsDisclosed")]
[JsonDerivedType(typeof(DeadlineAcknowledged), "deadlineAcknowledged")]
[JsonDerivedType(typeof(CaseOpened), "caseOpened")]
[JsonDerivedType(typeof(CaseReplied), "caseReplied")]
[JsonDerivedType(typeof(CaseDecided), "caseDecided")]
[JsonDerivedType(typeof(CaseAppealed), "caseAppealed")]
[JsonDerivedType(typeof(CaseAppealDecided), "caseAppealDecided")]
[JsonDerivedType(typeof(CaseNoticeDrafted), "caseNoticeDrafted")]
[JsonDerivedType(typeof(CaseNoticeIssued), "caseNoticeIssued")]
[JsonDerivedType(typeof(CaseConcluded), "caseConcluded")]
public abstract record SiteEvent(DateTimeOffset At);

/// <summary>A person in the role acted in, as stored beside deeds.</summary>
[GenerateSerializer, Immutable, Alias("nce.Person")]
public sealed record Person([property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] Role Role);

/// <summary>What a request asks for; one member is set, as its kind says.</summary>
public sealed record RequestContent(
    SiteProfile? Profile = null,
    DownlineTerms? Downline = null,
    ExtensionTerms? Extension = null,
    ClosureTerms? Closure = null,
    TransferTerms? Transfer = null,
    RestoreTerms? Restore = null);

public sealed record ExtensionTerms(int Window, DateOnly Until, string Reason);

public sealed record TransferTerms(UnitId Receiver, string ReceiverName, string Reason);

public sealed record RestoreTerms(int Window, string Note);

/// <summary>One member that a resubmission changed: its path and both values as JSON text; null where it was or is absent.</summary>
public sealed record Difference(string Path, string? Before, string? After);

/// <summary>A duty that begins with the launch.</summary>
/// <param name="DueOn">Its last date, Asia/Shanghai.</param>
public sealed record Duty(string Item, DateOnly DueOn);

public sealed record SiteRegistered(DateTimeOffset At, SiteId Id, UnitFacts Unit, string Lineage, ImmutableArray<QuotaEntry> Inherited, SiteProfile Profile, Person By) : SiteEvent(At);
public sealed record DraftDiscarded(DateTimeOffset At, string Reason, Person By) : SiteEvent(At);
/// <param name="Request">The change request that brought it; null for a direct edit.</param>
/// <param name="HeldUntil">Until when nobody else may take hosts that the change gave up; null for a site that was never live.</param>
public sealed record ProfileChanged(DateTimeOffset At, SiteProfile Profile, bool Material, int? Request, DateTimeOffset? HeldUntil, Person By) : SiteEvent(At)
{
    /// <summary>Whether another person became the first responsible one (NC-2.3). Not stored where it is not so: events of before it was told stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsNewLeader { get; init; }
}

public sealed record ApprovalVoided(DateTimeOffset At, string Cause) : SiteEvent(At);
public sealed record ApprovalLapsed(DateTimeOffset At) : SiteEvent(At);
public sealed record UnitRefreshed(DateTimeOffset At, UnitFacts Unit) : SiteEvent(At);

public sealed record FilingRecorded(DateTimeOffset At, Filing Filing, Person By, ImmutableArray<string> Warnings) : SiteEvent(At);
public sealed record FilingVerified(DateTimeOffset At, FilingKind Kind, Verification Verification) : SiteEvent(At);
public sealed record EvidenceRecorded(DateTimeOffset At, EvidenceKind Kind, EvidenceStatement Statement, Person By) : SiteEvent(At);
/// <param name="BoundTo">Hash of the profile's data that the verification is about; when they change it no longer counts. Null when bound to nothing.</param>
public sealed record EvidenceVerified(DateTimeOffset At, EvidenceKind Kind, Verification Verification, string? BoundTo) : SiteEvent(At);
public sealed record SecurityTestRecorded(DateTimeOffset At, int Number, SecurityTestReport Report, Person By) : SiteEvent(At);
public sealed record SecurityTestVerified(DateTimeOffset At, int Number, Verification Verification) : SiteEvent(At);
public sealed record ResponsibilityConfirmed(DateTimeOffset At, string Statement, Person By) : SiteEvent(At);

public sealed record RequestSubmitted(DateTimeOffset At, int Number, RequestKind Kind, RequestContent Content, string? Note, Person By) : SiteEvent(At);
public sealed record RequestResubmitted(DateTimeOffset At, int Number, int Round, RequestContent Content, ImmutableArray<Difference> Differences, string? Note, Person By) : SiteEvent(At);
public sealed record RequestAssigned(DateTimeOffset At, int Number, string PersonId, string Name, Person By) : SiteEvent(At);
public sealed record RequestReleased(DateTimeOffset At, int Number, Person By) : SiteEvent(At);
public sealed record RequestVerified(DateTimeOffset At, int Number, Verification Verification) : SiteEvent(At);
/// <param name="OnBehalfOf">The reviewer for whom a substitute acted.</param>
public sealed record RequestReturned(DateTimeOffset At, int Number, ImmutableArray<ReturnReason> Reasons, Person By, Person? OnBehalfOf) : SiteEvent(At);
public sealed record RequestApproved(DateTimeOffset At, int Number, string? Note, string? ProfileHash, Person By, Person? OnBehalfOf) : SiteEvent(At);
public sealed record RequestRejected(DateTimeOffset At, int Number, ImmutableArray<ReturnReason> Reasons, Person By, Person? OnBehalfOf) : SiteEvent(At);
public sealed record RequestWithdrawn(DateTimeOffset At, int Number, string? Reason, Person By) : SiteEvent(At);
public sealed record RequestUrged(DateTimeOffset At, int Number, Person By) : SiteEvent(At);
public sealed record RequestLapsed(DateTimeOffset At, int Number) : SiteEvent(At);
public sealed record RequestSuperseded(DateTimeOffset At, int Number, string Cause) : SiteEvent(At);
public sealed record TransferAccepted(DateTimeOffset At, int Number, Person By) : SiteEvent(At);
public sealed record Transferred(DateTimeOffset At, int Request, UnitFacts Receiver) : SiteEvent(At);

public sealed record Launched(DateTimeOffset At, ImmutableArray<Duty> Duties, Person By) : SiteEvent(At);

public sealed record DownlineApproved(DateTimeOffset At, int Window, int Request, DownlineTerms Terms, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record WindowCancelled(DateTimeOffset At, int Window, string Reason, ImmutableArray<QuotaEntry> Quota, Person By) : SiteEvent(At);
/// <summary>未执行: an approved window whose last date went by unstarted (D7).</summary>
public sealed record WindowLapsed(DateTimeOffset At, int Window, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record DownlineStarted(DateTimeOffset At, int Window, string NoticeUrl, ImmutableArray<QuotaEntry> Quota, Person By) : SiteEvent(At);
public sealed record DownlineExtended(DateTimeOffset At, int Window, int Request, DateOnly Until, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
/// <param name="Case">Number of the case that opens with it.</param>
public sealed record DownlineOverdue(DateTimeOffset At, int Window, int Case, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record OverrunCharged(DateTimeOffset At, int Window, DateOnly From, DateOnly Until, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record Restored(DateTimeOffset At, int Window, ImmutableArray<QuotaEntry> Quota, Person By) : SiteEvent(At);
/// <summary>A window under way that ended by a suspension or a closure.</summary>
public sealed record WindowSettled(DateTimeOffset At, int Window, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record DownlineFactCorrected(
    DateTimeOffset At, int Window, DateTimeOffset? StartedAt, DateTimeOffset? RestoredAt,
    DateTimeOffset? StartedAtBefore, DateTimeOffset? RestoredAtBefore, string Reason, ImmutableArray<QuotaEntry> Quota, Person By) : SiteEvent(At);

/// <param name="ConfirmBy">Until when the authority must confirm an own declaration; null for an order.</param>
public sealed record Suspended(DateTimeOffset At, int Number, SuspensionReason ReasonCode, string Reason, DateTimeOffset? ConfirmBy, Person By) : SiteEvent(At);
public sealed record SuspensionConfirmed(DateTimeOffset At, int Number, string Note, Person By) : SiteEvent(At);
/// <summary>An own declaration that nobody confirmed in time became a counted window (D14).</summary>
public sealed record SuspensionConverted(DateTimeOffset At, int Number, int Window, DateOnly From, DateOnly Until, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record SuspensionCharged(DateTimeOffset At, int Number, int Window, DateOnly From, DateOnly Until, ImmutableArray<QuotaEntry> Quota) : SiteEvent(At);
public sealed record SuspensionLifted(DateTimeOffset At, int Number, string Reason, ImmutableArray<QuotaEntry> Quota, Person By) : SiteEvent(At);

public sealed record ClosureApproved(DateTimeOffset At, int Request, ClosureTerms Terms) : SiteEvent(At);
public sealed record ClosureStepRecorded(DateTimeOffset At, ClosureStep Step, string Note, string? EvidenceSha256, Person By) : SiteEvent(At);
public sealed record ClosureCancelled(DateTimeOffset At, string Reason, Person By) : SiteEvent(At);
public sealed record Closed(DateTimeOffset At, Person By) : SiteEvent(At);
/// <param name="HostsHeldUntil">Until when nobody else may take the hosts.</param>
public sealed record Deregistered(DateTimeOffset At, DateTimeOffset HostsHeldUntil, Person By) : SiteEvent(At);
public sealed record HostsReleased(DateTimeOffset At, ImmutableArray<string> Hosts) : SiteEvent(At);

/// <summary>Somebody who is not of the sponsor was shown the contacts.</summary>
public sealed record ContactsDisclosed(DateTimeOffset At, int Number, string Reason, Person By) : SiteEvent(At);

/// <summary>Who is to act said that the deadline is known.</summary>
public sealed record DeadlineAcknowledged(DateTimeOffset At, string Kind, int Number, DateOnly DueOn, string? Note, Person By) : SiteEvent(At);

/// <param name="Cause">One of <see cref="CaseCauses"/>.</param>
public sealed record CaseOpened(DateTimeOffset At, int Case, string Cause, DowntimeReport Report, Person By) : SiteEvent(At);
public sealed record CaseReplied(DateTimeOffset At, int Case, string Statement, ImmutableArray<Exhibit> Exhibits, Person By) : SiteEvent(At);
public sealed record CaseDecided(DateTimeOffset At, int Case, CaseResult Result, bool AdverseEffect, string Reason, Person By) : SiteEvent(At);
public sealed record CaseAppealed(DateTimeOffset At, int Case, string Reason, ImmutableArray<Exhibit> Exhibits, Person By) : SiteEvent(At);
public sealed record CaseAppealDecided(DateTimeOffset At, int Case, AppealResult Result, string Reason, Person By) : SiteEvent(At);
public sealed record CaseNoticeDrafted(DateTimeOffset At, int Case, string Text, Person By) : SiteEvent(At);
/// <param name="DocumentNumber">文号</param>
public sealed record CaseNoticeIssued(DateTimeOffset At, int Case, string DocumentNumber, string Text, Person By) : SiteEvent(At);
public sealed record CaseConcluded(DateTimeOffset At, int Case, string Note, Person By) : SiteEvent(At);
