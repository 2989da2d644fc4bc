using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The statements of one read, on a connection that it has for itself.</summary>
internal sealed class PostgresRead(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>A read of one record: the same few statements over and over, so the connection keeps them prepared.</summary>
    public async Task<T?> Single<T>(string sql, Func<NpgsqlDataReader, T> row, params object?[] arguments)
        where T : class
    {
        await using var command = Command(sql, arguments);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? row(reader) : null;
    }

    /// <summary>As <see cref="Single"/>, for one value; null when there is no row.</summary>
    public async Task<object?> Scalar(string sql, params object?[] arguments)
    {
        await using var command = Command(sql, arguments);
        await command.PrepareAsync(cancellationToken);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>A list is planned for its values each time: which index is best depends on them.</summary>
    public async Task<List<T>> List<T>(string sql, Func<NpgsqlDataReader, T> row, params object?[] arguments)
    {
        await using var command = Command(sql, arguments);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await Rows(reader, row);
    }

    /// <summary>As <see cref="List"/>, for one that is asked for over and over on the way through everything: its plan is the same for all values.</summary>
    public async Task<List<T>> ListPlanned<T>(string sql, Func<NpgsqlDataReader, T> row, params object?[] arguments)
    {
        await using var command = Command(sql, arguments);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await Rows(reader, row);
    }

    /// <summary>
    /// A list of which the database itself shows no row outside the scope. Scope and statement go as one batch, which is one transaction
    /// and one round trip: the scope ends with it, so the connection's next user inherits nothing.
    /// </summary>
    public async Task<List<T>> ListWithin<T>(CatalogScope scope, string sql, Func<NpgsqlDataReader, T> row, params object?[] arguments)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { BatchCommand(PostgresScope.Enter, PostgresScope.Arguments(scope)), BatchCommand(sql, arguments) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await Rows(reader, row);
    }

    private async Task<List<T>> Rows<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        return rows;
    }

    private NpgsqlCommand Command(string sql, object?[] arguments)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var argument in arguments)
            command.Parameters.Add(Bound(argument));
        return command;
    }

    private static NpgsqlBatchCommand BatchCommand(string sql, object?[] arguments)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(Bound(argument));
        return command;
    }

    private static NpgsqlParameter Bound(object? argument) => argument switch
    {
        string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
        string[] texts => new NpgsqlParameter<string[]> { TypedValue = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        DateTimeOffset instant => new NpgsqlParameter<string> { TypedValue = StoreText.Of(instant), NpgsqlDbType = NpgsqlDbType.Text },
        DateOnly date => new NpgsqlParameter<DateOnly> { TypedValue = date, NpgsqlDbType = NpgsqlDbType.Date },
        long number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        int number => new NpgsqlParameter<int> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Integer },
        bool flag => new NpgsqlParameter<bool> { TypedValue = flag, NpgsqlDbType = NpgsqlDbType.Boolean },
        _ => throw new ArgumentOutOfRangeException(nameof(argument), argument, "no type of the database is set for it"),
    };
}
