using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo.Sample;

namespace NanchangEdu.Registry.Grains.Tests.Sample;

/// <summary>The rules and claims of the register without host, store and time: takes a year of commands in a blink.</summary>
internal sealed class PureRegister(RulePack pack)
{
    private readonly Dictionary<UnitId, Unit> units = [];
    private readonly Dictionary<(string Scope, string Value), SiteId> claims = [];

    public Dictionary<SiteId, Site> Sites { get; } = [];

    /// <summary>What the action came to: null when it was done, else why it was not.</summary>
    public string? Tell(StoryAction action) => action switch
    {
        UnitAction unit => Tell(unit),
        SiteAction site => Tell(site),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private string? Tell(UnitAction action)
    {
        var unit = units.GetValueOrDefault(action.Unit, Unit.Unknown(action.Unit));
        var policy = pack.At(action.At, unit.Exists ? unit.Type : UnitType.BureauSchool);
        var decision = UnitRules.Decide(unit, action.Command, new UnitContext(action.By, policy, action.At, "test"));
        if (Why(decision) is { } why) return why;

        units[action.Unit] = decision.Events.Aggregate(unit, UnitRules.Evolve);
        return null;
    }

    private string? Tell(SiteAction action)
    {
        var site = Sites.GetValueOrDefault(action.Site, Site.Unknown(action.Site));
        var unit = FactsOf(SiteRules.UnitFor(site, action.Command, action.By));
        var around = new SiteSurroundings(unit, FactsOf(unit?.Authority), FactsOf(SiteRules.ReceiverFor(site, action.Command)), null);
        var policy = pack.At(action.At, (site.Unit ?? unit)?.Type ?? UnitType.BureauSchool);
        var decision = SiteRules.Decide(site, action.Command, new SiteContext(action.By, around, policy, action.At, "test"));
        if (Why(decision) is { } why) return why;

        var next = decision.Events.Aggregate(site, SiteRules.Evolve);
        if (Claim(site, next) is { } taken) return taken;

        Sites[action.Site] = next;
        return null;
    }

    private UnitFacts? FactsOf(UnitId? id) => id is { } known && units.TryGetValue(known, out var unit) ? unit.Facts() : null;

    private string? Claim(Site before, Site after)
    {
        var needed = SiteClaims.Of(after);
        foreach (var gone in SiteClaims.Of(before).Where(need => needed.All(n => (n.Scope, n.Key) != (need.Scope, need.Key))))
            foreach (var value in gone.AnyOf.Where(value => claims.TryGetValue((gone.Scope, value), out var owner) && owner == after.Id))
                claims.Remove((gone.Scope, value));

        foreach (var need in needed)
        {
            if (need.AnyOf.Any(value => claims.TryGetValue((need.Scope, value), out var owner) && owner == after.Id)) continue;
            if (need.AnyOf.FirstOrDefault(value => !claims.ContainsKey((need.Scope, value))) is not { } free) return $"{need.Scope} taken: {need.Key}";
            claims[(need.Scope, free)] = after.Id;
        }

        return null;
    }

    private static string? Why<TEvent>(Decision<TEvent> decision) => decision switch
    {
        { Hidden: true } => "not found",
        { Refusal: { } refusal } =>
            $"{refusal.Rule}: {string.Join(", ", refusal.Figures.Select(f => $"{f.Name}={f.Text}").Concat(refusal.Items.Select(i => i.En)))}",
        _ => null,
    };
}
