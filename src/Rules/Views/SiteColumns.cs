using System.Collections.Immutable;
using System.Text;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>What lists, filters and counters know of a site: a function of the state, written with it in one commit.</summary>
public sealed record SiteColumns(
    string Name, string MainHost, string Unit, string UnitName, string UnitType, string Authority, string Lineage, string Stage, string Compliance,
    string IcpState, string? IcpNumber, string PublicSecurityState, string GradedState, int? GradedLevel, string SiteMarkState, string SearchText,
    DateTimeOffset RegisteredAt, DateTimeOffset? ClosedAt, DateOnly? NextExpiryOn, DateTimeOffset? NextDueAt, ImmutableArray<RequestColumns> Requests)
{
    public static SiteColumns Of(Site site, RegistryPolicy policy, DateTimeOffset now)
    {
        policy = policy.For(site.Sponsor.Type);
        var today = RegistryCalendar.DateOf(now);
        var gate = LaunchGate.Evaluate(site, policy, today);
        var icp = site.FilingOf(FilingKind.Icp)?.Filing as IcpFiling;
        var graded = site.FilingOf(FilingKind.GradedProtection)?.Filing as GradedProtectionFiling;
        var publicSecurity = site.FilingOf(FilingKind.PublicSecurity)?.Filing as PublicSecurityFiling;
        var mark = site.FilingOf(FilingKind.SiteMark)?.Filing as SiteMarkFiling;
        return new(
            site.Facts.Name, site.Facts.Hosts[0], site.Sponsor.Id.Uscc, site.Sponsor.Name, Wire.Name(site.Sponsor.Type), site.Sponsor.Authority.Uscc,
            site.Lineage, Wire.Name(site.Stage), Wire.Name(ComplianceAxis.Of(site, policy, today, gate)),
            State(icp), icp?.Number, State(publicSecurity), State(graded), graded?.Level, State(mark),
            string.Join(' ', new[]
            {
                site.Facts.Name, site.Sponsor.Name, site.Sponsor.Id.Uscc, icp?.Number, publicSecurity?.Number, graded?.CertificateNumber, mark?.MarkId,
            }.Concat(site.Facts.Hosts).Where(t => t is not null)).Normalize(NormalizationForm.FormKC).ToLowerInvariant(),
            site.RegisteredAt!.Value, site.ClosedAt, NextExpiry(site, gate), SiteRules.NextDueAt(site, policy),
            [.. site.Requests.Select(r => RequestColumns.Of(r, policy))]);
    }

    private static string State(Filing? filing) => Wire.Name(filing?.State ?? FilingState.NotFiled);

    private static DateOnly? NextExpiry(Site site, IEnumerable<GateItem> gate) => site.Stage is Contracts.Stage.Closed or Contracts.Stage.Deregistered
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
