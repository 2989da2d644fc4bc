using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>What is to be done next, by whom, until when: in every answer (domain §9).</summary>
public static class NextSteps
{
    private const int StepsMax = 12;

    public static ImmutableArray<NextStep> Of(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        return [.. OfRequests(site, policy).Concat(OfStage(site, policy, today)).Concat(OfSuspensions(site)).Concat(OfDuties(site, policy, today)).Take(StepsMax)];
    }

    private static IEnumerable<NextStep> OfRequests(Site site, RegistryPolicy policy)
    {
        foreach (var request in site.Requests.Where(r => r.IsOpen))
        {
            var until = RequestViews.DueAt(request, policy) is { } due ? RegistryCalendar.DateOf(due.AddTicks(-1)) : (DateOnly?)null;
            var zh = Label(request.Kind).Zh;
            var en = Label(request.Kind).En;
            if (request.State != RequestState.Returned && TwoKeysWait(request))
            {
                yield return new("verify-request", "centre", $"网信中心核验{zh}申请（第 {request.Number} 号）", $"the centre verifies the {en} request no. {request.Number}", until);
            }

            yield return request.State switch
            {
                RequestState.Returned => new("resubmit-request", "sponsor", $"按退回意见修改后重新提交{zh}申请（第 {request.Number} 号）",
                    $"mend and file the {en} request no. {request.Number} again", until),
                RequestState.Submitted => new("take-request", "authority", $"主管单位受理{zh}申请（第 {request.Number} 号）",
                    $"the authority takes the {en} request no. {request.Number}", until),
                _ => new("decide-request", "authority", $"主管单位审批{zh}申请（第 {request.Number} 号）",
                    $"the authority decides the {en} request no. {request.Number}", until),
            };
        }
    }

    private static bool TwoKeysWait(Request request) =>
        request.Kind is RequestKind.Change or RequestKind.Restore && request.Verification?.Result != VerificationResult.Verified;

    private static IEnumerable<NextStep> OfStage(Site site, RegistryPolicy policy, DateOnly today)
    {
        switch (site.Stage)
        {
            case Stage.Draft:
                yield return new("submit-launch", "sponsor", "核对基本信息后提交上线申请", "check the basic information and file the launch request", null);
                break;
            case Stage.Approved when LaunchGate.Evaluate(site, policy, today).All(i => !i.HoldsLaunchUp):
                yield return new("launch", "sponsor", "上线条件已全部满足，请登记上线", "the gate is met: record the launch",
                    RegistryCalendar.AddDays(RegistryCalendar.DateOf(site.Approval!.At), policy.ApprovalLapsesAfterDays));
                break;
            case Stage.DownlineScheduled:
                var next = site.Windows.Where(w => w.State == WindowState.Scheduled).OrderBy(w => w.From).First();
                yield return new("start-downline", "sponsor", $"{next.From:yyyy-MM-dd} 起可登记下线", $"the downline may be recorded from {next.From:yyyy-MM-dd}", next.Until);
                break;
            case Stage.Downline:
                yield return new("restore", "sponsor", $"最迟于 {site.OpenWindow!.Until:yyyy-MM-dd} 恢复上线并登记", $"restore the site by {site.OpenWindow!.Until:yyyy-MM-dd} and record it", site.OpenWindow!.Until);
                break;
            case Stage.Overdue:
                yield return new("restore", "sponsor", "下线已逾期，请立即恢复上线并登记", "overdue: restore the site at once and record it", site.OpenWindow!.Until);
                break;
            case Stage.Closing:
                foreach (var step in SiteClosure.MissingSteps(site))
                {
                    yield return new($"closure-{Wire.Name(step)}", "sponsor", $"办理关停事项并登记：{Wire.Name(step)}", $"do and record the closure step {Wire.Name(step)}", null);
                }

                yield return new("complete-closure", "sponsor", "公告期满且事项办结后完成关停", "complete the closure when the notice is over and every step is done",
                    null);
                break;
            case Stage.Closed:
                yield return new("deregister", "sponsor", "注销全部备案后办理网站注销", "cancel every filing, then deregister the site", null);
                break;
        }

        if (site.Stage is Stage.Draft or Stage.InReview or Stage.Approved)
        {
            foreach (var item in LaunchGate.Evaluate(site, policy, today).Where(i => i.HoldsLaunchUp && i.Code is not (GateCodes.Approval or GateCodes.SiteName or GateCodes.People)))
            {
                yield return new(item.Code, GateActors.Of(item), GateTexts.Zh(item), GateTexts.En(item), null);
            }
        }
    }

    private static IEnumerable<NextStep> OfSuspensions(Site site)
    {
        foreach (var suspension in site.Suspensions.Where(s => s.CountsUnlessConfirmed && s.ConvertedTo is null))
        {
            yield return new("confirm-suspension", "authority", $"主管单位确认第 {suspension.Number} 次紧急关停，逾期未确认将计入临时下线",
                $"the authority confirms emergency no. {suspension.Number}; unconfirmed it is counted as a downline",
                RegistryCalendar.DateOf(suspension.ConfirmBy!.Value.AddTicks(-1)));
        }

        if (site.Stage == Stage.Suspended)
        {
            yield return new("lift-suspension", "centre", "处置完成后解除紧急关停", "lift the suspension when the matter is dealt with", null);
        }
    }

    private static IEnumerable<NextStep> OfDuties(Site site, RegistryPolicy policy, DateOnly today) =>
        site.LaunchedAt is null || site.Stage is Stage.Closed or Stage.Deregistered or Stage.Closing
            ? []
            : LaunchGate.Evaluate(site, policy, today)
                .Where(i => !i.Requirement.IsBeforeLaunch && i.State is not (GateState.Pass or GateState.NotApplicable))
                .Select(i => new NextStep(i.Code, GateActors.Of(i), GateTexts.Zh(i), GateTexts.En(i), i.DueOn));

    private static (string Zh, string En) Label(RequestKind kind) => kind switch
    {
        RequestKind.Launch => ("上线", "launch"),
        RequestKind.Change => ("重要信息变更", "change"),
        RequestKind.Downline => ("临时下线", "downline"),
        RequestKind.Extension => ("延期", "extension"),
        RequestKind.Restore => ("恢复上线", "restore"),
        RequestKind.Closure => ("关停", "closure"),
        _ => ("移交", "transfer"),
    };
}
