using System.Collections.Immutable;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>A table that holds rows of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The column that names the record.</param>
/// <param name="Order">The order of a record's rows.</param>
internal sealed record RegisterTable(string Name, string Key, string Order)
{
    public static RegisterTable Unit { get; } = new("unit", "id", "id");

    public static RegisterTable Site { get; } = new("site", "id", "id");

    public static RegisterTable Request { get; } = new("request", "site_id", "number");

    public static RegisterTable Deadline { get; } = new("deadline", "site_id", "kind, number");

    public static RegisterTable NextReminder { get; } = new("next_reminder", "site_id", "kind, number");

    public static RegisterTable Claim { get; } = new("claim", "owner_id", "scope, value");

    public static RegisterTable LedgerEvent { get; } = new("ledger_event", "record_id", "record_id, seq");
}

/// <summary>Rows of one table, in the columns that a copy must give: those the database fills in by itself are left out.</summary>
internal sealed record TableRows(string Table, ImmutableArray<string> Columns, ImmutableArray<object?[]> Rows)
{
    public int Column(string name) => Columns.IndexOf(name);
}

/// <summary>The register's tables as rows of values, whatever the database: copying a site knows its columns by name only where it must.</summary>
internal interface IRegisterTables : IAsyncDisposable
{
    /// <summary>Null as long as there is no checkpoint.</summary>
    const string Sealed = "SELECT (SELECT max(last_position) FROM checkpoint) = (SELECT max(position) FROM ledger_event)";

    /// <summary>Those that a site and its unit stand in, in the order in which rows may be added; the ledger last.</summary>
    ImmutableArray<RegisterTable> Tables { get; }

    /// <summary>Writers that may fill the tables side by side.</summary>
    int Writers { get; }

    Task<TableRows> Read(RegisterTable table, ImmutableArray<string> keys);

    /// <summary>Adds rows to several tables in one transaction, in the order given.</summary>
    Task Write(ImmutableArray<TableRows> tables, CancellationToken cancellationToken);

    /// <summary>Leaves the tables as a database has them that was filled long ago.</summary>
    Task Analyse();

    /// <summary>Whether the latest checkpoint seals the last event of the ledger.</summary>
    Task<bool> IsSealed();
}
