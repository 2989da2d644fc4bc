using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>Figures of many sites, and of many authorities, added up.</summary>
public static class ComplianceSums
{
    /// <summary>Nothing counted; every stage and every kind of filing is there.</summary>
    public static ComplianceFigures Zero { get; } = new(
        Enum.GetValues<Stage>().ToImmutableSortedDictionary(stage => Wire.Name(stage), _ => 0, StringComparer.Ordinal),
        new(0, 0, 0, 0),
        Enum.GetValues<FilingKind>().ToImmutableSortedDictionary(kind => Wire.Name(kind), _ => 0, StringComparer.Ordinal),
        new(0, 0, 0), 0, new(0, 0, 0), Requests(0, 0, 0, 0), new(0, 0), new(0, 0));

    public static ComplianceFigures Plus(this ComplianceFigures a, ComplianceFigures b) => new(
        Plus(a.SitesByStage, b.SitesByStage),
        new(
            a.Standing.InService + b.Standing.InService, a.Standing.Ok + b.Standing.Ok, a.Standing.Attention + b.Standing.Attention,
            a.Standing.Violation + b.Standing.Violation),
        Plus(a.FilingsMissing, b.FilingsMissing),
        new(a.Tests.Missing + b.Tests.Missing, a.Tests.Expired + b.Tests.Expired, a.Tests.EndingInMonth + b.Tests.EndingInMonth),
        a.Launched + b.Launched,
        new(a.Downlines.Started + b.Downlines.Started, a.Downlines.Days + b.Downlines.Days, a.Downlines.Overdue + b.Downlines.Overdue),
        Requests(
            a.Requests.Filed + b.Requests.Filed, a.Requests.Decided + b.Requests.Decided, a.Requests.Approved + b.Requests.Approved,
            a.Requests.WorkingDays + b.Requests.WorkingDays),
        new(a.Emergencies.Declared + b.Emergencies.Declared, a.Emergencies.Counted + b.Emergencies.Counted),
        new(a.Closures.Approved + b.Closures.Approved, a.Closures.Completed + b.Closures.Completed));

    /// <summary>The average is always that of the sums: averages cannot be added.</summary>
    internal static RequestFigures Requests(int filed, int decided, int approved, int workingDays) => new(
        filed, decided, approved, workingDays, decided == 0 ? (double?)null : Math.Round((double)workingDays / decided, 1, MidpointRounding.AwayFromZero));

    private static ImmutableSortedDictionary<string, int> Plus(ImmutableSortedDictionary<string, int> a, ImmutableSortedDictionary<string, int> b)
    {
        var sum = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (name, count) in a.Concat(b)) sum[name] = sum.TryGetValue(name, out var before) ? before + count : count;
        return sum.ToImmutable();
    }
}
