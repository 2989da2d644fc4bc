using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <param name="Note">Words to the reviewer.</param>
public sealed record LaunchRequestBody([property: Text(Limits.NoteLength)] string? Note = null);

/// <summary>临时下线 for whole dates, both inclusive (NC-3.11).</summary>
/// <param name="From">The first date.</param>
/// <param name="Until">The last date.</param>
/// <param name="ReasonCode">The kind of reason.</param>
/// <param name="Reason">The reason in words.</param>
/// <param name="NoticeText">The text of the public notice.</param>
/// <param name="NoticeUrl">Where the notice stands; due before the start.</param>
/// <param name="UrgentReason">Why the lead time cannot be kept.</param>
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

/// <param name="Until">The new last date.</param>
/// <param name="Reason">Why it takes longer.</param>
public sealed record ExtensionRequestBody(DateOnly Until, [property: Text(Limits.NoteLength)] string Reason);

/// <param name="Note">What was put right.</param>
public sealed record RestoreRequestBody([property: Text(Limits.NoteLength)] string Note);

/// <summary>关停 (NC-3.10).</summary>
/// <param name="Mode">What becomes of the site.</param>
/// <param name="Reason">The reason in words.</param>
/// <param name="NoticeUrl">Where the public was told.</param>
/// <param name="AnnouncedOn">Since when; the notice period counts from it.</param>
/// <param name="MigrateTo">Where the contents go; needed when they migrate.</param>
public sealed record ClosureRequestBody(
    ClosureMode Mode,
    [property: Text(Limits.NoteLength)] string Reason,
    [property: Text(Limits.UrlLength)] string NoticeUrl,
    DateOnly AnnouncedOn,
    [property: Text(Limits.LineLength)] string? MigrateTo = null)
{
    public ClosureTerms ToTerms() => new(Mode, Reason, NoticeUrl, AnnouncedOn, MigrateTo);
}

/// <param name="Receiver">USCC of the receiving unit.</param>
/// <param name="Reason">Why it is handed over.</param>
public sealed record TransferRequestBody(UnitId Receiver, [property: Text(Limits.NoteLength)] string Reason);

public enum DecisionChoice
{
    Approve = 1,
    Return = 2,
    Reject = 3,
}

/// <summary>The authority's decision. Returning and rejecting take reasons, approving takes a note.</summary>
/// <param name="Decision">Approve, return or reject.</param>
/// <param name="Note">Words that go with an approval.</param>
/// <param name="Reasons">Why it is returned or rejected, one or several.</param>
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

/// <param name="Code">A code of the rule pack's list.</param>
/// <param name="Note">Words to the applicant.</param>
/// <param name="Field">The member concerned; the whole request if absent.</param>
public sealed record ReasonItemBody(
    [property: Text(Limits.CodeLength)] string Code,
    [property: Text(Limits.NoteLength)] string Note,
    [property: Text(Limits.LineLength)] string? Field = null)
{
    public ReturnReason ToReason() => new(Code, Field, Note);
}

/// <summary>Who takes the request: the caller when nobody is named.</summary>
/// <param name="PersonId">Id of the person who gets it.</param>
/// <param name="Name">The person's name.</param>
public sealed record AssignmentBody(
    [property: Text(Limits.PersonIdLength)] string? PersonId = null,
    [property: Text(Limits.NameLength)] string? Name = null) : ICrossChecked
{
    public Fault? Find() => PersonId is null == Name is null
        ? null
        : Fault.Missing(PersonId is null ? "personId" : "name");
}

/// <summary>A returned request once more, with the new terms of its own kind.</summary>
/// <param name="Note">What was mended.</param>
/// <param name="Downline">New terms of a downline request.</param>
/// <param name="ExtendUntil">New last date of an extension request.</param>
/// <param name="Closure">New terms of a closure request.</param>
/// <param name="Profile">New basic information of a change request.</param>
public sealed record ResubmissionBody(
    [property: Text(Limits.NoteLength)] string? Note = null,
    DownlineRequestBody? Downline = null,
    DateOnly? ExtendUntil = null,
    ClosureRequestBody? Closure = null,
    ProfileBody? Profile = null)
{
    public ResubmitRequest ToCommand(int number) => new(number, Note, Downline?.ToTerms(), ExtendUntil, Closure?.ToTerms(), Profile?.ToProfile());
}

/// <param name="Reason">Why it is withdrawn.</param>
public sealed record WithdrawalBody([property: Text(Limits.NoteLength)] string? Reason = null);
