using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>A case as its readers see it: all of it, for the unit as for the authority.</summary>
internal static class CaseViews
{
    public static CaseView Of(SiteCase of, RegistryPolicy policy, DateOnly today) => new(
        of.Number, of.Cause, CaseClock.StateOf(of, policy, today), of.Window == 0 ? null : of.Window, of.OpenedAt, of.Report, of.ReportedBy,
        CaseClock.ReplyBy(of, policy).Date, of.Reply is { } reply ? new(reply.At, reply.Statement, reply.Exhibits, reply.By) : null,
        of.IsUndecided ? CaseClock.DecisionBy(of, policy).Date : null,
        of.Decision is { } decision ? new(decision.At, decision.Result, decision.HasAdverseEffect, decision.Reason, decision.By) : null,
        of.Decision is { Result: CaseResult.Confirmed } finding ? CaseClock.AppealBy(finding.At, policy).Date : null,
        of.Appeal is { } appeal ? Appeal(appeal) : null,
        of.Notice is { } notice ? new(notice.Text, notice.DraftedAt, notice.IssuedAt, notice.DocumentNumber, notice.By) : null,
        of.Conclusion is { } conclusion ? new(conclusion.At, conclusion.Note, conclusion.By) : null,
        of.DissolvedAt);

    private static CaseAppealView Appeal(CaseAppeal appeal) => new(
        appeal.At, appeal.Reason, appeal.Exhibits, appeal.By, appeal.Decision?.Result, appeal.Decision?.Reason, appeal.Decision?.At, appeal.Decision?.By);
}
