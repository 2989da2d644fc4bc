using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>
/// 紧急关停. NC-9.11 «立即启动应急预案及时处置», NC-2.2. D14: an order of the centre or the authority takes effect at once and is never
/// counted; the sponsor's own declaration waits for the authority's confirmation and is counted without it.
/// </summary>
internal static class Emergency
{
    /// <summary>Refusals: fact-time-in-future, fact-time-too-old (an own declaration comes within the hours of the pack).</summary>
    public static Decision<SiteEvent> Suspend(Site site, SuspendSite command, SiteContext context)
    {
        var at = FactTime.Of(command.At, context);
        var floor = site.LaunchedAt!.Value;
        var own = context.By.Role is Role.Clerk or Role.Head;
        var backHoursMax = own ? context.Policy.EmergencyDeclareWithinHours : context.Policy.FactTimeBackHoursMax;
        if (FactTime.Problem(at, floor, RuleId.SiteNotLaunched, backHoursMax, context) is { } time)
        {
            return time;
        }

        DateTimeOffset? confirmBy = context.Policy.EmergencyCounted
            ? at
            : own ? RegistryCalendar.DueAfterWorkingDays(context.Now, context.Policy.EmergencyConfirmWorkingDays, context.Policy.WorkingCalendar).At : null;
        var suspended = new Suspended(at, site.Suspensions.Length + 1, command.ReasonCode, command.Reason, confirmBy, context.Person);
        return Decision<SiteEvent>.Accept([.. Downtime.SettleOpen(site, at, context), suspended]);
    }

    /// <summary>Refusals: site-not-suspended (no such own declaration), suspension-already-confirmed, self-approval.</summary>
    public static Decision<SiteEvent> Confirm(Site site, ConfirmSuspension command, SiteContext context)
    {
        if (site.Suspensions.FirstOrDefault(s => s.Number == command.Suspension) is not { ConfirmBy: not null } suspension)
        {
            return context.Refuse(RuleId.SiteNotSuspended, Figure.Of("stage", Wire.Name(site.Stage)));
        }

        if (suspension.ConfirmedAt is not null || suspension.ConvertedTo is not null)
        {
            return context.Refuse(RuleId.SuspensionAlreadyConfirmed, Figure.Of("value", suspension.Number), Figure.Of("dueOn", RegistryCalendar.LastDateBefore(suspension.ConfirmBy!.Value)));
        }

        return suspension.By.Id == context.By.PersonId || context.By.Unit == site.Sponsor.Id
            ? context.Refuse(RuleId.SelfApproval, Figure.Of("person", context.By.Name))
            : new SuspensionConfirmed(context.Now, suspension.Number, command.Note, context.Person);
    }

    /// <summary>
    /// Refusals: role-not-allowed when the sponsor would lift another's order, retest-missing after an attack or a security risk,
    /// fact-time-in-future, fact-time-too-old.
    /// </summary>
    public static Decision<SiteEvent> Lift(Site site, LiftSuspension command, SiteContext context)
    {
        var suspension = site.OpenSuspension!;
        var at = FactTime.Of(command.At, context);
        if (FactTime.Problem(at, suspension.At, RuleId.FactTimeTooOld, context) is { } time)
        {
            return time;
        }

        if (!suspension.IsOwnDeclaration && context.By.Role is Role.Clerk or Role.Head)
        {
            return context.Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(context.By.Role)));
        }

        var security = suspension.ReasonCode is SuspensionReason.Attack or SuspensionReason.SecurityRisk;
        return security && !SecurityTests.HasRetest(site, suspension.At)
            ? context.Refuse(RuleId.RetestMissing, Figure.Of("from", RegistryCalendar.DateOf(suspension.At)))
            : new SuspensionLifted(at, suspension.Number, command.Reason, Uncharged(site, suspension, at, context), context.Person);
    }

    /// <summary>What was charged beyond the lift, when that lies on an earlier date than today.</summary>
    public static ImmutableArray<QuotaEntry> Uncharged(Site site, Suspension suspension, DateTimeOffset at, SiteContext context)
    {
        var last = DownlineQuota.LastTouched(suspension.At, at);
        return suspension.ConvertedTo is { } window && last < suspension.ChargedThrough
            ? DownlineQuota.Correct(site.Quota, window, RegistryCalendar.DateOf(suspension.At), last, context.Quota.Stamp(at))
            : [];
    }
}
