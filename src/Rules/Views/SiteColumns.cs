using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>What lists, filters and counters know of a site: a function of the state, written with it in one commit.</summary>
public sealed record SiteColumns(
    string Name, string MainHost, string Unit, string UnitName, string UnitType, string Authority, string Lineage, string Stage, string Compliance,
    string IcpState, string? IcpNumber, string PublicSecurityState, string GradedState, int? GradedLevel, string SiteMarkState, string SearchText,
    DateTimeOffset RegisteredAt, DateTimeOffset? ClosedAt, DateOnly? NextExpiryOn, DateTimeOffset? NextDueAt, ImmutableArray<RequestColumns> Requests,
    string DomainState, DateOnly? TestExpiresOn, DateOnly? GradedDueOn, string? QuotaUse, DateOnly? StaleOn, string Form,
    ImmutableArray<DeadlineColumns> Deadlines)
{
    /// <summary>Counts on when the columns get another meaning: those of before are then made anew.</summary>
    private const int FormNumber = 4;

    /// <summary>The form of columns made under this rule pack.</summary>
    public static string FormOf(string packVersion) => string.Create(CultureInfo.InvariantCulture, $"{FormNumber} {packVersion}");

    /// <summary>Whether a program of today made columns of this form, under one of these rule packs.</summary>
    public static bool IsForm(string form, IReadOnlySet<string> packVersions) =>
        form.Split(' ', 2) is [var number, var pack]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var made) && made == FormNumber && packVersions.Contains(pack);

    public static SiteColumns Of(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        policy = policy.For(site.Sponsor.Type);
        var today = RegistryCalendar.DateOf(now);
        var gate = LaunchGate.Evaluate(site, policy, today);
        var deadlines = Rules.Deadlines.Of(site, policy, today, gate);
        var icp = site.FilingOf(FilingKind.Icp)?.Filing as IcpFiling;
        var graded = site.FilingOf(FilingKind.GradedProtection)?.Filing as GradedProtectionFiling;
        var publicSecurity = site.FilingOf(FilingKind.PublicSecurity)?.Filing as PublicSecurityFiling;
        var mark = site.FilingOf(FilingKind.SiteMark)?.Filing as SiteMarkFiling;
        return new(
            site.Facts.Name, site.Facts.Hosts[0], site.Sponsor.Id.Uscc, site.Sponsor.Name, Wire.Name(site.Sponsor.Type), site.Sponsor.Authority.Uscc,
            site.Lineage, Wire.Name(site.Stage), Wire.Name(ComplianceAxis.LevelOf(ComplianceAxis.ReasonsOf(site, policy, today, gate, deadlines))),
            State(icp), icp?.Number, State(publicSecurity), State(graded), graded?.Level, State(mark),
            string.Join(' ', new[]
            {
                site.Facts.Name, site.Sponsor.Name, site.Sponsor.Id.Uscc, icp?.Number, publicSecurity?.Number, graded?.CertificateNumber, mark?.MarkId,
            }.Concat(site.Facts.Hosts).Where(t => t is not null)).Normalize(NormalizationForm.FormKC).ToLowerInvariant(),
            site.RegisteredAt!.Value, site.ClosedAt, NextExpiry(site, gate), SiteRules.NextDueAt(site, policy),
            [.. site.Requests.Select(r => RequestColumns.Of(r, policy))],
            State(site.FilingOf(FilingKind.Domain)?.Filing),
            IsOver(site) ? null : gate.FirstOrDefault(i => i.Code == GateCodes.SecurityTest && i.State is GateState.Pass or GateState.Expired)?.ExpiresOn,
            IsOver(site) ? null : gate.FirstOrDefault(i => i.Code == GateCodes.GradedAssessment && i.State != GateState.NotApplicable)?.DueOn,
            QuotaUseOf(site, today), StaleOnOf(site, gate, deadlines, policy, today), FormOf(policy.PackVersion),
            [.. deadlines.Select(deadline => DeadlineColumns.Of(deadline, site, policy, today))]);
    }

    private static bool IsOver(Site site) => site.Stage is Contracts.Stage.Closed or Contracts.Stage.Deregistered;

    /// <summary>Charged in the current year: reserved and used together.</summary>
    private static string? QuotaUseOf(Site site, DateOnly today)
    {
        if (site.LaunchedAt is null || IsOver(site)) return null;

        var counters = site.Quota.Of(today.Year);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{today.Year}/{counters.ReservedTimes + counters.UsedTimes}/{counters.ReservedDays + counters.UsedDays}");
    }

    /// <summary>What the columns say of evidence and duties turns with a date: a warning begins, an expiry or a duty is passed, a year ends.</summary>
    private static DateOnly? StaleOnOf(
        Site site, ImmutableArray<GateItem> gate, ImmutableArray<Deadline> deadlines, RegistryPolicy policy, DateOnly today)
    {
        if (IsOver(site)) return null;

        var warnDays = policy.ExpiryReminderDays.IsDefaultOrEmpty ? 0 : policy.ExpiryReminderDays.Max();
        var turns = gate.SelectMany(i => new[] { Before(i.ExpiresOn, warnDays), After(i.ExpiresOn), After(i.DueOn) })
            .Concat(deadlines.Select(deadline => After(deadline.DueOn)))
            .Concat(site.Sponsor.Exemptions.Select(exemption => After(exemption.ExpiresOn)))
            .Append(policy.ChangesOn)
            .Append(site.LaunchedAt is null ? null : RegistryCalendar.AddDays(new DateOnly(today.Year, 12, 31), 1));
        return turns.Where(date => date > today).Min();
    }

    private static DateOnly? Before(DateOnly? date, int days) => date is { } known ? RegistryCalendar.AddDays(known, -days) : null;

    private static DateOnly? After(DateOnly? date) => date is { } known ? RegistryCalendar.AddDays(known, 1) : null;

    private static string State(Filing? filing) => Wire.Name(filing?.State ?? FilingState.NotFiled);

    private static DateOnly? NextExpiry(Site site, IEnumerable<GateItem> gate) => IsOver(site)
        ? null
        : gate.Select(i => i.ExpiresOn).Where(d => d is not null).Min();
}

