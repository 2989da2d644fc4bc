using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>Where an import stands.</summary>
public enum ImportPhase
{
    /// <summary>接收中: its rows are on their way from the gateway.</summary>
    Receiving = 1,
    /// <summary>检查中: the dry run.</summary>
    Checking = 2,
    /// <summary>已检查: every row's differences and errors are there, and nothing is changed.</summary>
    Checked = 3,
    /// <summary>导入中: its commands are being given.</summary>
    Applying = 4,
    /// <summary>已完成.</summary>
    Applied = 5,
    /// <summary>已中止: trouble that did not go away. What was applied stays, and applying once more goes on from there.</summary>
    Failed = 6,
    /// <summary>已取消. What was applied before stays.</summary>
    Cancelled = 7,
}

/// <summary>What is known of one row.</summary>
public enum ImportRowState
{
    /// <summary>待检查</summary>
    Waiting = 1,
    /// <summary>无变化: the record says what the row says.</summary>
    Unchanged = 2,
    /// <summary>有变化: would be carried out, or is not yet.</summary>
    Changed = 3,
    /// <summary>有错误: the dry run found why it cannot be carried out.</summary>
    Error = 4,
    /// <summary>已导入</summary>
    Applied = 5,
    /// <summary>未导入: refused when it was carried out; the record had moved on since the dry run, say.</summary>
    Refused = 6,
}

/// <summary>What stands against a row, or against a cell of it.</summary>
/// <param name="Column">Key of the column; null when it is about the row as a whole.</param>
/// <param name="Code">Stable kebab-case code: a rule's name where a rule refuses.</param>
[GenerateSerializer, Immutable, Alias("nce.ImportFault")]
public sealed record ImportFault(
    [property: Id(0)] string? Column,
    [property: Id(1)] string Code,
    [property: Id(2)] string Zh,
    [property: Id(3)] string En)
{
    /// <summary>Its code alone: the words may quote what the file says.</summary>
    public override string ToString() => Code;
}

/// <summary>One cell that says something else than the record, in the form of the file.</summary>
/// <param name="Before">What the record says; null when there is no record yet.</param>
[GenerateSerializer, Immutable, Alias("nce.ImportChange")]
public sealed record ImportChange(
    [property: Id(0)] string Column,
    [property: Id(1)] string? Before,
    [property: Id(2)] string After)
{
    public override string ToString() => Column;
}

/// <summary>A row as the gateway read it out of the file.</summary>
/// <param name="Number">Its number in the file, as a spreadsheet shows it; the header is row 1.</param>
/// <param name="Cells">In the order of the table's columns, in canonical form; null where the file has no such column.</param>
/// <param name="Faults">What is wrong with it whatever the records say.</param>
[GenerateSerializer, Immutable, Alias("nce.ImportRow")]
public sealed record ImportRow(
    [property: Id(0)] int Number,
    [property: Id(1)] ImmutableArray<string?> Cells,
    [property: Id(2)] ImmutableArray<ImportFault> Faults)
{
    /// <summary>Its number alone: calls are written into logs.</summary>
    public override string ToString() => $"row {Number}";
}

/// <summary>What became of a row so far.</summary>
[GenerateSerializer, Immutable, Alias("nce.ImportRowResult")]
public sealed record ImportRowResult(
    [property: Id(0)] ImportRowState State,
    [property: Id(1)] ImmutableArray<ImportChange> Changes,
    [property: Id(2)] ImmutableArray<ImportFault> Faults)
{
    public static ImportRowResult Waiting { get; } = new(ImportRowState.Waiting, [], []);

    public override string ToString() => State.ToString();
}

/// <summary>Some of an import's rows as they are kept together.</summary>
/// <param name="Results">One for each row, in their order.</param>
[GenerateSerializer, Immutable, Alias("nce.ImportPage")]
public sealed record ImportPage(
    [property: Id(0)] ImmutableArray<ImportRow> Rows,
    [property: Id(1)] ImmutableArray<ImportRowResult> Results)
{
    /// <summary>Rows of a page: few enough that a page is a small row of the operational storage, and a step of the work is short.</summary>
    public const int RowsMax = 100;

    public override string ToString() => $"{Rows.Length} rows";
}

/// <summary>What an import begins with.</summary>
/// <param name="Table">Wire name of the table.</param>
/// <param name="FileName">As the caller named it; null when not.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file.</param>
/// <param name="Rows">How many rows will come.</param>
[GenerateSerializer, Immutable, Alias("nce.ImportOpening")]
public sealed record ImportOpening(
    [property: Id(0)] string Table,
    [property: Id(1)] string? FileName,
    [property: Id(2)] string Sha256,
    [property: Id(3)] int Rows)
{
    public override string ToString() => $"{Table} {Rows}";
}

/// <summary>Which rows are asked for.</summary>
/// <param name="State">Null for all.</param>
/// <param name="After">Number of the last row that is known already; 0 from the beginning.</param>
[GenerateSerializer, Immutable, Alias("nce.AskImportRows")]
public sealed record AskImportRows(
    [property: Id(0)] ImportRowState? State,
    [property: Id(1)] int After,
    [property: Id(2)] int Limit)
{
    public override string ToString() => nameof(AskImportRows);
}
