using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class SqliteDatabase : Database
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("register-");

    public string Path => System.IO.Path.Combine(folder.FullName, "register.db");

    internal override IRegisterDialect Dialect(RegisterStoreOptions options) => new SqliteDialect(Path, options, NullLoggerFactory.Instance);

    public override int Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public override IReadOnlyList<object?[]> Query(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    public override ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
