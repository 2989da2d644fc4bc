using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// Every dated duty of a site, from its state and the rule pack: what next steps, the list of deadlines, the compliance axis and the
/// reminders tell comes from here. A duty that is met, or whose site is closed, is not there.
/// </summary>
public static class Deadlines
{
    /// <summary>The earliest first.</summary>
    /// <param name="today">Which exemptions hold; the dates themselves do not depend on it.</param>
    public static ImmutableArray<Deadline> Of(Site site, RegistryPolicy policy, DateOnly today) =>
        Of(site, policy, today, LaunchGate.Evaluate(site, policy, today));

    /// <param name="gate">The launch gate as it stands today.</param>
    internal static ImmutableArray<Deadline> Of(Site site, RegistryPolicy policy, DateOnly today, IReadOnlyCollection<GateItem> gate) =>
    [
        .. OfRequests(site, policy)
            .Concat(OfStage(site, policy))
            .Concat(OfSuspensions(site))
            .Concat(OfGate(site, policy, gate))
            .Concat(OfFilings(site, policy))
            .Concat(OfPeople(site, policy))
            .Concat(OfExemptions(site, policy, today))
            .Concat(OfCases(site, policy))
            .OrderBy(d => d.DueOn).ThenBy(d => d.Kind, StringComparer.Ordinal).ThenBy(d => d.Number),
    ];

    /// <summary>Live, as far as evidence goes: launched, and not on its way out.</summary>
    internal static bool IsKept(Site site) => site.LaunchedAt is not null && site.Stage is not (Stage.Closing or Stage.Closed or Stage.Deregistered);

    /// <summary>NC-3.8: who has the request answers it; what was returned lapses.</summary>
    private static IEnumerable<Deadline> OfRequests(Site site, RegistryPolicy policy)
    {
        foreach (var request in site.Requests.Where(r => r.IsOpen))
        {
            var (zh, en) = RequestWords.Of(request.Kind);
            if (request.State == RequestState.Returned)
            {
                yield return new(DeadlineKinds.Request, request.Number, "NC-3.8", Party.Sponsor,
                    RegistryCalendar.DateOf(request.Latest.ReturnedAt ?? request.ChangedAt), RegistryCalendar.LastDateBefore(RequestViews.LapsesAt(request, policy)), false,
                    $"按退回意见修改后重新提交{zh}申请（第 {request.Number} 号）", $"mend and file the {en} request no. {request.Number} again");
                continue;
            }

            var due = RequestViews.ReviewDueAt(request, policy);
            var centre = RequestWords.WaitsForCentre(request);
            yield return new(DeadlineKinds.Request, request.Number, "NC-3.8", centre ? Party.Centre : Party.Authority,
                RegistryCalendar.DateOf(request.Latest.At), RegistryCalendar.LastDateBefore(due.At), due.Estimated,
                centre ? $"网信中心核验{zh}申请（第 {request.Number} 号）" : $"主管单位审批{zh}申请（第 {request.Number} 号）",
                centre ? $"the centre verifies the {en} request no. {request.Number}" : $"the authority decides the {en} request no. {request.Number}");
        }
    }

    private static IEnumerable<Deadline> OfStage(Site site, RegistryPolicy policy)
    {
        if (site is { Stage: Stage.Approved, Approval: { } approval })
        {
            var on = RegistryCalendar.DateOf(approval.At);
            yield return new(DeadlineKinds.ApprovalLapse, 0, "NC-3.8", Party.Sponsor, on, RegistryCalendar.AddDays(on, policy.ApprovalLapsesAfterDays), false,
                "上线审批逾期未上线将失效，请登记上线", "the approval lapses unless the launch is recorded");
        }

        if (site.OpenWindow is { } window)
        {
            yield return new(DeadlineKinds.DownlineEnd, window.Number, "NC-3.12", Party.Sponsor, RegistryCalendar.DateOf(window.StartedAt ?? window.ApprovedAt),
                window.Until, false, "恢复上线并登记", "restore the site and record it");
        }

        if (site is { Stage: Stage.Closing, Closure: { } closure })
        {
            var over = RegistryCalendar.AddDays(closure.Terms.AnnouncedOn, policy.ClosureNoticeDays + 1);
            yield return new(DeadlineKinds.ClosureNotice, closure.Request, "NC-3.10", Party.Sponsor, RegistryCalendar.DateOf(closure.ApprovedAt), over, false,
                "公告期满，请办结关停事项并完成关停", "the notice is over: do the steps and complete the closure");
        }
    }

