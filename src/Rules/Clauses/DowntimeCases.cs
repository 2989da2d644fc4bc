using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 违规案件. NC-3.13 «自行下线造成不良影响的，上级主管部门要对相关单位提出通报批评»: a report or an overrun opens a case, the unit is heard, a person of
/// the authority decides, another one on the appeal; a finding of adverse effect is followed by a notice of criticism, of which a draft is made.
/// D15: nothing is charged for it.
/// </summary>
internal static class DowntimeCases
{
    /// <summary>
    /// Refusals: evidence-hash-invalid, fact-time-in-future, case-times-inverted, site-not-launched, case-downtime-authorised, case-already-open.
    /// </summary>
    public static Decision<SiteEvent> Open(Site site, OpenCase command, SiteContext context)
    {
        var told = command.Report;
        var report = told with { DownFrom = told.DownFrom.ToUniversalTime(), DownUntil = told.DownUntil?.ToUniversalTime() };
        return (ExhibitProblem(report.Exhibits, context) ?? TimeProblem(site, report, context) ?? LeaveProblem(site, report, context)) is { } refusal
            ? refusal
            : new CaseOpened(context.Now, site.Cases.Length + 1, CaseCauses.DowntimeWithoutLeave, report, context.Person);
    }

    /// <summary>Refusals: case-unknown, case-already-decided, case-already-replied, evidence-hash-invalid. A late reply is heard as long as nobody decided.</summary>
    public static Decision<SiteEvent> Reply(Site site, ReplyToCase command, SiteContext context)
    {
        var (of, problem) = Undecided(site, command.Case, context);
        if (problem is not null) return problem;
        if (of!.Reply is { } given)
            return context.Refuse(RuleId.CaseAlreadyReplied, Figure.Of("value", of.Number), Figure.Of("person", given.By.Name));

        return ExhibitProblem(command.Exhibits, context) is { } refusal
            ? refusal
            : new CaseReplied(context.Now, of.Number, command.Statement, command.Exhibits, context.Person);
    }

    /// <summary>
    /// Refusals: case-unknown, case-already-decided, self-approval by whoever reported it or belongs to the sponsor, case-reply-running.
    /// A finding of adverse effect brings the draft of its notice with it.
    /// </summary>
    public static Decision<SiteEvent> Decide(Site site, DecideCase command, SiteContext context)
    {
        var (of, problem) = Undecided(site, command.Case, context);
        if (problem is not null) return problem;
        if (of!.ReportedBy?.Id == context.By.PersonId || context.By.Unit == site.Sponsor.Id)
            return context.Refuse(RuleId.SelfApproval, Figure.Of("person", context.By.Name));
        if (CaseClock.MayReplyFirst(of, context.Policy, context.Today))
            return context.Refuse(RuleId.CaseReplyRunning, Figure.Of("value", of.Number), Figure.Of("dueOn", CaseClock.ReplyBy(of, context.Policy).Date));

        var isGrave = command is { Result: CaseResult.Confirmed, AdverseEffect: true };
        var decided = new CaseDecided(context.Now, of.Number, command.Result, isGrave, command.Reason, context.Person);
        return isGrave
            ? Decision<SiteEvent>.Accept(decided, new CaseNoticeDrafted(context.Now, of.Number, NoticeDrafts.Of(site, of, decided, context.Policy), context.Person))
            : decided;
    }

    /// <summary>Refusals: case-unknown, case-not-confirmed, case-already-concluded, appeal-already-filed, appeal-too-late, evidence-hash-invalid.</summary>
    public static Decision<SiteEvent> Appeal(Site site, AppealCase command, SiteContext context)
    {
        var (of, problem) = Confirmed(site, command.Case, context);
        if (problem is not null) return problem;
        if (of!.Appeal is { } filed)
            return context.Refuse(RuleId.AppealAlreadyFiled, Figure.Of("value", of.Number), Figure.Of("person", filed.By.Name));

        var last = CaseClock.AppealBy(of.Decision!.At, context.Policy).Date;
        if (context.Today > last) return context.Refuse(RuleId.AppealTooLate, Figure.Of("value", of.Number), Figure.Of("dueOn", last));

        return ExhibitProblem(command.Exhibits, context) is { } refusal
            ? refusal
            : new CaseAppealed(context.Now, of.Number, command.Reason, command.Exhibits, context.Person);
    }

    /// <summary>Refusals: case-unknown, appeal-not-open, self-approval by whoever reported or decided the case or belongs to the sponsor.</summary>
    public static Decision<SiteEvent> DecideAppeal(Site site, DecideCaseAppeal command, SiteContext context)
    {
        if (Find(site, command.Case) is not { } of) return Unknown(command.Case, context);
        if (of is not { Appeal.Decision: null }) return context.Refuse(RuleId.AppealNotOpen, Figure.Of("value", of.Number));

        return of.Decision!.By.Id == context.By.PersonId || of.ReportedBy?.Id == context.By.PersonId || context.By.Unit == site.Sponsor.Id
            ? context.Refuse(RuleId.SelfApproval, Figure.Of("person", context.By.Name))
            : new CaseAppealDecided(context.Now, of.Number, command.Result, command.Reason, context.Person);
    }

    /// <summary>Refusals: case-unknown, case-not-confirmed, case-already-concluded, case-notice-not-due, case-notice-already-issued.</summary>
    public static Decision<SiteEvent> Draft(Site site, DraftCaseNotice command, SiteContext context)
    {
        var (of, problem) = WithNotice(site, command.Case, context);
        return problem ?? (Decision<SiteEvent>)new CaseNoticeDrafted(context.Now, of!.Number, command.Text, context.Person);
    }

