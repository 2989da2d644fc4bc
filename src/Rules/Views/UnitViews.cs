using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

/// <summary>A unit as its readers see it, and the answers to its commands.</summary>
public static class UnitViews
{
    public static byte[] Render(Unit unit, long version) => SiteViews.Bytes(new UnitView(
        unit.Id, version, unit.Name, unit.Type, unit.Authority!.Value, unit.Address, Warnings(unit), unit.UsccOverrideReason, unit.Exemptions, unit.Substitutes));

    /// <returns>201 when something with a number or an id of its own was made, else 200.</returns>
    public static (int Status, byte[] Body) Receipt(Unit unit, long version, ImmutableArray<UnitEvent> events) => (
        events.Any(e => e is UnitRegistered or ExemptionGranted or SubstituteAppointed) ? 201 : 200,
        SiteViews.Bytes(new UnitReceipt(
            unit.Id, version, unit.Name, events.OfType<ExemptionGranted>().LastOrDefault()?.Exemption.Number, Warnings(unit))));

    // A unit is registered in the province of its authority, whatever city uses the registry.
    private static ImmutableArray<string> Warnings(Unit unit) =>
        Uscc.WarningsOf(unit.Id.Uscc, unit.Type, Uscc.ProvinceOf(unit.Authority!.Value.Uscc));
}
