using System.Collections.Concurrent;
using System.Collections.Immutable;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>The register in PostgreSQL. Rows go in by binary COPY.</summary>
internal sealed class PostgresTables(string connectionString) : IRegisterTables
{
    private const string Ledger = "ledger_event";

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
    private readonly ConcurrentDictionary<(string Table, string Column), string> types = [];

    public ImmutableArray<RegisterTable> Tables { get; } =
    [
        RegisterTable.Unit, RegisterTable.Site, new("unit_search", "id", "id"), new("site_search", "id", "id"),
        RegisterTable.Request, RegisterTable.Deadline, RegisterTable.NextReminder, RegisterTable.Claim, RegisterTable.LedgerEvent,
    ];

    public int Writers => 2;

    public async Task<TableRows> Read(RegisterTable table, ImmutableArray<string> keys)
    {
        var columns = await Columns(table.Name);
        await using var command = source.CreateCommand(
            $"SELECT {string.Join(", ", columns)} FROM {table.Name} WHERE {table.Key} = ANY ($1) ORDER BY {table.Order}");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<object?[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i =>
                reader.IsDBNull(i) ? null : reader.GetFieldType(i) == typeof(DateTime) ? reader.GetFieldValue<DateOnly>(i) : reader.GetValue(i))]);
        }

        return new(table.Name, columns, rows.ToImmutable());
    }

    public async Task Write(ImmutableArray<TableRows> tables, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in tables)
            await Copy(connection, table.Table == Ledger ? await WithPositions(connection, table, cancellationToken) : table, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <remarks>The counters counted along with the rows; the sweeper has summed them up long ago.</remarks>
    public async Task Analyse()
    {
        await using var sum = source.CreateCommand("SELECT sum_counts(20000)");
        while ((int)(await sum.ExecuteScalarAsync())! > 0) { }

        await using var command = source.CreateCommand("VACUUM (ANALYZE, FREEZE)");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<bool> IsSealed()
    {
        await using var command = source.CreateCommand(IRegisterTables.Sealed);
        return await command.ExecuteScalarAsync() is true;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task Copy(NpgsqlConnection connection, TableRows table, CancellationToken cancellationToken)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            $"COPY {table.Table} ({string.Join(", ", table.Columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in table.Rows)
        {
            await import.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } value)
                    await import.WriteAsync(value, types[(table.Table, table.Columns[i])], cancellationToken);
                else
                    await import.WriteNullAsync(cancellationToken);
            }
        }

        await import.CompleteAsync(cancellationToken);
    }

    /// <summary>Positions as the store makes them: of the writing transaction's number and the event's place in it.</summary>
    private static async Task<TableRows> WithPositions(NpgsqlConnection connection, TableRows events, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT base + pg_current_xact_id()::text::bigint * 65536 FROM ledger_base", connection);
        var first = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return events with { Columns = ["position", .. events.Columns], Rows = [.. events.Rows.Select((row, i) => (object?[])[first + i, .. row])] };
    }

    /// <summary>Those that a row must give: neither computed ones nor the ledger's position, which every writing makes anew.</summary>
    private async Task<ImmutableArray<string>> Columns(string table)
    {
        await using var command = source.CreateCommand(
            "SELECT attname, format_type(atttypid, NULL), attgenerated::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await using var reader = await command.ExecuteReaderAsync();
        var columns = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync())
        {
            var name = reader.GetString(0);
            types[(table, name)] = reader.GetString(1);
            if (reader.GetString(2).Length == 0 && name != "position") columns.Add(name);
        }

        return columns.ToImmutable();
    }
}
