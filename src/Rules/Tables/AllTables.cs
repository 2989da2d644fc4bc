using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>The tables that are imported and exported.</summary>
public static class AllTables
{
    public static UnitsTable Units { get; } = new();

    public static SitesTable Sites { get; } = new();

    public static FilingsTable Filings { get; } = new();

    public static TestsTable Tests { get; } = new();

    public static ImmutableArray<Table> All { get; } = [Units, Sites, Filings, Tests];

    public static bool TryNamed(string? name, [NotNullWhen(true)] out Table? table)
    {
        table = All.FirstOrDefault(one => one.Name == name);
        return table is not null;
    }

    public static Table Named(string name) => TryNamed(name, out var table) ? table : throw new ArgumentException($"there is no table '{name}'", nameof(name));
}
