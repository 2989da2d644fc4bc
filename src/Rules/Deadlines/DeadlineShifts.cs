using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>A deadline that another rule pack moves, brings or takes.</summary>
/// <param name="Before">Its date under the pack of before; null when there was none.</param>
/// <param name="After">Its date under the other pack; null when there is none.</param>
public sealed record DeadlineShift(SiteId Site, string SiteName, string Kind, int Number, DateOnly? Before, DateOnly? After);

/// <summary>What another rule pack, or another calendar in it, would make of a site's deadlines.</summary>
public static class DeadlineShifts
{
    public static ImmutableArray<DeadlineShift> Of(Site site, RulePack before, RulePack after, DateTimeOffset now)
    {
        if (!site.Exists) return [];

        var (old, next) = (Under(site, before, now), Under(site, after, now));
        return
        [
            .. old.Keys.Union(next.Keys).OrderBy(key => key.Kind, StringComparer.Ordinal).ThenBy(key => key.Number)
                .Select(key => new DeadlineShift(
                    site.Id, site.Facts.Name, key.Kind, key.Number, old.TryGetValue(key, out var was) ? was : null, next.TryGetValue(key, out var will) ? will : null))
                .Where(shift => shift.Before != shift.After),
        ];
    }

    private static Dictionary<(string Kind, int Number), DateOnly> Under(Site site, RulePack pack, DateTimeOffset now)
    {
        var policy = pack.At(now, site.Sponsor.Type);
        return Deadlines.Of(SiteRules.At(site, policy, now), policy, RegistryCalendar.DateOf(now)).ToDictionary(d => (d.Kind, d.Number), d => d.DueOn);
    }
}
