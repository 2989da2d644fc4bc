using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>A row of a file: texts as they stand in it.</summary>
/// <param name="Number">As a spreadsheet shows it, from 1.</param>
public sealed record SheetRow(int Number, ImmutableArray<string> Cells)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>What is wrong with a heading: its text, or the column that is not there.</summary>
public sealed record HeadingFault(string Heading, string Code, string Zh, string En);

/// <summary>A file's rows as those of a table: the headings are matched once, then every cell is read by its column.</summary>
public sealed class TableReading
{
    private readonly Table table;
    private readonly ImmutableArray<int> placeInFile;

    private TableReading(Table table, ImmutableArray<int> placeInFile) => (this.table, this.placeInFile) = (table, placeInFile);

    /// <summary>
    /// Columns may stand in any order, and may be left out save the key: what a file does not say, it does not change. A heading that is no
    /// column's is a fault, or a slip of the pen would leave a column out unseen.
    /// </summary>
    public static (TableReading? Reading, ImmutableArray<HeadingFault> Faults) Of(Table table, SheetRow? headings)
    {
        var faults = ImmutableArray.CreateBuilder<HeadingFault>();
        var places = table.Columns.Select(_ => -1).ToArray();
        var cells = headings?.Cells ?? [];
        for (var place = 0; place < cells.Length; place++)
        {
            if (string.IsNullOrWhiteSpace(cells[place])) continue;

            var heading = cells[place];
            var column = Enumerable.Range(0, table.Columns.Length).FirstOrDefault(i => table.Columns[i].IsNamed(heading), -1);
            if (column < 0)
                faults.Add(new(heading.Trim(), "heading-unknown", "不是本表的列", "is no column of this table"));
            else if (places[column] >= 0)
                faults.Add(new(heading.Trim(), "heading-repeated", "此列出现了两次", "stands there twice"));
            else
                places[column] = place;
        }

        if (places[0] < 0) faults.Add(new(table.Key.Header, "heading-missing", "缺少此列", "is missing"));
        return faults.Count > 0 ? (null, faults.ToImmutable()) : (new TableReading(table, [.. places]), []);
    }

    /// <summary>The rows that say anything, each with what is wrong in it; a second row for the same is an error.</summary>
    public IEnumerable<ImportRow> Read(IEnumerable<SheetRow> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => !row.IsBlank))
        {
            var read = Read(row);
            yield return seen.TryGetValue(SameAs(read), out var earlier)
                ? read with { Faults = read.Faults.Add(RowFaults.Repeated(table.IsOneRowARecord ? table.Key : null, earlier)) }
                : read;
            seen.TryAdd(SameAs(read), row.Number);
        }
    }

    private ImportRow Read(SheetRow row)
    {
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        var cells = ImmutableArray.CreateBuilder<string?>(placeInFile.Length);
        for (var i = 0; i < placeInFile.Length; i++)
        {
            if (placeInFile[i] < 0)
            {
                cells.Add(null);
                continue;
            }

            var (cell, fault) = placeInFile[i] < row.Cells.Length ? table.Columns[i].Read(row.Cells[placeInFile[i]]) : ("", null);
            cells.Add(cell);
            if (fault is not null) faults.Add(fault);
        }

        if (string.IsNullOrEmpty(cells[0]) && faults.All(fault => fault.Column != table.Key.Key)) faults.Add(RowFaults.Missing(table.Key));
        return new ImportRow(row.Number, cells.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>What two rows for the same have in common. A row without a key is like no other.</summary>
    private string SameAs(ImportRow row) =>
        Table.RecordOf(row) is not { } record ? $"row {row.Number}"
        : table.IsOneRowARecord ? record
        : string.Join('\u001F', row.Cells);
}
