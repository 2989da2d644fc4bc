using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>The register's file, while no program has it open.</summary>
internal sealed class SqliteTables : IRegisterTables
{
    private readonly SqliteConnection connection;

    public SqliteTables(string path)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
    }

    public ImmutableArray<RegisterTable> Tables { get; } =
        [RegisterTable.Unit, RegisterTable.Site, RegisterTable.Request, RegisterTable.Deadline, RegisterTable.NextReminder, RegisterTable.Claim, RegisterTable.LedgerEvent];

    public int Writers => 1;

    public Task<TableRows> Read(RegisterTable table, ImmutableArray<string> keys)
    {
        var columns = Columns(table.Name);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {string.Join(", ", columns)} FROM {table.Name} WHERE {table.Key} IN ({string.Join(", ", keys.Select((_, i) => $"$v{i}"))}) ORDER BY {table.Order}";
        for (var i = 0; i < keys.Length; i++) command.Parameters.AddWithValue($"$v{i}", keys[i]);
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return Task.FromResult(new TableRows(table.Name, columns, rows.ToImmutable()));
    }

    public Task Write(ImmutableArray<TableRows> tables, CancellationToken cancellationToken)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var table in tables) Write(table, transaction);
        transaction.Commit();
        return Task.CompletedTask;
    }

    public Task Analyse()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public Task<bool> IsSealed()
    {
        using var command = connection.CreateCommand();
        command.CommandText = IRegisterTables.Sealed;
        return Task.FromResult(command.ExecuteScalar() is 1L);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private void Write(TableRows table, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"INSERT INTO {table.Table} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"$v{i}"))})";
        var parameters = table.Columns.Select((_, i) => command.Parameters.Add(new SqliteParameter { ParameterName = $"$v{i}" })).ToArray();
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++) parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Those that a row must give: neither computed ones nor the ledger's position, which is numbered as rows come.</summary>
    private ImmutableArray<string> Columns(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_xinfo($table) WHERE hidden = 0 AND name <> 'position' ORDER BY cid";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        var columns = ImmutableArray.CreateBuilder<string>();
        while (reader.Read()) columns.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return columns.ToImmutable();
    }
}
