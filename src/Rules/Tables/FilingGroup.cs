using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>The columns of one of the five filings.</summary>
internal abstract class FilingGroup
{
    public abstract FilingKind Kind { get; }

    public abstract ImmutableArray<Column> Columns { get; }

    /// <summary>What a site says of it; empty cells when it is not recorded.</summary>
    public abstract IEnumerable<string> Cells(Filing? filing);

    /// <summary>The filing as the row has it, held against the record; the draft is null when the row says nothing of it.</summary>
    public abstract Compared<Filing?> Compare(Table table, ImportRow row, Filing? filing);
}

/// <param name="blank">What a filing that is not recorded yet begins from; every member that it must have is a required column.</param>
/// <param name="columns">The columns, the state first.</param>
internal sealed class FilingGroup<TFiling>(TFiling blank, params ImmutableArray<Column<TFiling, TFiling>> columns) : FilingGroup
    where TFiling : Filing
{
    public override FilingKind Kind => blank.Kind;

    public override ImmutableArray<Column> Columns => [.. columns];

    public override IEnumerable<string> Cells(Filing? filing) => filing is TFiling known ? columns.Select(column => column.Cell(known)) : columns.Select(_ => "");

    public override Compared<Filing?> Compare(Table table, ImportRow row, Filing? filing)
    {
        if (filing is null && columns.All(column => string.IsNullOrEmpty(table.CellOf(row, column)))) return new Compared<Filing?>(null, [], []);

        var compared = table.Compare(row, columns, (TFiling?)filing, (TFiling?)filing ?? blank);
        return new Compared<Filing?>(compared.Draft, compared.Changes, compared.Faults);
    }
}
