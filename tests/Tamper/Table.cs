using System.Collections.Immutable;

namespace NanchangEdu.Registry.Tamper;

/// <param name="Type">As it is declared.</param>
/// <param name="IsKey">Part of the primary key.</param>
internal sealed record Column(string Name, string Type, bool IsNotNull, bool IsKey);

/// <summary>A table of the register and its stored columns.</summary>
internal sealed record Table(string Name, ImmutableArray<Column> Columns)
{
    /// <summary>
    /// What the ledger does not tell of, so that no audit of it can prove it: answers that are kept for repeats and forgotten after some days,
    /// the reminders that were told and how far those of each deadline have come, the key of lists' cursors, the journal of scripts, and SQLite's own. A later value of sqlite_sequence leaves
    /// a gap of positions at most.
    /// </summary>
    public static ImmutableArray<string> LeftOut { get; } = ["answer", "reminder", "next_reminder", "store_setting", "schema_version", "sqlite_sequence"];

    /// <summary>Rows that say something: a counter of zero says as much as none.</summary>
    public string Telling => Name == "count_of" ? " WHERE n <> 0" : "";

    public string Names => string.Join(", ", Columns.Select(column => column.Name));

    public string KeyOrder => string.Join(", ", Columns.Where(column => column.IsKey).Select(column => column.Name));

    public static ImmutableArray<Table> Read(Insider insider) =>
    [
        .. insider.Rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").Select(row => (string)row[0]!).Except(LeftOut)
            .Select(name => new Table(name, [.. ColumnsOf(insider, name)])),
    ];

    public int Place(string column)
    {
        for (var place = 0; place < Columns.Length; place++)
        {
            if (Columns[place].Name == column) return place;
        }

        throw new ArgumentException($"{Name} has no column {column}", nameof(column));
    }

    // what is generated from other columns is not among them
    private static IEnumerable<Column> ColumnsOf(Insider insider, string table) =>
        insider.Rows("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid", table)
            .Select(row => new Column((string)row[0]!, (string)row[1]!, (long)row[2]! != 0, (long)row[3]! != 0));
}

internal sealed record Row(Table Table, object?[] Values)
{
    public object? this[string column] => Values[Table.Place(column)];
}
