using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 关停与注销. NC-3.10 «网站一经开办不得随意关停»: request, approval, notice, checklist, cancelled filings; then the hosts are kept from
/// others for a while and the unit opens no new site for months (see <see cref="Registration"/>).
/// </summary>
internal static class SiteClosure
{
    /// <summary>Refusals: url-invalid, profile-incomplete when a migration names no target, evidence-date-invalid, request-open.</summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitClosure command, SiteContext context) =>
        Problem(command.Terms, context) is { } refusal
            ? refusal
            : RequestDesk.Open(site, RequestKind.Closure, new RequestContent(Closure: command.Terms), null, context);

    public static Refusal? Problem(ClosureTerms terms, SiteContext context)
    {
        if (WebAddress.Parse(terms.NoticeUrl).Problem is { } problem)
        {
            return context.Refuse(problem, Figure.Of("field", "noticeUrl"), Figure.Of("value", terms.NoticeUrl));
        }

        if (terms.Mode == ClosureMode.Migrate && string.IsNullOrWhiteSpace(terms.MigrateTo))
        {
            var item = new RefusalItem("migrateTo", "NC-3.10", "sponsor", "请填写内容迁移去向", "please say where the contents go");
            return context.Refuse(RuleId.ProfileIncomplete, [item], Figure.Of("left", 1));
        }

        return Evidence.FutureDate(context, terms.AnnouncedOn);
    }

    /// <summary>The approval: the window under way is settled, waiting ones are given back, other open requests fall.</summary>
    public static Decision<SiteEvent> Approved(Site site, Request request, SiteContext context)
    {
        var settled = Downtime.SettleOpen(site, context.Now, context);
        var after = settled.Aggregate(site, SiteRules.Evolve);
        var events = settled.ToBuilder();
        foreach (var window in after.Windows.Where(w => w.State == WindowState.Scheduled))
        {
            var cancelled = new WindowCancelled(context.Now, window.Number, "closure-approved",
                DownlineQuota.Release(after.Quota, window.Number, context.Quota.Stamp(context.Now)), context.Person);
            events.Add(cancelled);
            after = SiteRules.Evolve(after, cancelled);
        }

        events.AddRange(after.Requests.Where(r => r.IsOpen && r.Number != request.Number)
            .Select(r => new RequestSuperseded(context.Now, r.Number, "closure-approved")));
        if (after.OpenSuspension is { } suspension)
        {
            events.Add(new SuspensionLifted(
                context.Now, suspension.Number, "closure-approved", Emergency.Uncharged(after, suspension, context.Now, context), context.Person));
        }

        events.Add(new ClosureApproved(context.Now, request.Number, request.Latest.Content.Closure!));
        return new Decision<SiteEvent>(events.ToImmutable(), null, Hidden: false);
    }

    /// <summary>Refusals: evidence-hash-invalid.</summary>
    public static Decision<SiteEvent> Tick(Site site, RecordClosureStep command, SiteContext context) =>
        Evidence.HashProblem(context, command.EvidenceSha256) is { } refusal
            ? refusal
            : new ClosureStepRecorded(context.Now, command.Step, command.Note, command.EvidenceSha256, context.Person);

    /// <summary>The site is served again.</summary>
    public static Decision<SiteEvent> Cancel(Site site, CancelClosure command, SiteContext context) =>
        new ClosureCancelled(context.Now, command.Reason, context.Person);

    /// <summary>Refusals: closure-notice-running, closure-checklist-unmet.</summary>
    public static Decision<SiteEvent> Complete(Site site, SiteContext context)
    {
        var closure = site.Closure!;
        var over = RegistryCalendar.AddDays(closure.Terms.AnnouncedOn, context.Policy.ClosureNoticeDays);
        if (context.Today <= over)
        {
            return context.Refuse(RuleId.ClosureNoticeRunning,
                Figure.Of("limit", context.Policy.ClosureNoticeDays), Figure.Of("from", closure.Terms.AnnouncedOn),
                Figure.Of("closingOn", RegistryCalendar.AddDays(over, 1)));
        }

        var left = MissingSteps(site);
        return left.IsEmpty
            ? new Closed(context.Now, context.Person)
            : context.Refuse(RuleId.ClosureChecklistUnmet, left.Select(ToItem), Figure.Of("left", left.Length), Figure.Of("step", Wire.Name(left[0])));
    }

    /// <summary>The steps of the checklist that are still to be recorded.</summary>
    public static ImmutableArray<ClosureStep> MissingSteps(Site site)
    {
        ClosureStep[] needed = site.Closure!.Terms.Mode == ClosureMode.Migrate
            ? [ClosureStep.ContentMigrated, ClosureStep.Archived, ClosureStep.ServiceStopped]
            : [ClosureStep.Archived, ClosureStep.ServiceStopped];
        return [.. needed.Where(step => site.Closure.Steps.All(s => s.Step != step))];
    }

    /// <summary>Filings that stand between a closed site and its deregistration: neither cancelled and verified, nor never filed.</summary>
    public static ImmutableArray<FilingKind> OpenFilings(Site site) =>
    [
        .. site.Filings
            .Where(f => f.Filing.State != FilingState.NotFiled && !(f.Filing.State == FilingState.Cancelled && f.IsVerified))
            .Select(f => f.Filing.Kind).Order(),
    ];

    /// <summary>Refusals: closure-filings-open.</summary>
    public static Decision<SiteEvent> Deregister(Site site, SiteContext context)
    {
        var open = OpenFilings(site);
        return open.IsEmpty
            ? new Deregistered(context.Now, context.Now.AddDays(context.Policy.HostQuarantineDays), context.Person)
            : context.Refuse(RuleId.ClosureFilingsOpen, open.Select(ToItem), Figure.Of("left", open.Length), Figure.Of("filing", Wire.Name(open[0])));
    }

    private static RefusalItem ToItem(ClosureStep step) => step switch
    {
        ClosureStep.ContentMigrated => new(Wire.Name(step), "NC-3.10", "sponsor", "完成内容迁移并登记", "migrate the contents and record it"),
        ClosureStep.Archived => new(Wire.Name(step), "NC-3.10", "sponsor", "完成资料归档并登记", "archive the material and record it"),
        _ => new(Wire.Name(step), "NC-3.10", "sponsor", "停止网站服务并登记", "stop serving the site and record it"),
    };

    private static RefusalItem ToItem(FilingKind kind) => new(
        Wire.Name(kind), "NC-3.10", "sponsor", "注销备案、填报为“已注销”并由网信中心核验", "cancel the filing, record it as cancelled and have the centre verify it");
}
