using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 延期 of the window under way. NC-3.12; D11: filed before the end, days but no time, as many per window as the pack allows;
/// approved late, the dates in between stay an overrun.
/// </summary>
internal static class DownlineExtension
{
    /// <summary>Refusals: extension-limit, extension-not-later, the quota's, request-open.</summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitExtension command, SiteContext context)
    {
        var terms = new ExtensionTerms(site.OpenWindow!.Number, command.Until, command.Reason);
        return Problem(site, terms, context) is { } refusal
            ? refusal
            : RequestDesk.Open(site, RequestKind.Extension, new RequestContent(Extension: terms), null, context);
    }

    public static Refusal? Problem(Site site, ExtensionTerms terms, SiteContext context) => Charge(site, terms, context).Refusal;

    public static Decision<SiteEvent> Approved(Site site, Request request, SiteContext context) =>
        Charge(site, request.Latest.Content.Extension!, context) is { Refusal: { } refusal }
            ? refusal
            : Charge(site, request.Latest.Content.Extension!, context).Extended! with { Request = request.Number };

    private static (DownlineExtended? Extended, Refusal? Refusal) Charge(Site site, ExtensionTerms terms, SiteContext context)
    {
        if (site.OpenWindow is not { } window || window.Number != terms.Window)
        {
            return (null, context.Refuse(RuleId.WindowUnknown, Figure.Of("value", terms.Window)));
        }

        if (window.Extensions >= context.Policy.ExtensionsPerWindowMax)
        {
            return (null, context.Refuse(RuleId.ExtensionLimit, Figure.Of("limit", context.Policy.ExtensionsPerWindowMax), Figure.Of("used", window.Extensions)));
        }

        if (terms.Until <= window.Until || terms.Until < context.Today)
        {
            return (null, context.Refuse(RuleId.ExtensionNotLater, Figure.Of("until", window.Until), Figure.Of("value", terms.Until)));
        }

        var farthest = RegistryCalendar.AddDays(context.Today, context.Policy.DownlineAheadDaysMax);
        if (terms.Until > farthest)
        {
            return (null, context.Refuse(RuleId.DownlineWindowTooFar, Figure.Of("limit", farthest), Figure.Of("from", window.From), Figure.Of("until", terms.Until)));
        }

        var from = RegistryCalendar.AddDays(window.Until, 1);
        if (DownlineQuota.SharesMoreThanABoundary(site.Quota, window.From, terms.Until, window.Number))
        {
            return (null, context.Refuse(RuleId.DownlineOverlap, Figure.Of("from", from), Figure.Of("until", terms.Until)));
        }

        return DownlineQuota.Extend(site.Quota, window.Number, from, terms.Until, context.Quota.Limits, context.Quota.Stamp(context.Now)) switch
        {
            QuotaResult.Charged charged => (new DownlineExtended(context.Now, window.Number, 0, terms.Until, charged.Entries), null),
            QuotaResult.Short { Shortages: var shortages } => (null, QuotaRefusals.Of(shortages, null, context)),
            _ => throw new InvalidOperationException("a quota result of a third kind"),
        };
    }
}
