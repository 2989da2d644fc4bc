using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>What is to be done next, by whom, until when, under which clause: in every answer (domain §9). Dates are those of <see cref="Deadlines"/>.</summary>
public static class NextSteps
{
    private const int StepsMax = 12;

    public static ImmutableArray<NextStep> Of(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        var gate = LaunchGate.Evaluate(site, policy, today);
        var deadlines = Deadlines.Of(site, policy, today, gate);
        return
        [
            .. OfRequests(site, deadlines)
                .Concat(OfStage(site, policy, gate, deadlines))
                .Concat(OfSuspensions(site, deadlines))
                .Concat(OfCases(site, policy, today, deadlines))
                .Concat(OfUpkeep(site, policy, today, gate, deadlines))
                .Take(StepsMax),
        ];
    }

    private static IEnumerable<NextStep> OfRequests(Site site, ImmutableArray<Deadline> deadlines)
    {
        foreach (var request in site.Requests.Where(r => r.IsOpen))
        {
            var until = DueOf(deadlines, DeadlineKinds.Request, request.Number);
            var (zh, en) = RequestWords.Of(request.Kind);
            if (request.State != RequestState.Returned && RequestWords.WaitsForCentre(request))
            {
                yield return new("verify-request", "centre", $"网信中心核验{zh}申请（第 {request.Number} 号）", $"the centre verifies the {en} request no. {request.Number}", until, "NC-2.2");
            }

            yield return request.State switch
            {
                RequestState.Returned => new("resubmit-request", "sponsor", $"按退回意见修改后重新提交{zh}申请（第 {request.Number} 号）",
                    $"mend and file the {en} request no. {request.Number} again", until, "NC-3.8"),
                RequestState.Submitted => new("take-request", "authority", $"主管单位受理{zh}申请（第 {request.Number} 号）",
                    $"the authority takes the {en} request no. {request.Number}", until, "NC-2.1"),
                _ => new("decide-request", "authority", $"主管单位审批{zh}申请（第 {request.Number} 号）",
                    $"the authority decides the {en} request no. {request.Number}", until, "NC-2.1"),
            };
        }
    }

    private static IEnumerable<NextStep> OfStage(Site site, RegistryPolicy policy, ImmutableArray<GateItem> gate, ImmutableArray<Deadline> deadlines)
    {
        switch (site.Stage)
        {
            case Stage.Draft:
                yield return new("submit-launch", "sponsor", "核对基本信息后提交上线申请", "check the basic information and file the launch request", null, "NC-3.8");
                break;
            case Stage.Approved when gate.All(i => !i.HoldsLaunchUp):
                yield return new("launch", "sponsor", "上线条件已全部满足，请登记上线", "the gate is met: record the launch",
                    DueOf(deadlines, DeadlineKinds.ApprovalLapse, 0), "NC-3.8");
                break;
            case Stage.DownlineScheduled:
                var next = site.Windows.Where(w => w.State == WindowState.Scheduled).OrderBy(w => w.From).First();
                yield return new("start-downline", "sponsor", $"{next.From:yyyy-MM-dd} 起可登记下线", $"the downline may be recorded from {next.From:yyyy-MM-dd}", next.Until, "NC-3.11");
                break;
            case Stage.Downline:
                yield return new("restore", "sponsor", $"最迟于 {site.OpenWindow!.Until:yyyy-MM-dd} 恢复上线并登记", $"restore the site by {site.OpenWindow!.Until:yyyy-MM-dd} and record it",
                    site.OpenWindow!.Until, "NC-3.12");
                break;
            case Stage.Overdue:
                yield return new("restore", "sponsor", "下线已逾期，请立即恢复上线并登记", "overdue: restore the site at once and record it", site.OpenWindow!.Until, "NC-3.12");
                break;
            case Stage.Closing:
                foreach (var step in SiteClosure.MissingSteps(site))
                {
                    yield return new($"closure-{Wire.Name(step)}", "sponsor", $"办理关停事项并登记：{Wire.Name(step)}", $"do and record the closure step {Wire.Name(step)}", null, "NC-3.10");
                }

                yield return new("complete-closure", "sponsor", "公告期满且事项办结后完成关停", "complete the closure when the notice is over and every step is done",
                    DueOf(deadlines, DeadlineKinds.ClosureNotice, site.Closure!.Request), "NC-3.10");
                break;
            case Stage.Closed:
                yield return new("deregister", "sponsor", "注销全部备案后办理网站注销", "cancel every filing, then deregister the site", null, "NC-3.10");
                break;
        }

        if (site.Stage is Stage.Draft or Stage.InReview or Stage.Approved)
        {
            foreach (var item in gate.Where(i => i.HoldsLaunchUp && i.Code is not (GateCodes.Approval or GateCodes.SiteName or GateCodes.People)))
            {
                yield return Of(item, null);
            }
        }
    }