    /// <summary>As <see cref="Draft"/>, and: appeal-running while the unit may appeal or an appeal is not decided.</summary>
    public static Decision<SiteEvent> Issue(Site site, IssueCaseNotice command, SiteContext context)
    {
        var (of, problem) = WithNotice(site, command.Case, context);
        return problem ?? AppealRunning(of!, context)
            ?? (Decision<SiteEvent>)new CaseNoticeIssued(context.Now, of!.Number, command.DocumentNumber, of.Notice!.Text, context.Person);
    }

    /// <summary>Refusals: case-unknown, case-not-confirmed, case-already-concluded, appeal-running, case-notice-missing.</summary>
    public static Decision<SiteEvent> Conclude(Site site, ConcludeCase command, SiteContext context)
    {
        var (of, problem) = Confirmed(site, command.Case, context);
        if ((problem ?? AppealRunning(of!, context)) is { } refusal) return refusal;

        return of!.Decision!.HasAdverseEffect && of.Notice?.IssuedAt is null
            ? context.Refuse(RuleId.CaseNoticeMissing, Figure.Of("value", of.Number))
            : new CaseConcluded(context.Now, of.Number, command.Note, context.Person);
    }

    private static Refusal? ExhibitProblem(ImmutableArray<Exhibit> exhibits, SiteContext context) =>
        exhibits.Select(exhibit => Evidence.HashProblem(context, exhibit.Sha256)).FirstOrDefault(problem => problem is not null);

    private static Refusal? TimeProblem(Site site, DowntimeReport report, SiteContext context)
    {
        var last = report.DownUntil ?? report.DownFrom;
        if (last > context.Now || report.DownFrom > context.Now)
            return context.Refuse(RuleId.FactTimeInFuture, Figure.Of("value", last > context.Now ? last : report.DownFrom), Figure.Of("until", context.Now));
        if (report.DownUntil <= report.DownFrom)
            return context.Refuse(RuleId.CaseTimesInverted, Figure.Of("from", report.DownFrom), Figure.Of("until", report.DownUntil.Value));

        var launchedAt = site.LaunchedAt!.Value;
        return report.DownFrom < launchedAt ? context.Refuse(RuleId.SiteNotLaunched, Figure.Of("from", launchedAt), Figure.Of("value", report.DownFrom)) : null;
    }

    /// <summary>All of the time had leave, or stands under a case already. What went on past a window's end has a case of its own.</summary>
    private static Refusal? LeaveProblem(Site site, DowntimeReport report, SiteContext context)
    {
        var until = report.DownUntil ?? context.Now;
        if (site.Windows.FirstOrDefault(w => w.StartedAt <= report.DownFrom && until <= (w.EndedAt ?? DateTimeOffset.MaxValue)) is { } window)
            return context.Refuse(RuleId.CaseDowntimeAuthorised, Figure.Of("value", $"downline/{window.Number}"));
        if (site.Suspensions.FirstOrDefault(s => s.At <= report.DownFrom && until <= (s.LiftedAt ?? DateTimeOffset.MaxValue)) is { } suspension)
            return context.Refuse(RuleId.CaseDowntimeAuthorised, Figure.Of("value", $"suspension/{suspension.Number}"));

        return site.Cases.FirstOrDefault(c => c is { Stands: true, Report: { } known } && known.DownFrom < until && report.DownFrom < (known.DownUntil ?? context.Now)) is { } same
            ? context.Refuse(RuleId.CaseAlreadyOpen, Figure.Of("value", same.Number))
            : null;
    }

    private static SiteCase? Find(Site site, int number) => site.Cases.FirstOrDefault(c => c.Number == number);

    private static Refusal Unknown(int number, SiteContext context) => context.Refuse(RuleId.CaseUnknown, Figure.Of("value", number));

    private static (SiteCase? Case, Refusal? Problem) Undecided(Site site, int number, SiteContext context) => Find(site, number) switch
    {
        null => (null, Unknown(number, context)),
        { IsUndecided: false } => (null, context.Refuse(RuleId.CaseAlreadyDecided, Figure.Of("value", number))),
        var found => (found, null),
    };

    private static (SiteCase? Case, Refusal? Problem) Confirmed(Site site, int number, SiteContext context) => Find(site, number) switch
    {
        null => (null, Unknown(number, context)),
        { IsConfirmed: false } => (null, context.Refuse(RuleId.CaseNotConfirmed, Figure.Of("value", number))),
        { Conclusion: { } over } => (null, context.Refuse(RuleId.CaseAlreadyConcluded, Figure.Of("value", number), Figure.Of("person", over.By.Name))),
        var found => (found, null),
    };

    /// <summary>A confirmed case of adverse effect whose notice is still a draft.</summary>
    private static (SiteCase? Case, Refusal? Problem) WithNotice(Site site, int number, SiteContext context) => Confirmed(site, number, context) switch
    {
        { Case.Decision.HasAdverseEffect: false } => (null, context.Refuse(RuleId.CaseNoticeNotDue, Figure.Of("value", number))),
        { Case.Notice.IssuedAt: not null } => (null, context.Refuse(RuleId.CaseNoticeAlreadyIssued, Figure.Of("value", number))),
        var found => found,
    };

    private static Refusal? AppealRunning(SiteCase of, SiteContext context)
    {
        if (of.Appeal is { Decision: null }) return context.Refuse(RuleId.AppealRunning, Figure.Of("value", of.Number));

        var last = CaseClock.AppealBy(of.Decision!.At, context.Policy).Date;
        return of.Appeal is null && context.Today <= last
            ? context.Refuse(RuleId.AppealRunning, Figure.Of("value", of.Number), Figure.Of("dueOn", last))
            : null;
    }
}
