namespace NanchangEdu.Registry.Contracts;

public enum RequestKind
{
    /// <summary>上线</summary>
    Launch = 1,
    /// <summary>重要信息变更</summary>
    Change = 2,
    /// <summary>临时下线</summary>
    Downline = 3,
    /// <summary>延期</summary>
    Extension = 4,
    /// <summary>整改后恢复上线</summary>
    Restore = 5,
    /// <summary>关停</summary>
    Closure = 6,
    /// <summary>移交</summary>
    Transfer = 8,
}

public enum RequestState
{
    Submitted = 2,
    InReview = 3,
    Returned = 4,
    Approved = 5,
    Rejected = 6,
    Withdrawn = 7,
    Lapsed = 8,
    Superseded = 9,
}

/// <summary>One reason of a return or rejection.</summary>
/// <param name="Code">A code of the rule pack's list, e.g. <c>evidence-unclear</c>.</param>
/// <param name="Field">The field concerned, a path of the request's body; null for the whole.</param>
/// <param name="Note">Words to the applicant.</param>
[GenerateSerializer, Immutable, Alias("nce.ReturnReason")]
public sealed record ReturnReason(
    [property: Id(0)] string Code,
    [property: Id(1)] string? Field,
    [property: Id(2)] string Note);

/// <summary>Why a site goes down for a while.</summary>
public enum DownlineReason
{
    /// <summary>整改</summary>
    Rectification = 1,
    /// <summary>安全整改: restoring needs a passed re-test, verified, and the authority's approval</summary>
    SecurityRectification = 2,
    /// <summary>系统升级</summary>
    Upgrade = 3,
    /// <summary>迁移</summary>
    Migration = 4,
    /// <summary>其他</summary>
    Other = 5,
}

/// <summary>What a downline request asks for: whole dates, both inclusive, Asia/Shanghai.</summary>
/// <param name="NoticeText">公告内容, at filing (D20).</param>
/// <param name="NoticeUrl">Where the notice stands; due before the start (D20).</param>
/// <param name="UrgentReason">Why the lead time cannot be kept (D19); null when it is.</param>
[GenerateSerializer, Immutable, Alias("nce.DownlineTerms")]
public sealed record DownlineTerms(
    [property: Id(0)] DateOnly From,
    [property: Id(1)] DateOnly Until,
    [property: Id(2)] DownlineReason ReasonCode,
    [property: Id(3)] string Reason,
    [property: Id(4)] string NoticeText,
    [property: Id(5)] string? NoticeUrl,
    [property: Id(6)] string? UrgentReason);

public enum ClosureMode
{
    /// <summary>迁移至上级网站群</summary>
    Migrate = 1,
    /// <summary>单位撤并</summary>
    UnitMerged = 2,
    /// <summary>不再开办</summary>
    Discontinue = 3,
}

/// <param name="NoticeUrl">Where the public was told.</param>
/// <param name="AnnouncedOn">Since when, Asia/Shanghai; the notice period counts from it.</param>
/// <param name="MigrateTo">Where the contents go; required when migrating.</param>
[GenerateSerializer, Immutable, Alias("nce.ClosureTerms")]
public sealed record ClosureTerms(
    [property: Id(0)] ClosureMode Mode,
    [property: Id(1)] string Reason,
    [property: Id(2)] string NoticeUrl,
    [property: Id(3)] DateOnly AnnouncedOn,
    [property: Id(4)] string? MigrateTo);

/// <summary>The steps that a closure must show before it is complete.</summary>
public enum ClosureStep
{
    /// <summary>内容迁移</summary>
    ContentMigrated = 1,
    /// <summary>资料归档</summary>
    Archived = 2,
    /// <summary>停止服务</summary>
    ServiceStopped = 3,
}

public enum SuspensionReason
{
    /// <summary>网络攻击</summary>
    Attack = 1,
    /// <summary>主管或执法部门指令</summary>
    Order = 2,
    /// <summary>不可抗力</summary>
    ForceMajeure = 3,
    /// <summary>安全隐患: lifting needs a passed re-test</summary>
    SecurityRisk = 4,
}
