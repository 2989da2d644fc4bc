using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 临时下线 windows: begun, given back, put right. NC-3.11: no start before the approval; D6, D8, D18, D20 of the quota's decisions.
/// </summary>
internal static class Downtime
{
    public static int NextWindow(Site site) =>
        Math.Max(site.Quota.NextWindow, site.Windows.Select(w => w.Number).DefaultIfEmpty(0).Max() + 1);

    /// <summary>Gives an unstarted window back in full (D6). Refusals: window-unknown, site-down when it has begun.</summary>
    public static Decision<SiteEvent> Cancel(Site site, CancelWindow command, SiteContext context) =>
        site.Windows.FirstOrDefault(w => w.Number == command.Window) switch
        {
            { State: WindowState.Scheduled } => new WindowCancelled(
                context.Now, command.Window, command.Reason, DownlineQuota.Release(site.Quota, command.Window, context.Quota.Stamp(context.Now)), context.Person),
            { State: WindowState.Started or WindowState.Overdue } window => context.Refuse(RuleId.SiteDown, Figure.Of("until", window.Until)),
            _ => context.Refuse(RuleId.WindowUnknown, Figure.Of("value", command.Window)),
        };

    /// <summary>
    /// The fact that the site went down within an approved window. D8: a late start keeps the end and gives the earlier dates back.
    /// Refusals: fact-time-in-future, fact-time-too-old, downline-before-approval, downline-too-early, downline-notice-missing,
    /// url-invalid, downline-times-exhausted when a start in the next year finds no free time there.
    /// </summary>
    public static Decision<SiteEvent> Start(Site site, StartDownline command, SiteContext context)
    {
        var at = FactTime.Of(command.At, context);
        var on = RegistryCalendar.DateOf(at);
        var scheduled = site.Windows.Where(w => w.State == WindowState.Scheduled).OrderBy(w => w.From).ToArray();
        var window = scheduled.FirstOrDefault(w => w.From <= on && on <= w.Until) ?? scheduled[0];
        if (FactTime.Problem(at, window.ApprovedAt, RuleId.DownlineBeforeApproval, context) is { } time)
        {
            return time;
        }

        if (on < window.From)
        {
            return context.Refuse(RuleId.DownlineTooEarly, Figure.Of("from", window.From), Figure.Of("value", at));
        }

        var notice = command.NoticeUrl ?? window.NoticeUrl;
        if (notice is null && context.Policy.DownlineNoticeUrlRequired)
        {
            return context.Refuse(RuleId.DownlineNoticeMissing, Figure.Of("field", "noticeUrl"));
        }

        if (notice is not null && WebAddress.Parse(notice).Problem is { } problem)
        {
            return context.Refuse(problem, Figure.Of("field", "noticeUrl"), Figure.Of("value", notice));
        }

        return DownlineQuota.Start(site.Quota, window.Number, on, context.Quota.Limits, context.Quota.Stamp(at)) switch
        {
            QuotaResult.Charged charged => new DownlineStarted(at, window.Number, notice ?? "", charged.Entries, context.Person),
            QuotaResult.Short { Shortages: var shortages } => QuotaRefusals.Of(shortages, null, context),
            _ => throw new InvalidOperationException("a quota result of a third kind"),
        };
    }

    /// <summary>
    /// D18: the lead puts a recorded time right; both values are kept, the quota gets entries for the difference.
    /// Refusals: window-unknown, fact-time-in-future, downline-before-approval, downline-window-inverted.
    /// </summary>
    public static Decision<SiteEvent> Correct(Site site, CorrectDownlineFact command, SiteContext context)
    {
        var window = site.Windows.FirstOrDefault(w => w.Number == command.Window);
        if (window is not { StartedAt: { } startedBefore, Suspension: null } || (command.RestoredAt is not null && window.EndedAt is null))
        {
            return context.Refuse(RuleId.WindowUnknown, Figure.Of("value", command.Window));
        }

        if (command.StartedAt is null && command.RestoredAt is null)
        {
            return context.Refuse(RuleId.NothingChanged);
        }

        var (startedAt, restoredAt) = (command.StartedAt?.ToUniversalTime(), command.RestoredAt?.ToUniversalTime());
        var started = startedAt ?? startedBefore;
        var ended = restoredAt ?? window.EndedAt;
        if (started > context.Now || ended > context.Now)
        {
            return context.Refuse(RuleId.FactTimeInFuture, Figure.Of("value", ended > context.Now ? ended.Value : started), Figure.Of("until", context.Now));
        }

        if (started < window.ApprovedAt)
        {
            return context.Refuse(RuleId.DownlineBeforeApproval, Figure.Of("from", window.ApprovedAt), Figure.Of("value", started));
        }

        if (ended < started)
        {
            return context.Refuse(RuleId.DownlineWindowInverted,
                Figure.Of("from", RegistryCalendar.DateOf(started)), Figure.Of("until", RegistryCalendar.DateOf(ended.Value)));
        }

        var quota = DownlineQuota.Correct(site.Quota, window.Number, RegistryCalendar.DateOf(started),
            ended is { } end ? DownlineQuota.LastTouched(started, end) : null, context.Quota.Stamp(context.Now));
        return new DownlineFactCorrected(context.Now, window.Number, startedAt, restoredAt, window.StartedAt, window.EndedAt,
            command.Reason, quota, context.Person);
    }

    /// <summary>The entries of a window that ends at the instant: touched dates used, later ones given back (D9, D10).</summary>
    public static ImmutableArray<QuotaEntry> Settle(Site site, DownlineWindow window, DateTimeOffset endedAt, SiteContext context)
    {
        var startedOn = RegistryCalendar.DateOf(window.StartedAt!.Value);
        var last = DownlineQuota.LastTouched(window.StartedAt.Value, endedAt);
        var stamp = context.Quota.Stamp(endedAt);
        return window.OverrunThrough is not { } charged || charged <= last
            ? DownlineQuota.Settle(site.Quota, window.Number, startedOn, last, stamp)
            : DownlineQuota.Correct(site.Quota, window.Number, startedOn, last, stamp);
    }

    /// <summary>The events by which a suspension or a closure ends the window under way.</summary>
    public static ImmutableArray<SiteEvent> SettleOpen(Site site, DateTimeOffset at, SiteContext context) =>
        site.OpenWindow is { } window
            ? [new WindowSettled(Later(at, window.StartedAt!.Value), window.Number, Settle(site, window, Later(at, window.StartedAt.Value), context)), .. Superseded(site, window, at)]
            : [];

    /// <summary>Requests that fall with the end of their window: extensions and leave to restore.</summary>
    public static IEnumerable<SiteEvent> Superseded(Site site, DownlineWindow window, DateTimeOffset at) => site.Requests
        .Where(r => r.IsOpen && (r.Latest.Content.Extension?.Window == window.Number || r.Latest.Content.Restore?.Window == window.Number))
        .Select(r => new RequestSuperseded(at, r.Number, "window-over"));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