    private static IEnumerable<NextStep> OfSuspensions(Site site, ImmutableArray<Deadline> deadlines)
    {
        foreach (var deadline in deadlines.Where(d => d.Kind == DeadlineKinds.SuspensionConfirmation))
        {
            yield return new("confirm-suspension", "authority", deadline.Zh, deadline.En, deadline.DueOn, deadline.Clause);
        }

        if (site.Stage == Stage.Suspended)
        {
            yield return new("lift-suspension", "centre", "处置完成后解除紧急关停", "lift the suspension when the matter is dealt with", null, "NC-9.11");
        }
    }

    /// <summary>Of a site on line: what lacks, what waits for the centre, and what runs out soon.</summary>
    private static IEnumerable<NextStep> OfUpkeep(
        Site site, RegistryPolicy policy, DateOnly today, ImmutableArray<GateItem> gate, ImmutableArray<Deadline> deadlines)
    {
        if (!Deadlines.IsKept(site)) yield break;

        var soon = RegistryCalendar.AddDays(today, policy.ExpiryReminderDays.IsDefaultOrEmpty ? 0 : policy.ExpiryReminderDays.Max());
        foreach (var deadline in deadlines.Where(d => !IsTold(d.Kind)))
        {
            var item = gate.FirstOrDefault(i => i.Code == deadline.Kind);
            if (item is { State: GateState.Pass } or null && deadline.DueOn > soon) continue;

            yield return new(deadline.Kind, Wire.Name(deadline.Who), deadline.Zh, deadline.En, deadline.DueOn, deadline.Clause);
        }

        foreach (var item in gate.Where(i => i.HoldsLaunchUp && i.Code != GateCodes.Approval && deadlines.All(d => d.Kind != i.Code)))
        {
            yield return Of(item, null);
        }
    }

    /// <summary>NC-3.13: whose turn it is, and until when the unit may appeal.</summary>
    private static IEnumerable<NextStep> OfCases(Site site, RegistryPolicy policy, DateOnly today, ImmutableArray<Deadline> deadlines)
    {
        foreach (var deadline in deadlines.Where(d => IsOfCase(d.Kind)))
        {
            yield return new(deadline.Kind, Wire.Name(deadline.Who), deadline.Zh, deadline.En, deadline.DueOn, deadline.Clause);
        }

        foreach (var of in site.Cases.Where(c => c is { IsConfirmed: true, Appeal: null, Conclusion: null }))
        {
            var last = CaseClock.AppealBy(of.Decision!.At, policy).Date;
            if (today <= last)
                yield return new("appeal", "sponsor", $"对第 {of.Number} 号违规案件的认定有异议的，可由负责人提出申诉", $"the head may appeal in case no. {of.Number}", last, "NC-3.13");
        }
    }

    private static bool IsOfCase(string kind) =>
        kind is DeadlineKinds.CaseReply or DeadlineKinds.CaseDecision or DeadlineKinds.CaseAppeal or DeadlineKinds.CaseConclusion;

    /// <summary>A step of its own tells of it.</summary>
    private static bool IsTold(string kind) =>
        kind is DeadlineKinds.Request or DeadlineKinds.DownlineEnd or DeadlineKinds.SuspensionConfirmation || IsOfCase(kind);

    private static NextStep Of(GateItem item, DateOnly? until) => new(item.Code, GateActors.Of(item), GateTexts.Zh(item), GateTexts.En(item), until, item.Requirement.Clause);

    private static DateOnly? DueOf(ImmutableArray<Deadline> deadlines, string kind, int number)
    {
        foreach (var deadline in deadlines)
            if (deadline.Kind == kind && deadline.Number == number) return deadline.DueOn;
        return null;
    }
}
