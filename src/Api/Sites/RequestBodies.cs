using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <param name="Note">对审批人的说明。</param>
public sealed record LaunchRequestBody([property: Text(Limits.NoteLength)] string? Note = null);

/// <summary>临时下线申请：整日，含首尾。</summary>
/// <param name="From">开始日期。</param>
/// <param name="Until">结束日期。</param>
/// <param name="ReasonCode">原因类别。</param>
/// <param name="Reason">原因。</param>
/// <param name="NoticeText">公告内容。</param>
/// <param name="NoticeUrl">公告网址，下线前必须具备。</param>
/// <param name="UrgentReason">不足提前工作日时的紧急原因。</param>
public sealed record DownlineRequestBody(
    DateOnly From,
    DateOnly Until,
    DownlineReason ReasonCode,
    [property: Text(Limits.NoteLength)] string Reason,
    [property: StringLength(Limits.TextLength)] string NoticeText = "",
    [property: Text(Limits.UrlLength)] string? NoticeUrl = null,
    [property: Text(Limits.NoteLength)] string? UrgentReason = null)
{
    public DownlineTerms ToTerms() => new(From, Until, ReasonCode, Reason, NoticeText, NoticeUrl, UrgentReason);
}

/// <param name="Until">新的结束日期，含当天。</param>
/// <param name="Reason">延期原因。</param>
public sealed record ExtensionRequestBody(DateOnly Until, [property: Text(Limits.NoteLength)] string Reason);

/// <param name="Note">整改情况。</param>
public sealed record RestoreRequestBody([property: Text(Limits.NoteLength)] string Note);

/// <summary>关停申请。</summary>
/// <param name="Mode">关停方式。</param>
/// <param name="Reason">原因。</param>
/// <param name="NoticeUrl">公告网址。</param>
/// <param name="AnnouncedOn">公告日期，公告期由此起算。</param>
/// <param name="MigrateTo">内容迁往何处；迁移时必填。</param>
public sealed record ClosureRequestBody(
    ClosureMode Mode,
    [property: Text(Limits.NoteLength)] string Reason,
    [property: Text(Limits.UrlLength)] string NoticeUrl,
    DateOnly AnnouncedOn,
    [property: Text(Limits.LineLength)] string? MigrateTo = null)
{
    public ClosureTerms ToTerms() => new(Mode, Reason, NoticeUrl, AnnouncedOn, MigrateTo);
}

/// <param name="Receiver">接收单位的统一社会信用代码。</param>
/// <param name="Reason">移交原因。</param>
public sealed record TransferRequestBody(UnitId Receiver, [property: Text(Limits.NoteLength)] string Reason);

public enum DecisionChoice
{
    Approve = 1,
    Return = 2,
    Reject = 3,
}

/// <summary>审批决定。退回和驳回要写明理由，可以多条。</summary>
/// <param name="Decision">批准、退回或驳回。</param>
/// <param name="Note">批准时的说明。</param>
/// <param name="Reasons">退回或驳回的理由。</param>
public sealed record DecisionBody(
    DecisionChoice Decision,
    [property: Text(Limits.NoteLength)] string? Note = null,
    [property: Items(0, 50)] ReasonItemBody[]? Reasons = null) : ICrossChecked
{
    public Fault? Find() => Decision switch
    {
        DecisionChoice.Approve when Reasons is { Length: > 0 } => new Fault(
            "reasons", "not-with-approve", "批准时不填理由，请用 note", "does not go with an approval; use note"),
        DecisionChoice.Return or DecisionChoice.Reject when Note is not null => new Fault(
            "note", "only-with-approve", "退回和驳回请用 reasons", "goes with an approval only; use reasons"),
        _ => null,
    };

    public SiteCommand ToCommand(int number) => Decision switch
    {
        DecisionChoice.Approve => new ApproveRequest(number, Note),
        DecisionChoice.Return => new ReturnRequest(number, [.. (Reasons ?? []).Select(reason => reason.ToReason())]),
        DecisionChoice.Reject => new RejectRequest(number, [.. (Reasons ?? []).Select(reason => reason.ToReason())]),
    };
}

/// <param name="Code">规则包中的理由代码。</param>
/// <param name="Note">给申请人的话。</param>
/// <param name="Field">所涉及的项；为空表示整体。</param>
public sealed record ReasonItemBody(
    [property: Text(Limits.CodeLength)] string Code,
    [property: Text(Limits.NoteLength)] string Note,
    [property: Text(Limits.LineLength)] string? Field = null)
{
    public ReturnReason ToReason() => new(Code, Field, Note);
}

/// <summary>受理或转办：两项都空为本人受理。</summary>
/// <param name="PersonId">转给谁。</param>
/// <param name="Name">其姓名。</param>
public sealed record AssignmentBody(
    [property: Text(Limits.PersonIdLength)] string? PersonId = null,
    [property: Text(Limits.NameLength)] string? Name = null) : ICrossChecked
{
    public Fault? Find() => PersonId is null == Name is null
        ? null
        : Fault.Missing(PersonId is null ? "personId" : "name");
}

/// <summary>退回后再次提交；各类申请只带自己的内容。</summary>
/// <param name="Note">补正说明。</param>
/// <param name="Downline">临时下线申请的新内容。</param>
/// <param name="ExtendUntil">延期申请的新结束日期。</param>
/// <param name="Closure">关停申请的新内容。</param>
/// <param name="Profile">信息变更申请的新内容。</param>
public sealed record ResubmissionBody(
    [property: Text(Limits.NoteLength)] string? Note = null,
    DownlineRequestBody? Downline = null,
    DateOnly? ExtendUntil = null,
    ClosureRequestBody? Closure = null,
    ProfileBody? Profile = null)
{
    public ResubmitRequest ToCommand(int number) => new(number, Note, Downline?.ToTerms(), ExtendUntil, Closure?.ToTerms(), Profile?.ToProfile());
}

/// <param name="Reason">撤回原因。</param>
public sealed record WithdrawalBody([property: Text(Limits.NoteLength)] string? Reason = null);
