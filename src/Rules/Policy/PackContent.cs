using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>A pack as read and checked, before the policies are made of it.</summary>
internal sealed record PackContent(
    string Version,
    string Sha256,
    ReadOnlyMemory<byte> Json,
    ImmutableArray<BoundRow> Rows,
    ImmutableArray<ClauseWords> Clauses,
    ImmutableArray<ReturnReasonText> ReturnReasons,
    ImmutableArray<BoundGateItem> Gate,
    ImmutableArray<string> DefaultZones,
    ImmutableDictionary<UnitId, ImmutableArray<string>> Zones,
    ImmutableArray<CalendarPeriod> SensitivePeriods,
    ImmutableArray<CalendarPeriod> SchoolVacations,
    WorkingCalendar Calendar)
{
    /// <summary>
    /// The dates on which what is in force may change, for any unit type: so the policies of all types change together and
    /// <see cref="RegistryPolicy.For"/> never crosses a change.
    /// </summary>
    public IEnumerable<DateOnly> Boundaries() =>
        new SortedSet<DateOnly>(
            Rows.SelectMany(bound => Starts(bound.Row.EffectiveFrom, bound.Row.EffectiveTo))
                .Concat(Gate.SelectMany(item => Starts(item.EffectiveFrom, item.EffectiveTo)))
                .Append(DateOnly.MinValue));

    private static IEnumerable<DateOnly> Starts(DateOnly? from, DateOnly? to)
    {
        if (from is { } start) yield return start;
        if (to is { } last && last < DateOnly.MaxValue) yield return last.AddDays(1);
    }
}

/// <summary>A row and what it does to a policy.</summary>
internal sealed record BoundRow(RuleRow Row, Func<RegistryPolicy, RegistryPolicy> Apply, string Path);

/// <summary>An item of the launch gate with the dates and unit types for which it holds.</summary>
internal sealed record BoundGateItem(
    GateRequirement Requirement, ImmutableArray<UnitType> AppliesTo, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string Path)
{
    public bool IsInForce(DateOnly date) =>
        (EffectiveFrom ?? DateOnly.MinValue) <= date && date <= (EffectiveTo ?? DateOnly.MaxValue);
}
