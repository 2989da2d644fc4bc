using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>合规: an axis apart from stage and health, with what it rests on (domain §4). It takes no site down.</summary>
public static class ComplianceAxis
{
    public static Compliance Of(Site site, RegistryPolicy policy, DateTimeOffset now) => LevelOf(ReasonsOf(site, policy, now));

    /// <summary>Everything that speaks against the site, the graver first; nothing of one that was never live, or is closed.</summary>
    public static ImmutableArray<ComplianceReason> ReasonsOf(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        var today = RegistryCalendar.DateOf(now);
        var gate = LaunchGate.Evaluate(site, policy, today);
        return ReasonsOf(site, policy, today, gate, Deadlines.Of(site, policy, today, gate));
    }

    /// <param name="gate">The launch gate as it stands today.</param>
    internal static Compliance Of(Site site, RegistryPolicy policy, DateOnly today, ImmutableArray<GateItem> gate) =>
        LevelOf(ReasonsOf(site, policy, today, gate, Deadlines.Of(site, policy, today, gate)));

    internal static Compliance LevelOf(ImmutableArray<ComplianceReason> reasons) => reasons.IsEmpty ? Compliance.Ok : reasons.Max(reason => reason.Level);

    /// <param name="gate">The launch gate as it stands today.</param>
    internal static ImmutableArray<ComplianceReason> ReasonsOf(
        Site site, RegistryPolicy policy, DateOnly today, ImmutableArray<GateItem> gate, ImmutableArray<Deadline> deadlines) =>
        site.LaunchedAt is null || site.Stage is Stage.Closed or Stage.Deregistered
            ? []
            : [.. OfConduct(site, policy, today), .. OfGate(gate, policy, today), .. OfDuties(deadlines, today)];

    private static IEnumerable<ComplianceReason> OfConduct(Site site, RegistryPolicy policy, DateOnly today)
    {
        if (site.Stage == Stage.Overdue)
        {
            var since = RegistryCalendar.AddDays(site.OpenWindow!.Until, 1);
            yield return new("downline-overdue", Compliance.Violation, "NC-3.12", "临时下线逾期未恢复", "the downline is overdue", since);
        }

        foreach (var of in site.Cases.Where(c => c.Stands && c.Conclusion is null))
        {
            yield return of.IsUndecided
                ? new("case", Compliance.Attention, "NC-3.13", $"第 {of.Number} 号违规案件待认定", $"case no. {of.Number} is not decided yet", RegistryCalendar.DateOf(of.OpenedAt))
                : new("case", Compliance.Violation, "NC-3.13", $"第 {of.Number} 号违规案件已认定、未结案", $"case no. {of.Number} is confirmed and not concluded", RegistryCalendar.DateOf(of.OpenedAt));
        }

        if (SiteViews.QuotaYear(site, today.Year, policy) is { OverTimes: > 0 } or { OverDays: > 0 })
        {
            yield return new("quota-overrun", Compliance.Violation, "NC-3.12", $"{today.Year} 年临时下线超出次数或天数", $"the downline quota of {today.Year} is overrun", null);
        }
    }

    private static IEnumerable<ComplianceReason> OfGate(ImmutableArray<GateItem> gate, RegistryPolicy policy, DateOnly today)
    {
        var soon = RegistryCalendar.AddDays(today, policy.ExpiryReminderDays.IsDefaultOrEmpty ? 0 : policy.ExpiryReminderDays.Max());
        return gate
            .Where(i => i.IsOverdue(today) || (i.Requirement.IsBeforeLaunch && i.HoldsLaunchUp) || i.ExpiresOn <= soon)
            .Select(i => new ComplianceReason(i.Code, Compliance.Attention, i.Requirement.Clause, WordsZh(i, today), WordsEn(i, today), i.ExpiresOn ?? i.DueOn));
    }

    /// <summary>What the sponsor is late with beside the launch gate.</summary>
    private static IEnumerable<ComplianceReason> OfDuties(ImmutableArray<Deadline> deadlines, DateOnly today) => deadlines
        .Where(d => d.IsOverdue(today) && (d.Kind is DeadlineKinds.IcpChange or DeadlineKinds.NewLeader or DeadlineKinds.Exemption))
        .Select(d => new ComplianceReason(d.Kind, Compliance.Attention, d.Clause, d.Zh, d.En, d.DueOn));

    private static string WordsZh(GateItem item, DateOnly today) =>
        item.State == GateState.Pass && item.ExpiresOn >= today ? $"{item.Requirement.Zh}：有效期至 {item.ExpiresOn:yyyy-MM-dd}，即将届满" : GateTexts.Zh(item);

    private static string WordsEn(GateItem item, DateOnly today) =>
        item.State == GateState.Pass && item.ExpiresOn >= today ? $"{item.Requirement.En}: runs out on {item.ExpiresOn:yyyy-MM-dd}" : GateTexts.En(item);
}
