using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Sites;

/// <summary>A file that shows something; who names it keeps it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Sha256">SHA-256 of the file, hex.</param>
public sealed record ExhibitBody([property: Text(Limits.LineLength)] string Name, [property: Text(Limits.CodeLength)] string Sha256)
{
    public const int CountMax = 20;

    internal static ImmutableArray<Exhibit> ToExhibits(ExhibitBody[]? bodies) => [.. (bodies ?? []).Select(body => new Exhibit(body.Name, body.Sha256))];
}

/// <summary>立案: a site that was seen down without leave (NC-3.13).</summary>
/// <param name="DownFrom">Since when it was seen down.</param>
/// <param name="Observation">Who saw it, and how.</param>
/// <param name="DownUntil">When it was seen back; absent while it is down.</param>
/// <param name="Exhibits">What shows it.</param>
public sealed record CaseBody(
    DateTimeOffset DownFrom,
    [property: Text(Limits.NoteLength)] string Observation,
    DateTimeOffset? DownUntil = null,
    [property: Items(0, ExhibitBody.CountMax)] ExhibitBody[]? Exhibits = null)
{
    public OpenCase ToCommand() => new(new DowntimeReport(DownFrom, DownUntil, Observation, ExhibitBody.ToExhibits(Exhibits)));
}

/// <summary>申辩.</summary>
/// <param name="Statement">What the unit says to the case.</param>
/// <param name="Exhibits">What shows it.</param>
public sealed record CaseReplyBody(
    [property: Text(Limits.TextLength)] string Statement,
    [property: Items(0, ExhibitBody.CountMax)] ExhibitBody[]? Exhibits = null)
{
    public ReplyToCase ToCommand(int number) => new(number, Statement, ExhibitBody.ToExhibits(Exhibits));
}

/// <summary>认定.</summary>
/// <param name="Result">Confirmed or dismissed.</param>
/// <param name="Reason">Why.</param>
/// <param name="AdverseEffect">造成不良影响: of a confirmed case; a notice of criticism follows, of which a draft is made.</param>
public sealed record CaseDecisionBody(CaseResult Result, [property: Text(Limits.NoteLength)] string Reason, bool AdverseEffect = false) : ICrossChecked
{
    public Fault? Find() => AdverseEffect && Result == CaseResult.Dismissed
        ? new Fault("adverseEffect", "only-with-confirmed", "不予认定的案件没有不良影响，请删去 adverseEffect", "goes with a confirmed case only; leave it out")
        : null;
}

/// <summary>申诉.</summary>
/// <param name="Reason">What is wrong with the finding.</param>
/// <param name="Exhibits">What shows it.</param>
public sealed record CaseAppealBody(
    [property: Text(Limits.TextLength)] string Reason,
    [property: Items(0, ExhibitBody.CountMax)] ExhibitBody[]? Exhibits = null)
{
    public AppealCase ToCommand(int number) => new(number, Reason, ExhibitBody.ToExhibits(Exhibits));
}

/// <summary>申诉处理.</summary>
/// <param name="Result">Whether the finding is upheld or overturned.</param>
/// <param name="Reason">Why.</param>
public sealed record CaseAppealDecisionBody(AppealResult Result, [property: Text(Limits.NoteLength)] string Reason);

/// <param name="Text">The notice's text, whole.</param>
public sealed record CaseNoticeDraftBody([property: Text(Limits.TextLength)] string Text);

/// <param name="DocumentNumber">文号 of the notice.</param>
public sealed record CaseNoticeBody([property: Text(Limits.LineLength)] string DocumentNumber);

/// <param name="Note">What was put right.</param>
public sealed record CaseConclusionBody([property: Text(Limits.NoteLength)] string Note);
