using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 临时下线申请. NC-3.11 «由主办单位提出申请，上级主管部门审批同意后，方可临时下线»; NC-3.12 «临时下线每年不得超过2次，每年下线时间不得超过30天»:
/// asked when filed (soft) and again, for good, when approved (D5).
/// </summary>
internal static class DownlineRequest
{
    /// <summary>
    /// Refusals: downline-window-inverted, downline-in-past, downline-window-too-far, downline-lead-time, downline-notice-missing,
    /// url-invalid, downline-sensitive-period, downline-overlap, downline-times-exhausted, downline-days-exhausted.
    /// </summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitDownline command, SiteContext context) =>
        Problem(site, command.Terms, context) is { } refusal
            ? refusal
            : RequestDesk.Open(site, RequestKind.Downline, new RequestContent(Downline: command.Terms), null, context);

    public static Refusal? Problem(Site site, DownlineTerms terms, SiteContext context) =>
        DatesProblem(terms, context) ?? LeadTime(terms, context) ?? Notice(terms, context) ?? Sensitive(site, terms, context) ?? Fits(site, terms, context, out _);

    /// <summary>The approval: reserves the window in the quota's ledger. Refusals: downline-in-past, downline-overlap and the quota's.</summary>
    public static Decision<SiteEvent> Approved(Site site, Request request, SiteContext context)
    {
        var terms = request.Latest.Content.Downline!;
        if (terms.Until < context.Today)
        {
            return context.Refuse(RuleId.DownlineInPast, Figure.Of("from", terms.From), Figure.Of("until", terms.Until), Figure.Of("opensOn", context.Today));
        }

        return Fits(site, terms, context, out var entries) is { } refusal
            ? refusal
            : new DownlineApproved(context.Now, Downtime.NextWindow(site), request.Number, terms, entries);
    }

    private static Refusal? DatesProblem(DownlineTerms terms, SiteContext context)
    {
        if (terms.Until < terms.From)
        {
            return context.Refuse(RuleId.DownlineWindowInverted, Figure.Of("from", terms.From), Figure.Of("until", terms.Until));
        }

        if (terms.From < context.Today)
        {
            return context.Refuse(RuleId.DownlineInPast,
                Figure.Of("from", terms.From), Figure.Of("until", terms.Until), Figure.Of("opensOn", context.Today));
        }

        var farthest = RegistryCalendar.AddDays(context.Today, context.Policy.DownlineAheadDaysMax);
        return terms.Until > farthest
            ? context.Refuse(RuleId.DownlineWindowTooFar, Figure.Of("limit", farthest), Figure.Of("from", terms.From), Figure.Of("until", terms.Until))
            : null;
    }

    /// <summary>D19: the working days of the pack ahead, else urgent with a reason.</summary>
    private static Refusal? LeadTime(DownlineTerms terms, SiteContext context)
    {
        var earliest = EarliestFrom(context.Policy, context.Today);
        return terms.From < earliest && string.IsNullOrWhiteSpace(terms.UrgentReason)
            ? context.Refuse(RuleId.DownlineLeadTime,
                Figure.Of("limit", context.Policy.DownlineLeadWorkingDays), Figure.Of("from", terms.From), Figure.Of("earliestFrom", earliest))
            : null;
    }

    public static DateOnly EarliestFrom(RegistryPolicy policy, DateOnly today) =>
        RegistryCalendar.AddWorkingDays(today, policy.DownlineLeadWorkingDays, policy.WorkingCalendar).Date;

    /// <summary>D20: the text at filing; the address may follow, but before the start.</summary>
    private static Refusal? Notice(DownlineTerms terms, SiteContext context)
    {
        if (context.Policy.DownlineNoticeTextRequired && string.IsNullOrWhiteSpace(terms.NoticeText))
        {
            return context.Refuse(RuleId.DownlineNoticeMissing, Figure.Of("field", "noticeText"));
        }

        return terms.NoticeUrl is { } url && WebAddress.Parse(url).Problem is { } problem
            ? context.Refuse(problem, Figure.Of("field", "noticeUrl"), Figure.Of("value", url))
            : null;
    }

    /// <summary>D21: refused only where the pack says so, for this authority's units; elsewhere the answer warns.</summary>
    private static Refusal? Sensitive(Site site, DownlineTerms terms, SiteContext context)
    {
        var blocking = context.Policy.PeriodsAgainst(site.Sponsor.Authority, terms.From, terms.Until).Where(found => found.Action == PeriodAction.Block);
        return blocking.Select(found => found.Period).FirstOrDefault() is { } period
            ? context.Refuse(RuleId.DownlineSensitivePeriod,
                Figure.Of("from", terms.From), Figure.Of("until", terms.Until), Figure.Of("value", period.Name))
            : null;
    }

    private static Refusal? Fits(Site site, DownlineTerms terms, SiteContext context, out ImmutableArray<QuotaEntry> entries)
    {
        entries = [];
        if (DownlineQuota.SharesMoreThanABoundary(site.Quota, terms.From, terms.Until))
        {
            return context.Refuse(RuleId.DownlineOverlap, Figure.Of("from", terms.From), Figure.Of("until", terms.Until));
        }

        switch (DownlineQuota.Reserve(site.Quota, Downtime.NextWindow(site), terms.From, terms.Until, context.Quota.Limits, context.Quota.Stamp(context.Now)))
        {
            case QuotaResult.Charged charged:
                entries = charged.Entries;
                return null;
            case QuotaResult.Short { Shortages: var shortages }:
                var fit = DownlineQuota.Preview(site.Quota, terms.From, terms.Until, context.Quota.Limits, EarliestFrom(context.Policy, context.Today));
                return QuotaRefusals.Of(shortages, fit, context);
            default:
                throw new InvalidOperationException("a quota result of a third kind");
        }
    }
}

/// <summary>D13: a refusal by the quota shows used, reserved, asked, left, the clause, the earliest and the longest fit.</summary>
internal static class QuotaRefusals
{
    public static Refusal Of(ImmutableArray<QuotaShortage> shortages, QuotaFit? fit, SiteContext context)
    {
        var first = shortages[0];
        var figures = new List<Figure>
        {
            Figure.Of("year", first.Year), Figure.Of("limit", first.Limit), Figure.Of("used", first.Used),
            Figure.Of("reserved", first.Reserved), Figure.Of("asked", first.Asked), Figure.Of("left", first.Left),
        };
        if (fit?.Earliest is { } earliest)
        {
            figures.Add(Figure.Of("earliestFrom", earliest.From));
            figures.Add(Figure.Of("earliestUntil", earliest.Until));
        }

        if (fit is not null)
        {
            figures.Add(Figure.Of("longestDays", fit.LongestDays));
        }

        var items = shortages.Select(s => new RefusalItem(
            RuleCatalog.NameOf(s.Rule), RuleCatalog.ClauseOf(s.Rule), "sponsor",
            $"{s.Year} 年：上限 {s.Limit}，已用 {s.Used}，预留 {s.Reserved}，本次 {s.Asked}，剩余 {s.Left}",
            $"{s.Year}: limit {s.Limit}, used {s.Used}, reserved {s.Reserved}, asked {s.Asked}, left {s.Left}"));
        return context.Refuse(first.Rule, items, [.. figures]);
    }
}
