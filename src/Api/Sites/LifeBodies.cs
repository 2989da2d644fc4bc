using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <param name="At">When it happened; now if absent.</param>
public sealed record FactBody(DateTimeOffset? At = null);

/// <param name="At">When the site went down; now if absent.</param>
/// <param name="NoticeUrl">Where the notice stands, if the request did not say.</param>
public sealed record StartDownlineBody(
    DateTimeOffset? At = null,
    [property: Text(Limits.UrlLength)] string? NoticeUrl = null);

/// <summary>A recorded time put right; both values are kept.</summary>
/// <param name="Reason">Why it was wrong.</param>
/// <param name="StartedAt">When the site really went down.</param>
/// <param name="RestoredAt">When it was really back.</param>
public sealed record CorrectionBody(
    [property: Text(Limits.NoteLength)] string Reason,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? RestoredAt = null) : ICrossChecked
{
    public Fault? Find() => StartedAt is null && RestoredAt is null ? Fault.Missing("startedAt") : null;
}

/// <summary>紧急关停 (NC-9.11).</summary>
/// <param name="ReasonCode">The kind of reason.</param>
/// <param name="Reason">The reason in words.</param>
/// <param name="At">When the site was switched off; now if absent.</param>
public sealed record SuspensionBody(
    SuspensionReason ReasonCode,
    [property: Text(Limits.NoteLength)] string Reason,
    DateTimeOffset? At = null);

/// <param name="Note">What the authority found.</param>
public sealed record ConfirmationBody([property: Text(Limits.NoteLength)] string Note);

/// <param name="Reason">Why it may be served again.</param>
/// <param name="At">When it was back; now if absent.</param>
public sealed record LiftBody([property: Text(Limits.NoteLength)] string Reason, DateTimeOffset? At = null);

/// <summary>One step of the closure's checklist.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Note">What was done.</param>
/// <param name="EvidenceSha256">SHA-256 of the evidence, hex.</param>
public sealed record ClosureStepBody(
    ClosureStep Step,
    [property: Text(Limits.NoteLength)] string Note,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null);
