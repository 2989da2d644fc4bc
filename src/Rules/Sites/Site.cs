using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// 网站: the whole record of one website, as its ledger's events made it. Immutable; <see cref="SiteRules.Evolve"/> alone
/// makes the next one. Instants are UTC, dates Asia/Shanghai.
/// </summary>
public sealed record Site(SiteId Id)
{
    /// <summary>The sponsor's facts as last taken over; null before the registration.</summary>
    public UnitFacts? Unit { get; init; }

    /// <summary>Names the quota's owner through rename, transfer and re-creation (D17): first unit's code and first site's id.</summary>
    public string Lineage { get; init; } = "";

    public Stage Stage { get; init; } = Stage.Draft;

    /// <summary>Null only before the registration.</summary>
    public SiteProfile? Profile { get; init; }

    public Approval? Approval { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }

    public DateTimeOffset? LaunchedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When platform or hosting last changed: tests and hosting checks before it no longer count (L4).</summary>
    public DateTimeOffset? RebuiltAt { get; init; }

    public ImmutableArray<FilingRecord> Filings { get; init; } = [];

    public ImmutableArray<EvidenceRecord> Evidence { get; init; } = [];

    public ImmutableArray<TestRecord> Tests { get; init; } = [];

    public ImmutableArray<Request> Requests { get; init; } = [];

    public ImmutableArray<DownlineWindow> Windows { get; init; } = [];

    public ImmutableArray<QuotaEntry> QuotaEntries { get; init; } = [];

    public ImmutableArray<Suspension> Suspensions { get; init; } = [];

    public Closure? Closure { get; init; }

    public ImmutableArray<HeldHosts> HeldHosts { get; init; } = [];

    public ImmutableArray<SiteCase> Cases { get; init; } = [];

    public ImmutableArray<Duty> Duties { get; init; } = [];

    public ResponsibilityStatement? Responsibility { get; init; }

    /// <summary>Everyone who ever edited the profile: none of them decides on it (no self-approval).</summary>
    public ImmutableArray<string> AuthorIds { get; init; } = [];

    /// <summary>The latest looks at the contacts (NC-2.3). Default, and so not stored, before the first one: records from before there were any stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<ContactDisclosure> Disclosures { get; init; }

    /// <summary>Since when the first responsible person is another than before (NC-2.3); null, and not stored, where there was none before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? LeaderSince { get; init; }

    /// <summary>The latest acknowledgement of each deadline. Default, and so not stored, before the first one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Acknowledgement> Acknowledgements { get; init; }

    public static Site Unknown(SiteId id) => new(id);

    [JsonIgnore]
    public bool Exists => Unit is not null;

    [JsonIgnore]
    public UnitFacts Sponsor => Unit ?? throw new InvalidOperationException("the site is not registered");

    [JsonIgnore]
    public SiteProfile Facts => Profile ?? throw new InvalidOperationException("the site is not registered");

    [JsonIgnore]
    public ImmutableArray<ContactDisclosure> LatestDisclosures => Disclosures.IsDefault ? [] : Disclosures;

    [JsonIgnore]
    public QuotaBook Quota => new(QuotaEntries);

    [JsonIgnore]
    public DownlineWindow? OpenWindow => Windows.FirstOrDefault(w => w.State is WindowState.Started or WindowState.Overdue);

    [JsonIgnore]
    public Suspension? OpenSuspension => Suspensions.FirstOrDefault(s => s.LiftedAt is null);

    /// <summary>The acknowledgement of exactly this deadline: one of another date is of another.</summary>
    public Acknowledgement? AcknowledgementOf(Deadline deadline) => Acknowledgements.IsDefault
        ? null
        : Acknowledgements.FirstOrDefault(a => a.Kind == deadline.Kind && a.Number == deadline.Number && a.DueOn == deadline.DueOn);

    public Request? RequestOf(int number) => Requests.FirstOrDefault(r => r.Number == number);

    public Request? OpenRequest(RequestKind kind) => Requests.FirstOrDefault(r => r.Kind == kind && r.IsOpen);

