using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>合规汇总 put together, and what of it a caller is shown.</summary>
public static class ComplianceReports
{
    public static ComplianceView Of(
        CalendarMonth month, bool isFinal, DateTimeOffset asOf, DateTimeOffset countedAt, RulePack pack, ImmutableArray<AuthorityComplianceView> authorities) =>
        new(month.ToString(), isFinal, asOf, countedAt, pack.Version, authorities, Sum(authorities));

    /// <summary>An authority sees itself and those below it, city-wide roles see all; the total is that of what is seen.</summary>
    /// <param name="whole">Every authority's figures.</param>
    /// <param name="authority">This one alone; null for all that are seen.</param>
    /// <param name="by">Who asks.</param>
    public static ComplianceView Within(ComplianceView whole, UnitId? authority, Actor by)
    {
        ImmutableArray<AuthorityComplianceView> seen =
        [
            .. whole.Authorities.Where(row =>
                (authority is null || row.Authority == authority) && (Permissions.SeesAll(by.Role) || by.Oversees(row.Authority))),
        ];
        return whole with { Authorities = seen, Total = Sum(seen) };
    }

    private static ComplianceFigures Sum(ImmutableArray<AuthorityComplianceView> rows) =>
        rows.Aggregate(ComplianceSums.Zero, (sum, row) => sum.Plus(row.Figures));
}
