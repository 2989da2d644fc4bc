using System.Collections.Immutable;
using CsCheck;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Tables;

/// <summary>Records for tables, and files of them.</summary>
internal static class Tabled
{
    private static readonly DateTimeOffset At = Instant("2026-01-05");

    private static readonly Person By = new(Clerk.PersonId, Clerk.Name, Clerk.Role);

    /// <summary>What people type, what spreadsheets take for formulas, and what files have a meaning of their own for.</summary>
    private static readonly string[] Pieces =
    [
        "=", "+", "-", "@", "'", "''", "\"", ",", ";", "；", "、", "\n", "\r\n", "\t", " ", "　", "\u00A0", "南昌", "𠮷", "㐀", "é", "_x000D_", "_x", "<b>", "&amp;", "1", "007",
        "2026-3-1", "是", "１２３", "ﬁ", "\uFEFF",
    ];

    /// <summary>Texts that a record can hold: whoever registers has to say something.</summary>
    public static Gen<string> Texts { get; } = Gen.OneOf(Pieces).Array[0, 12].Select(pieces => $"文{string.Concat(pieces)}");

    public static TabledSite Site { get; } = new(
        FirstSiteId, 7, new UnitBrief(SchoolId, SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号"), Profile(),
        [Recorded(DomainFiled), Recorded(IcpFiled), Recorded(Graded())],
        [new SecurityTestView(1, TestPassed(Day("2026-01-05")), At, By, null), new SecurityTestView(2, TestPassed(Day("2026-02-05"), Host, "gjsyxx.cn"), At, By, null)]);

    public static UnitView Unit { get; } = new(
        SchoolId, 3, SchoolName, UnitType.BureauSchool, AuthorityId, "学府大道1号", [], null, [], []);

    public static TabledSite With(this TabledSite site, params Filing[] filings) => site with { Filings = [.. filings.Select(Recorded)] };

    /// <summary>The rows of a file with these headings.</summary>
    public static ImmutableArray<ImportRow> Read(Table table, IEnumerable<string> headings, params IEnumerable<IEnumerable<string>> rows)
    {
        var (reading, faults) = TableReading.Of(table, new SheetRow(1, [.. headings]));
        Assert.Empty(faults);
        return [.. reading!.Read(rows.Select((cells, index) => new SheetRow(index + 2, [.. cells])))];
    }

    /// <summary>A row as it was exported, with some cells changed.</summary>
    public static ImportRow Row(Table table, ImmutableArray<string> exported, params (string Column, string Cell)[] changes)
    {
        var cells = exported.ToArray();
        foreach (var (column, cell) in changes) cells[table.Columns.IndexOf(table.ColumnOf(column))] = cell;
        return Assert.Single(Read(table, table.Columns.Select(column => column.Heading), cells));
    }

    private static FilingView Recorded(Filing filing) => new(filing, filing.Kind, At, By, [], null);
}
