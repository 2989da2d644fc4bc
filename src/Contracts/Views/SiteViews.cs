using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What is to be done next, by whom, until when.</summary>
/// <param name="Code">Stable code: a gate item, or what the step is.</param>
/// <param name="Who">sponsor, authority or centre.</param>
/// <param name="Until">The last date, Asia/Shanghai; null when none is set.</param>
/// <param name="Clause">The clause behind it (NC-3.7).</param>
public sealed record NextStep(string Code, string Who, string Zh, string En, DateOnly? Until, string Clause);

/// <summary>One thing that speaks against a site.</summary>
/// <param name="Code">Stable code: a gate item, or what it is.</param>
/// <param name="Level">How grave it is: attention or violation.</param>
/// <param name="Date">Since when, or until when its evidence counts, Asia/Shanghai; null when it has no date.</param>
public sealed record ComplianceReason(string Code, Compliance Level, string Clause, string Zh, string En, DateOnly? Date);

public sealed record UnitBrief(UnitId Id, string Name, UnitType Type, UnitId Authority, string Address);

public sealed record FilingView(Filing Filing, FilingKind Kind, DateTimeOffset RecordedAt, Person By, ImmutableArray<string> Warnings, Verification? Verification);

public sealed record EvidenceView(EvidenceKind Kind, EvidenceStatement Statement, DateTimeOffset RecordedAt, Person By, Verification? Verification);

public sealed record SecurityTestView(int Number, SecurityTestReport Report, DateTimeOffset RecordedAt, Person By, Verification? Verification);

public sealed record RequestRoundView(
    int Round, RequestContent Content, string? Note, DateTimeOffset At, Person By, ImmutableArray<Difference> Differences,
    ImmutableArray<ReturnReason> Returned, DateTimeOffset? ReturnedAt, Person? ReturnedBy);

public sealed record RequestView(
    int Number, RequestKind Kind, RequestState State, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? DueAt, Person? Assignee,
    Verification? Verification, int Urges, Person? AcceptedBy, Person? DecidedBy, Person? OnBehalfOf, DateTimeOffset? EndedAt, string? Note,
    ImmutableArray<ReturnReason> Reasons, ImmutableArray<RequestRoundView> Rounds);

/// <summary>A downline window: whole dates, both inclusive; facts in UTC.</summary>
public sealed record DownlineWindowView(
    int Number, int? Request, DateOnly From, DateOnly Until, DownlineReason ReasonCode, string State, string? NoticeUrl, DateTimeOffset ApprovedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Extensions, int? Suspension);

public sealed record SuspensionView(
    int Number, SuspensionReason ReasonCode, string Reason, DateTimeOffset At, Person By, DateTimeOffset? ConfirmBy, DateTimeOffset? ConfirmedAt,
    DateTimeOffset? LiftedAt, int? CountedAsWindow);

public sealed record ClosureStepView(ClosureStep Step, bool Done, string? Note, string? EvidenceSha256, DateTimeOffset? At);

public sealed record ClosureView(int Request, ClosureTerms Terms, DateTimeOffset ApprovedAt, DateOnly NoticeOverOn, ImmutableArray<ClosureStepView> Steps, ImmutableArray<FilingKind> OpenFilings);

public sealed record ApprovalView(int Request, string ProfileHash, DateTimeOffset At, Person By, DateOnly? LapsesOn);

/// <summary>违规案件 (NC-3.13), from its report or the overrun to its conclusion.</summary>
/// <param name="Cause">downline-overdue or downtime-without-leave.</param>
/// <param name="Window">The downline that went on too long; null where there was none.</param>
/// <param name="ReplyBy">The last date on which the unit's reply is waited for, Asia/Shanghai.</param>
/// <param name="DecisionBy">When the authority is to have decided; null once it has.</param>
/// <param name="AppealBy">The last date of an appeal; null while there is no finding to appeal against.</param>
public sealed record CaseView(
    int Number, string Cause, CaseState State, int? Window, DateTimeOffset OpenedAt, DowntimeReport? Report, Person? ReportedBy, DateOnly ReplyBy, CaseReplyView? Reply,
    DateOnly? DecisionBy, CaseDecisionView? Decision, DateOnly? AppealBy, CaseAppealView? Appeal, CaseNoticeView? Notice, CaseConclusionView? Conclusion,
    DateTimeOffset? DissolvedAt);

public sealed record CaseReplyView(DateTimeOffset At, string Statement, ImmutableArray<Exhibit> Exhibits, Person By);

public sealed record CaseDecisionView(DateTimeOffset At, CaseResult Result, bool AdverseEffect, string Reason, Person By);

/// <param name="Result">Null while nobody decided on it.</param>
public sealed record CaseAppealView(
    DateTimeOffset At, string Reason, ImmutableArray<Exhibit> Exhibits, Person By, AppealResult? Result, string? DecisionReason, DateTimeOffset? DecidedAt, Person? DecidedBy);

/// <summary>通报批评.</summary>
/// <param name="IssuedAt">Null of a draft.</param>
/// <param name="DocumentNumber">文号; null of a draft.</param>
public sealed record CaseNoticeView(string Text, DateTimeOffset DraftedAt, DateTimeOffset? IssuedAt, string? DocumentNumber, Person By);

