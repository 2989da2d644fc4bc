using System.Collections.Frozen;
using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tables;

/// <summary>
/// A table of the registry as a file: its columns once, for templates, exports, imports and their documents. Pure: it says what of a
/// record stands in a row, and which commands bring the record to what a row says.
/// </summary>
public abstract class Table
{
    private readonly FrozenDictionary<string, int> places;

    protected Table(string name, string title, ImmutableArray<Column> columns)
    {
        (Name, Title, Columns) = (name, title, columns);
        places = columns.Select((column, place) => KeyValuePair.Create(column.Key, place)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Its name on the wire.</summary>
    public string Name { get; }

    /// <summary>Its name for people.</summary>
    public string Title { get; }

    public ImmutableArray<Column> Columns { get; }

    /// <summary>The column that names the record.</summary>
    public Column Key => Columns[0];

    /// <summary>Whether a record stands in one row; else two rows are the same when all their cells are.</summary>
    public virtual bool IsOneRowARecord => true;

    /// <summary>What the row says in the column; null where the file has no such column.</summary>
    public string? CellOf(ImportRow row, Column column) => row.Cells[places[column.Key]];

    /// <summary>The record that the row names; null when it names none.</summary>
    public static string? RecordOf(ImportRow row) => row.Cells[0] is { Length: > 0 } key ? key : null;

    public Column ColumnOf(string key) => Columns[places[key]];

    /// <summary>
    /// The cells that say something else than the record, and the draft of a command that says it, too. What the row leaves as it is, the
    /// draft has from the record itself.
    /// </summary>
    /// <param name="view">The record; null when there is none yet.</param>
    internal Compared<TDraft> Compare<TView, TDraft>(ImportRow row, IEnumerable<Column<TView, TDraft>> columns, TView? view, TDraft draft)
        where TView : class
    {
        var changes = ImmutableArray.CreateBuilder<ImportChange>();
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        foreach (var column in columns)
        {
            var before = view is null ? null : column.Cell(view);
            var cell = CellOf(row, column);
            if (column.IsKey || (cell is null && view is not null) || (cell ?? "") == before) continue;

            if (column.IsReadOnly || column.To is null)
            {
                if (!string.IsNullOrEmpty(cell)) faults.Add(RowFaults.ReadOnly(column));
            }
            else if (string.IsNullOrEmpty(cell) && (column.IsRequired || view is null))
            {
                if (column.IsRequired) faults.Add(RowFaults.Missing(column));
            }
            else
            {
                changes.Add(new ImportChange(column.Key, before, cell ?? ""));
                draft = column.To(draft, cell ?? "");
            }
        }

        return new Compared<TDraft>(draft, changes.ToImmutable(), faults.ToImmutable());
    }
}

internal sealed record Compared<TDraft>(TDraft Draft, ImmutableArray<ImportChange> Changes, ImmutableArray<ImportFault> Faults);

/// <summary>What a row asks for, held against its record as it is now. Nothing to do when there are no steps and no faults.</summary>
public sealed record RowPlan(ImmutableArray<ImportChange> Changes, ImmutableArray<RowStep> Steps, ImmutableArray<ImportFault> Faults)
{
    public static RowPlan Nothing { get; } = new([], [], []);

    internal static RowPlan Of(ImportFault fault) => new([], [], [fault]);
}

/// <summary>One command that a row gives; one of the two is set, as its table says.</summary>
/// <param name="Part">Tells it from the row's other commands, for its idempotency key.</param>
public sealed record RowStep(string Part, SiteCommand? Site, UnitCommand? Unit, ImmutableArray<ImportChange> Changes);

/// <summary>A table whose rows are of sites.</summary>
public abstract class SiteTable(string name, string title, ImmutableArray<Column> columns) : Table(name, title, columns)
{
    /// <summary>The site's rows, in the order of the columns.</summary>
    public abstract IEnumerable<ImmutableArray<string>> Rows(TabledSite site);

    public abstract RowPlan Plan(ImportRow row, TabledSite site);
}
