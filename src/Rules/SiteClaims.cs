using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>A claim that a state must hold. The shell takes and gives back the difference between the state before and after.</summary>
/// <param name="Key">What the claim is about: equal scope and key mean the same claim.</param>
/// <param name="AnyOf">The values of which one must be the record's.</param>
public sealed record ClaimNeed(string Scope, string Key, ImmutableArray<string> AnyOf)
{
    /// <summary>A value that nothing else will do for.</summary>
    public static ClaimNeed Of(string scope, string value) => new(scope, value, [value]);
}

/// <summary>Which uniqueness claims a site's state must hold in the database, as a function of the state alone.</summary>
public static class SiteClaims
{
    /// <summary>NC-3.1: one record per unit from registration on, so that parallel registrations leave one site.</summary>
    public const string UnitSiteRecord = "unit-site-record";

    /// <summary>NC-3.1: the unit's slot, from the launch request to the closure.</summary>
    public const string UnitSiteSlot = "unit-site-slot";

    /// <summary>NC-3.5: one holder per host.</summary>
    public const string Domain = "domain";

    /// <summary>NC-3.12: a charged time of (lineage, year).</summary>
    public const string DownlineSlot = "downline-slot";

    /// <summary>NC-3.7: one per site.</summary>
    public const string PublicSecurity = "public-security-number";

    public static ImmutableArray<ClaimNeed> Of(Site site)
    {
        if (site.Unit is not { } unit)
        {
            return [];
        }

        var needs = ImmutableArray.CreateBuilder<ClaimNeed>();
        var ended = site.Stage is Stage.Closed or Stage.Deregistered;
        if (!ended)
        {
            needs.Add(new(UnitSiteRecord, unit.Id.Uscc, Slots(unit)));
        }

        if (!ended && site.Stage != Stage.Draft)
        {
            needs.Add(new(UnitSiteSlot, unit.Id.Uscc, Slots(unit)));
        }

        needs.AddRange(Hosts(site).Select(host => ClaimNeed.Of(Domain, host)));
        if (!ended)
        {
            // An ended site leaves its charged times to the lineage's next record, which takes them over when it is registered.
            needs.AddRange(site.Quota.HeldSlots.Select(slot => $"{site.Lineage}/{slot.Year}/{slot.Slot}").Select(value => ClaimNeed.Of(DownlineSlot, value)));
        }

        if (!ended && site.FilingOf(FilingKind.PublicSecurity)?.Filing is PublicSecurityFiling { Number: { } number, State: not FilingState.Cancelled })
        {
            needs.Add(new(PublicSecurity, number, [number]));
        }

        return needs.ToImmutable();
    }

    private static IEnumerable<string> Hosts(Site site)
    {
        var live = site.Stage == Stage.Deregistered ? [] : site.Facts.Hosts;
        var proposed = site.OpenRequest(RequestKind.Change)?.Latest.Content.Profile?.Hosts ?? [];
        return live.Concat(proposed).Concat(site.HeldHosts.SelectMany(h => h.Hosts)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>One, and one more for each exemption that was granted for a second site.</summary>
    private static ImmutableArray<string> Slots(UnitFacts unit) =>
        [.. Enumerable.Range(1, 1 + unit.Exemptions.Count(e => e.Kind == ExemptionKind.SecondSite)).Select(n => $"{unit.Id.Uscc}/{n}")];
}