    public FilingRecord? FilingOf(FilingKind kind) => Filings.FirstOrDefault(f => f.Filing.Kind == kind);

    public EvidenceRecord? EvidenceOf(EvidenceKind kind) => Evidence.FirstOrDefault(e => e.Kind == kind);
}

/// <summary>上线审批: which profile the authority said yes to (L4).</summary>
public sealed record Approval(int Request, string ProfileHash, DateTimeOffset At, Person By);

public sealed record FilingRecord(Filing Filing, DateTimeOffset RecordedAt, Person By, ImmutableArray<string> Warnings, Verification? Verification)
{
    [JsonIgnore]
    public bool IsVerified => Verification?.Result == VerificationResult.Verified;
}

public sealed record EvidenceRecord(
    EvidenceKind Kind, EvidenceStatement Statement, DateTimeOffset RecordedAt, Person By, Verification? Verification, string? BoundTo)
{
    [JsonIgnore]
    public bool IsVerified => Verification?.Result == VerificationResult.Verified;
}

public sealed record TestRecord(int Number, SecurityTestReport Report, DateTimeOffset RecordedAt, Person By, Verification? Verification)
{
    [JsonIgnore]
    public bool IsPassedAndVerified => Report.Result == TestResult.Passed && Verification?.Result == VerificationResult.Verified;
}

public enum WindowState
{
    Scheduled = 1,
    Started = 2,
    Overdue = 3,
    /// <summary>Restored, or settled by a suspension or a closure.</summary>
    Ended = 4,
    /// <summary>未执行</summary>
    Lapsed = 5,
    Cancelled = 6,
}

/// <summary>临时下线 window: whole dates, both inclusive.</summary>
/// <param name="Request">The request that was approved; null for a converted emergency.</param>
public sealed record DownlineWindow(
    int Number, int? Request, DateOnly From, DateOnly Until, DownlineReason ReasonCode, string? NoticeUrl, DateTimeOffset ApprovedAt)
{
    public WindowState State { get; init; } = WindowState.Scheduled;

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int Extensions { get; init; }

    /// <summary>The last overrun date that was charged.</summary>
    public DateOnly? OverrunThrough { get; init; }

    public bool RestoreApproved { get; init; }

    public int? Suspension { get; init; }

    [JsonIgnore]
    public bool HoldsDates => State is not (WindowState.Lapsed or WindowState.Cancelled);
}

/// <summary>紧急关停.</summary>
/// <param name="ConfirmBy">From when it is counted unless the authority confirmed it: for own declarations; null for an order.</param>
public sealed record Suspension(int Number, SuspensionReason ReasonCode, string Reason, DateTimeOffset At, DateTimeOffset? ConfirmBy, Person By, bool FromClosing)
{
    public DateTimeOffset? ConfirmedAt { get; init; }

    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>The counted window it was converted into.</summary>
    public int? ConvertedTo { get; init; }

    public DateOnly? ChargedThrough { get; init; }

    [JsonIgnore]
    public bool IsOwnDeclaration => By.Role is Role.Clerk or Role.Head;

    [JsonIgnore]
    public bool CountsUnlessConfirmed => ConfirmBy is not null && ConfirmedAt is null;
}

public sealed record Closure(int Request, ClosureTerms Terms, DateTimeOffset ApprovedAt, ImmutableArray<ClosureTick> Steps);

public sealed record ClosureTick(ClosureStep Step, string Note, string? EvidenceSha256, DateTimeOffset At, Person By);

/// <summary>Hosts given up that nobody else may take for a while.</summary>
public sealed record HeldHosts(ImmutableArray<string> Hosts, DateTimeOffset Until);

/// <summary>查看联系人: a look at the contacts by somebody who is not of the sponsor.</summary>
public sealed record ContactDisclosure(int Number, string Reason, DateTimeOffset At, Person By);

public sealed record ResponsibilityStatement(string Statement, DateTimeOffset At, Person By);

/// <summary>知悉: somebody who is to act knows of the deadline.</summary>
public sealed record Acknowledgement(string Kind, int Number, DateOnly DueOn, string? Note, DateTimeOffset At, Person By);
