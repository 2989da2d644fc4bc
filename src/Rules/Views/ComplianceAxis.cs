using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>合规: an axis apart from the stage (domain §4).</summary>
public static class ComplianceAxis
{
    public static Compliance Of(Site site, RegistryPolicy policy, DateTimeOffset now) =>
        Of(site, policy, RegistryCalendar.DateOf(now), LaunchGate.Evaluate(site, policy, RegistryCalendar.DateOf(now)));

    /// <param name="gate">The launch gate as it stands today.</param>
    internal static Compliance Of(Site site, RegistryPolicy policy, DateOnly today, IReadOnlyCollection<GateItem> gate)
    {
        if (site.LaunchedAt is null || site.Stage is Stage.Closed or Stage.Deregistered)
        {
            return Compliance.Ok;
        }

        if (site.Stage == Stage.Overdue || site.Cases.Any(c => c.DissolvedAt is null)
            || SiteViews.QuotaYear(site, today.Year, policy) is { OverTimes: > 0 } or { OverDays: > 0 })
        {
            return Compliance.Violation;
        }

        var warnDays = policy.ExpiryReminderDays.IsDefaultOrEmpty ? 0 : policy.ExpiryReminderDays.Max();
        var attention = gate.Any(i =>
            i.IsOverdue(today) || (i.Requirement.IsBeforeLaunch && i.HoldsLaunchUp) || i.ExpiresOn <= RegistryCalendar.AddDays(today, warnDays));
        return attention ? Compliance.Attention : Compliance.Ok;
    }
}