public sealed record RequestColumns(
    int Number, string Kind, string State, int Round, string? AssigneeId, string? AssigneeName, string FiledById, string FiledByName,
    DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt, DateTimeOffset? DueAt)
{
    public static RequestColumns Of(Request r, RegistryPolicy policy) => new(
        r.Number, Wire.Name(r.Kind), Wire.Name(r.State), r.Rounds.Length, r.Assignee?.Id, r.Assignee?.Name, r.FiledBy.Id, r.FiledBy.Name,
        r.SubmittedAt, r.ChangedAt, RequestViews.DueAt(r, policy));
}

/// <summary>A deadline as the list of deadlines and the reminders know it.</summary>
/// <param name="Ladder">Its <see cref="ReminderLadder"/>.</param>
/// <param name="NextRungOn">The first day of the ladder that is not over.</param>
/// <param name="IsAcknowledged">Whether somebody in charge said that it is known.</param>
public sealed record DeadlineColumns(
    string Kind, int Number, string Clause, string Who, DateOnly Since, DateOnly DueOn, bool IsEstimated, string Zh, string En, string Ladder, bool IsAcknowledged,
    DateOnly? NextRungOn)
{
    public static DeadlineColumns Of(Deadline d, Site site, RegistryPolicy policy, DateOnly today)
    {
        var ladder = ReminderLadder.Of(d, policy);
        return new(
            d.Kind, d.Number, d.Clause, Wire.Name(d.Who), d.Since, d.DueOn, d.IsEstimated, d.Zh, d.En, ladder.ToString(),
            site.AcknowledgementOf(d) is not null, ladder.From(d.DueOn, d.Since > today ? d.Since : today)?.On(d.DueOn));
    }
}
