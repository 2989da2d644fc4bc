using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 恢复上线. NC-3.11, NC-3.12; D9, D10, D12. After a security rectification it takes a passed and verified re-test (NC-3.9) and the
/// authority's leave (NC-2.2); otherwise it is a recorded fact.
/// </summary>
internal static class Restoration
{
    /// <summary>Refusals: restore-request-not-needed, request-open.</summary>
    public static Decision<SiteEvent> Submit(Site site, SubmitRestore command, SiteContext context) =>
        site.OpenWindow is not { ReasonCode: DownlineReason.SecurityRectification, RestoreApproved: false } window
            ? context.Refuse(RuleId.RestoreRequestNotNeeded)
            : RequestDesk.Open(site, RequestKind.Restore, new RequestContent(Restore: new(window.Number, command.Note)), null, context);

    /// <summary>Refusals: fact-time-in-future, fact-time-too-old, downline-too-early, retest-missing, restore-approval-missing.</summary>
    public static Decision<SiteEvent> Restore(Site site, RestoreSite command, SiteContext context)
    {
        var window = site.OpenWindow!;
        var at = FactTime.Of(command.At, context);
        if (FactTime.Problem(at, window.StartedAt!.Value, RuleId.DownlineTooEarly, context) is { } time)
        {
            return time;
        }

        if (window.ReasonCode == DownlineReason.SecurityRectification)
        {
            if (!SecurityTests.HasRetest(site, window.StartedAt.Value))
            {
                return context.Refuse(RuleId.RetestMissing, Figure.Of("from", RegistryCalendar.DateOf(window.StartedAt.Value)));
            }

            if (!window.RestoreApproved)
            {
                var open = site.OpenRequest(RequestKind.Restore);
                return open is null
                    ? context.Refuse(RuleId.RestoreApprovalMissing)
                    : context.Refuse(RuleId.RestoreApprovalMissing, Figure.Of("request", open.Number), Figure.Of("state", Wire.Name(open.State)));
            }
        }

        return Decision<SiteEvent>.Accept(
            [new Restored(at, window.Number, Downtime.Settle(site, window, at, context), context.Person), .. Downtime.Superseded(site, window, context.Now)]);
    }
}
