using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <param name="At">事实发生的时刻；为空即现在。</param>
public sealed record FactBody(DateTimeOffset? At = null);

/// <param name="At">下线的时刻；为空即现在。</param>
/// <param name="NoticeUrl">公告网址，申请时未填的在此补上。</param>
public sealed record StartDownlineBody(
    DateTimeOffset? At = null,
    [property: Text(Limits.UrlLength)] string? NoticeUrl = null);

/// <summary>更正已登记的下线、恢复时刻；原值保留。</summary>
/// <param name="Reason">更正原因。</param>
/// <param name="StartedAt">正确的下线时刻。</param>
/// <param name="RestoredAt">正确的恢复时刻。</param>
public sealed record CorrectionBody(
    [property: Text(Limits.NoteLength)] string Reason,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? RestoredAt = null) : ICrossChecked
{
    public Fault? Find() => StartedAt is null && RestoredAt is null ? Fault.Missing("startedAt") : null;
}

/// <summary>紧急关停。</summary>
/// <param name="ReasonCode">原因类别。</param>
/// <param name="Reason">原因。</param>
/// <param name="At">关停的时刻；为空即现在。</param>
public sealed record SuspensionBody(
    SuspensionReason ReasonCode,
    [property: Text(Limits.NoteLength)] string Reason,
    DateTimeOffset? At = null);

/// <param name="Note">确认意见。</param>
public sealed record ConfirmationBody([property: Text(Limits.NoteLength)] string Note);

/// <param name="Reason">解除理由。</param>
/// <param name="At">恢复的时刻；为空即现在。</param>
public sealed record LiftBody([property: Text(Limits.NoteLength)] string Reason, DateTimeOffset? At = null);

/// <summary>关停清单的一步。</summary>
/// <param name="Step">哪一步。</param>
/// <param name="Note">办理情况。</param>
/// <param name="EvidenceSha256">佐证材料的 SHA-256。</param>
public sealed record ClosureStepBody(
    ClosureStep Step,
    [property: Text(Limits.NoteLength)] string Note,
    [property: Text(Limits.CodeLength)] string? EvidenceSha256 = null);