    /// <summary>NC-9.11, D14: own declarations that count unless the authority confirms them.</summary>
    private static IEnumerable<Deadline> OfSuspensions(Site site) => site.Suspensions
        .Where(s => s.CountsUnlessConfirmed && s.ConvertedTo is null)
        .Select(s => new Deadline(DeadlineKinds.SuspensionConfirmation, s.Number, "NC-9.11", Party.Authority, RegistryCalendar.DateOf(s.At),
            RegistryCalendar.LastDateBefore(s.ConfirmBy!.Value), false, $"主管单位确认第 {s.Number} 次紧急关停，逾期未确认将计入临时下线",
            $"the authority confirms emergency no. {s.Number}; unconfirmed it is counted as a downline"));

    /// <summary>L3, L7: duties with a date, and evidence that runs out; what was stated anew waits for the centre meanwhile.</summary>
    private static IEnumerable<Deadline> OfGate(Site site, RegistryPolicy policy, IEnumerable<GateItem> gate)
    {
        if (!IsKept(site)) yield break;

        foreach (var item in gate.Where(i => i.State != GateState.NotApplicable && i.Code != GateCodes.Approval))
        {
            if (item.ExpiresOn is { } expires)
            {
                yield return Make(item, Party.Sponsor, DateOf(item.SettledAt ?? site.LaunchedAt!.Value), expires, false, $"{item.Requirement.Zh}：有效期届满前更新", $"{item.Requirement.En}: renew before it runs out");
            }
            else if (item.State == GateState.Pass)
            {
                continue;
            }
            else if (item.DueOn is { } due)
            {
                yield return Make(item, GateActors.PartyOf(item), BeginOf(site, item), due, false, GateTexts.Zh(item), GateTexts.En(item));
            }
            else if (item is { State: GateState.Pending, Reason: "not-verified" } && StatedOn(site, item.Code) is { } stated)
            {
                var by = RegistryCalendar.AddWorkingDays(stated, policy.ReviewReminderAfterWorkingDays, policy.WorkingCalendar);
                yield return Make(item, Party.Centre, stated, by.Date, by.Estimated, GateTexts.Zh(item), GateTexts.En(item));
            }
        }
    }

    /// <summary>NC-3.6: a change of the ICP filing is brought to its end within the days of the pack.</summary>
    private static IEnumerable<Deadline> OfFilings(Site site, RegistryPolicy policy)
    {
        if (IsKept(site) && policy.IcpChangeNoticeDays is { } days
            && site.FilingOf(FilingKind.Icp) is { Filing: IcpFiling { State: FilingState.ChangePending } } changing)
        {
            var on = DateOf(changing.RecordedAt);
            yield return new(DeadlineKinds.IcpChange, 0, "NC-3.6", Party.Sponsor, on, RegistryCalendar.AddDays(on, days), false,
                "办结 ICP 备案变更并填报结果", "bring the change of the ICP filing to its end and record it");
        }
    }

    /// <summary>NC-2.3: a new first responsible person states the responsibility.</summary>
    private static IEnumerable<Deadline> OfPeople(Site site, RegistryPolicy policy)
    {
        if (IsKept(site) && site.LeaderSince is { } since && !(site.Responsibility?.At >= since))
        {
            var on = DateOf(since);
            yield return new(DeadlineKinds.NewLeader, 0, "NC-2.3", Party.Sponsor, on, RegistryCalendar.AddDays(on, policy.NewLeaderConfirmDays), false,
                "新任第一责任人确认网站安全责任", "the new first responsible person states the responsibility");
        }
    }

    /// <summary>NC-3.1, NC-4.1, NC-4.3: what was exempted is put right, or exempted again, before the exemption ends.</summary>
    private static IEnumerable<Deadline> OfExemptions(Site site, RegistryPolicy policy, DateOnly today) => !IsKept(site)
        ? []
        : site.Sponsor.Exemptions
            .Where(e => e.Kind != ExemptionKind.Reopening && !site.Sponsor.Exemptions.Any(later => later.Kind == e.Kind && later.Number > e.Number))
            .Where(e => IsLeanedOn(site, e, policy, today))
            .Select(e => new Deadline(DeadlineKinds.Exemption, e.Number, ClauseOf(e.Kind), Party.Sponsor, DateOf(e.GrantedAt), e.ExpiresOn, false,
                $"第 {e.Number} 号例外到期前整改到位或重新申请", $"put right what exemption no. {e.Number} allows, or ask for another"));

    /// <summary>NC-3.13: the unit replies, the authority decides, decides the appeal, and concludes.</summary>
    private static IEnumerable<Deadline> OfCases(Site site, RegistryPolicy policy) => site.Stage is Stage.Closed or Stage.Deregistered
        ? []
        : site.Cases.Where(c => c.Stands && c.Conclusion is null).SelectMany(of => OfCase(of, policy));

