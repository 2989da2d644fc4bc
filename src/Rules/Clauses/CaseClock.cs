using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>The working days of a case (NC-3.13): to reply, to decide, to appeal, to decide on the appeal, to conclude. Numbers: rule case-clock.</summary>
internal static class CaseClock
{
    /// <summary>The last date of the unit's reply.</summary>
    public static WorkingDate ReplyBy(SiteCase of, RegistryPolicy policy) => After(of.OpenedAt, policy.CaseReplyWorkingDays, policy);

    /// <summary>Counted from the reply, or from where its time ended.</summary>
    public static WorkingDate DecisionBy(SiteCase of, RegistryPolicy policy)
    {
        if (of.Reply is { } reply) return After(reply.At, policy.CaseDecisionWorkingDays, policy);

        var unheard = ReplyBy(of, policy);
        var by = RegistryCalendar.AddWorkingDays(unheard.Date, policy.CaseDecisionWorkingDays, policy.WorkingCalendar);
        return by with { Estimated = by.Estimated || unheard.Estimated };
    }

    public static WorkingDate AppealBy(DateTimeOffset decidedAt, RegistryPolicy policy) => After(decidedAt, policy.CaseAppealWorkingDays, policy);

    public static WorkingDate AppealDecisionBy(CaseAppeal appeal, RegistryPolicy policy) => After(appeal.At, policy.CaseAppealDecisionWorkingDays, policy);

    /// <summary>Counted from where the time to appeal ended, or from the decision on the appeal.</summary>
    public static WorkingDate ConclusionBy(CaseDecision decision, AppealDecision? appeal, RegistryPolicy policy)
    {
        if (appeal is not null) return After(appeal.At, policy.CaseConclusionWorkingDays, policy);

        var final = AppealBy(decision.At, policy);
        var by = RegistryCalendar.AddWorkingDays(final.Date, policy.CaseConclusionWorkingDays, policy.WorkingCalendar);
        return by with { Estimated = by.Estimated || final.Estimated };
    }

    public static CaseState StateOf(SiteCase of, RegistryPolicy policy, DateOnly today) => of switch
    {
        { DissolvedAt: not null } => CaseState.Dissolved,
        { Conclusion: not null } => CaseState.Concluded,
        { Appeal: { Decision: null } } => CaseState.UnderAppeal,
        { Stands: false, Appeal: not null } => CaseState.Overturned,
        { Stands: false } => CaseState.Dismissed,
        { Decision: not null } => CaseState.Confirmed,
        _ => MayReplyFirst(of, policy, today) ? CaseState.AwaitingReply : CaseState.AwaitingDecision,
    };

    /// <summary>The unit has not replied and still has time to: until then nobody decides.</summary>
    public static bool MayReplyFirst(SiteCase of, RegistryPolicy policy, DateOnly today) => of.Reply is null && today <= ReplyBy(of, policy).Date;

    private static WorkingDate After(DateTimeOffset instant, int workingDays, RegistryPolicy policy) =>
        RegistryCalendar.AddWorkingDays(RegistryCalendar.DateOf(instant), workingDays, policy.WorkingCalendar);
}
