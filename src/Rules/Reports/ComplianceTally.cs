using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Counts site after site for the report of a month. Not thread-safe.</summary>
/// <param name="month">Whose report it is.</param>
/// <param name="pack">What is in force on the last date that is counted.</param>
/// <param name="asOf">At which instant sites are looked at: the end of the month, or an instant within it.</param>
public sealed class ComplianceTally(CalendarMonth month, RulePack pack, DateTimeOffset asOf)
{
    private readonly SortedDictionary<string, ComplianceFigures> authorities = new(StringComparer.Ordinal);
    private readonly DateOnly today = asOf >= month.Until ? month.Last : RegistryCalendar.DateOf(asOf);

    public DateTimeOffset AsOf => asOf;

    /// <summary>Those of whose units a site was counted, by code.</summary>
    public ImmutableArray<(UnitId Authority, ComplianceFigures Figures)> Authorities => [.. authorities.Select(row => (new UnitId(row.Key), row.Value))];

    /// <param name="site">As it was last committed. One that was registered after the instant is not counted.</param>
    public void Add(Site site)
    {
        if (!site.Exists || site.RegisteredAt > asOf) return;

        var policy = pack.At(today, site.Sponsor.Type);
        var figures = ComplianceCount.Of(SiteRules.At(site, policy, asOf), month, policy, asOf, today);
        var authority = site.Sponsor.Authority.Uscc;
        authorities[authority] = authorities.TryGetValue(authority, out var before) ? before.Plus(figures) : figures;
    }
}