    private static IEnumerable<Deadline> OfCase(SiteCase of, RegistryPolicy policy)
    {
        if (of.IsUndecided)
        {
            if (of.Reply is null)
            {
                yield return Make(of, DeadlineKinds.CaseReply, Party.Sponsor, of.OpenedAt, CaseClock.ReplyBy(of, policy),
                    $"由负责人就第 {of.Number} 号违规案件提出申辩", $"the head may reply to case no. {of.Number}");
            }

            yield return Make(of, DeadlineKinds.CaseDecision, Party.Authority, of.Reply?.At ?? of.OpenedAt, CaseClock.DecisionBy(of, policy),
                $"主管单位认定第 {of.Number} 号违规案件", $"the authority decides case no. {of.Number}");
        }
        else if (of.Appeal is { Decision: null } appeal)
        {
            yield return Make(of, DeadlineKinds.CaseAppeal, Party.Authority, appeal.At, CaseClock.AppealDecisionBy(appeal, policy),
                $"主管单位处理第 {of.Number} 号违规案件的申诉", $"the authority decides the appeal in case no. {of.Number}");
        }
        else
        {
            yield return Make(of, DeadlineKinds.CaseConclusion, Party.Authority, of.Appeal?.Decision?.At ?? of.Decision!.At, CaseClock.ConclusionBy(of.Decision!, of.Appeal?.Decision, policy),
                of.Decision!.HasAdverseEffect ? $"主管单位就第 {of.Number} 号违规案件发出通报并结案" : $"主管单位办结第 {of.Number} 号违规案件",
                $"the authority concludes case no. {of.Number}{(of.Decision.HasAdverseEffect ? " with its notice" : "")}");
        }
    }

    private static Deadline Make(SiteCase of, string kind, Party who, DateTimeOffset since, WorkingDate by, string zh, string en) =>
        new(kind, of.Number, "NC-3.13", who, DateOf(since), by.Date, by.Estimated, zh, en);

    /// <summary>Whether the site would be at fault without it. That of a second site is: which of the two needs it, the registry does not know.</summary>
    private static bool IsLeanedOn(Site site, Exemption exemption, RegistryPolicy policy, DateOnly today) => exemption.Kind switch
    {
        ExemptionKind.OwnDomain => site.Facts.Hosts.Any(host => DomainName.Parse(host, policy.ZonesOf(site.Sponsor.Authority)).Problem is not null),
        ExemptionKind.SiteName => !SiteName.Fits(site.Facts.Name, site.Facts.NameNote, site.Sponsor.Name),
        _ => exemption.ExpiresOn >= today,
    };

    private static string ClauseOf(ExemptionKind kind) => kind switch
    {
        ExemptionKind.SecondSite => "NC-3.1",
        ExemptionKind.OwnDomain => "NC-4.1",
        ExemptionKind.SiteName => "NC-4.3",
        _ => "NC-3.10",
    };

    private static Deadline Make(GateItem item, Party who, DateOnly since, DateOnly due, bool estimated, string zh, string en) =>
        new(item.Code, 0, item.Requirement.Clause, who, since, due, estimated, zh, en);

    private static DateOnly BeginOf(Site site, GateItem item) => item.Requirement.Due switch
    {
        GateDue.AfterLaunch => DateOf(site.LaunchedAt!.Value),
        _ => site.FilingOf(FilingKind.GradedProtection) is { } graded ? DateOf(graded.RecordedAt) : DateOf(site.LaunchedAt!.Value),
    };

    /// <summary>When what the item asks for was last stated.</summary>
    private static DateOnly? StatedOn(Site site, string code) => code switch
    {
        GateCodes.Icp => On(site, FilingKind.Icp),
        GateCodes.Domain => On(site, FilingKind.Domain),
        GateCodes.SiteMark => On(site, FilingKind.SiteMark),
        GateCodes.Graded => On(site, FilingKind.GradedProtection),
        GateCodes.Hosting => site.EvidenceOf(EvidenceKind.Hosting) is { } evidence ? DateOf(evidence.RecordedAt) : null,
        GateCodes.SecurityTest => SecurityTests.Latest(site) is { } test ? DateOf(test.RecordedAt) : null,
        _ => null,
    };

    private static DateOnly? On(Site site, FilingKind kind) => site.FilingOf(kind) is { } filing ? DateOf(filing.RecordedAt) : null;

    private static DateOnly DateOf(DateTimeOffset instant) => RegistryCalendar.DateOf(instant);
}
