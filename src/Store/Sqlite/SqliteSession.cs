using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>One connection and its prepared statements. Used by one thread at a time.</summary>
/// <remarks>Parameters are positional (?1, ?2 …): the order of the arguments is the order of the numbers.</remarks>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    /// <summary>Filters combine into some hundred texts; beyond that the oldest are not worth telling from the rest.</summary>
    private const int StatementsMax = 200;

    private readonly Dictionary<string, SqliteCommand> statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Runs a statement that changes rows; returns how many.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Statement(sql, arguments).ExecuteNonQuery();

    public T? Single<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> arguments)
        where T : class
    {
        using var reader = Statement(sql, arguments).ExecuteReader();
        return reader.Read() ? row(reader) : null;
    }

    public List<T> List<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        var rows = new List<T>();
        using var reader = Statement(sql, arguments).ExecuteReader();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => Statement(sql, arguments).ExecuteScalar();

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
        Connection.Dispose();
    }

    private SqliteCommand Statement(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            if (statements.Count >= StatementsMax)
                Forget();
            statement = Connection.CreateCommand();
            statement.CommandText = sql;
            for (var i = 1; i <= arguments.Length; i++)
                statement.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
            statements.Add(sql, statement);
        }

        for (var i = 0; i < arguments.Length; i++)
            statement.Parameters[i].Value = Bound(arguments[i]);
        return statement;
    }

    private void Forget()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }

    private static object Bound(object? argument) => argument switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => StoreText.Of(instant),
        DateOnly date => StoreText.Of(date),
        RecordKind kind => SqliteRows.Word(kind),
        _ => argument,
    };
}