public sealed record CaseConclusionView(DateTimeOffset At, string Note, Person By);

/// <summary>The counters of one year of the downline quota: sums of the entries and nothing else.</summary>
public sealed record QuotaYearView(
    int Year, int TimesMax, int DaysMax, int UsedTimes, int UsedDays, int ReservedTimes, int ReservedDays, int LeftTimes, int LeftDays, int OverTimes, int OverDays);

public sealed record SiteView(
    SiteId Id, long Version, Stage Stage, Compliance Compliance, ImmutableArray<ComplianceReason> ComplianceReasons, string Lineage, UnitBrief Unit, SiteProfile Profile,
    DateTimeOffset RegisteredAt, DateTimeOffset? LaunchedAt, DateTimeOffset? ClosedAt, ApprovalView? Approval,
    ImmutableArray<FilingView> Filings, ImmutableArray<EvidenceView> Evidence, ImmutableArray<SecurityTestView> SecurityTests,
    ImmutableArray<RequestView> Requests, ImmutableArray<DownlineWindowView> Windows, QuotaYearView DownlineQuota,
    ImmutableArray<SuspensionView> Suspensions, ClosureView? Closure, ImmutableArray<CaseView> Cases, ImmutableArray<Duty> Duties,
    DateTimeOffset? ResponsibilityConfirmedAt, ImmutableArray<ContactDisclosureView> ContactDisclosures, ImmutableArray<NextStep> NextSteps);

/// <summary>Who was shown the contacts, when and why: the latest ones, for the sponsor's own people; all of them stand in the ledger.</summary>
public sealed record ContactDisclosureView(int Number, string Reason, DateTimeOffset At, Person By);

/// <summary>The contacts unmasked, for the one person who said why.</summary>
/// <param name="Number">The disclosure's number.</param>
/// <param name="ShownUntil">From this instant on they are not shown under this number any more.</param>
public sealed record DisclosedContactsView(SiteId Id, int Number, DateTimeOffset ShownUntil, ImmutableArray<Contact> Contacts, string SecrecyReviewer);

/// <summary>One item of the launch gate.</summary>
/// <param name="Who">Who must act: sponsor, centre or authority; null when it passes.</param>
public sealed record GateItemView(
    string Code, string Clause, string State, bool BeforeLaunch, string? Reason, string? Who, string Zh, string En, string? SettledBy,
    DateTimeOffset? SettledAt, string? EvidenceSha256, DateOnly? ExpiresOn, DateOnly? DueOn);

/// <param name="Ready">Whether every item before the launch passes or does not apply, now.</param>
public sealed record LaunchGateView(SiteId Id, long Version, Stage Stage, bool Ready, ImmutableArray<GateItemView> Items);

public sealed record DownlineQuotaView(SiteId Id, long Version, string Lineage, QuotaYearView Quota, ImmutableArray<QuotaEntry> Entries);

public sealed record QuotaPreviewYear(int Year, int AskedTimes, int AskedDays, int UsedTimes, int UsedDays, int ReservedTimes, int ReservedDays, int LeftTimes, int LeftDays, bool Fits);

/// <param name="EarliestFrom">The first date of the earliest window of the same length that fits; null when none was found.</param>
/// <param name="LongestDays">How long a window that begins on <paramref name="From"/> may be; 0 when not even a day.</param>
/// <param name="SensitivePeriods">Names of the periods of this authority that the dates touch and in which no site should go down.</param>
/// <param name="SchoolVacations">Names of the vacations that they touch.</param>
public sealed record QuotaPreviewView(
    SiteId Id, long Version, DateOnly From, DateOnly Until, bool Fits, bool Overlaps, DateOnly EarliestByLeadTime, ImmutableArray<QuotaPreviewYear> Years,
    DateOnly? EarliestFrom, DateOnly? EarliestUntil, int LongestDays, ImmutableArray<string> SensitivePeriods, ImmutableArray<string> SchoolVacations);

/// <summary>The compact answer to a command on a site; kept with the idempotency key and repeated byte for byte.</summary>
/// <param name="Request">Number of the request that the command made or touched.</param>
/// <param name="Number">Number of the test, suspension, case or disclosure of contacts that the command made.</param>
/// <param name="Warnings">Stable codes of what is allowed but noteworthy.</param>
public sealed record SiteReceipt(
    SiteId Id, long Version, Stage Stage, int? Request, string? RequestState, int? Window, int? Number, ImmutableArray<string> Warnings,
    QuotaYearView? DownlineQuota, ImmutableArray<NextStep> NextSteps);

public sealed record UnitView(
    UnitId Id, long Version, string Name, UnitType Type, UnitId Authority, string Address, ImmutableArray<string> Warnings,
    string? UsccOverrideReason, ImmutableArray<Exemption> Exemptions, ImmutableArray<Substitute> Substitutes);

public sealed record UnitReceipt(UnitId Id, long Version, string Name, int? Exemption, ImmutableArray<string> Warnings);
