using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Tamper;

/// <summary>
/// Somebody who has the database's file and knows its tables. The triggers that refuse a change are dropped; those that count are kept, so
/// that the counters follow what is changed and say nothing.
/// </summary>
internal sealed class Insider : IDisposable
{
    private const int ShownBytesMax = 40;
    private const int ShownTextMax = 120;

    private readonly SqliteConnection connection;
    private readonly List<string> said = [];

    public Insider(string file)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = false }.ConnectionString);
        connection.Open();
        Silently("PRAGMA synchronous = OFF");
    }

    /// <summary>The statements that changed something.</summary>
    public IReadOnlyList<string> Said => said;

    public void DropGuards()
    {
        foreach (var row in Rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(name, '_is_not_') > 0")) Silently($"DROP TRIGGER {row[0]}");
    }

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    /// <param name="values">?1, ?2 …</param>
    public int Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        var changed = command.ExecuteNonQuery();
        said.Add(values.Length == 0 ? sql : $"{sql} -- {string.Join(", ", values.Select(Shown))}");
        return changed;
    }

    public void Silently(string sql)
    {
        using var command = Command(sql, []);
        command.ExecuteNonQuery();
    }

    public List<object?[]> Rows(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    public long Number(string sql, params object?[] values) => Rows(sql, values) is [[long number]] ? number : 0;

    /// <summary>One of the table's rows that say something; null when there is none.</summary>
    public Row? Pick(Table table, Random random)
    {
        var count = Number($"SELECT count(*) FROM {table.Name}{table.Telling}");
        return count == 0
            ? null
            : new Row(table, Rows($"SELECT {table.Names} FROM {table.Name}{table.Telling} ORDER BY {table.KeyOrder} LIMIT 1 OFFSET ?1", random.NextInt64(count))[0]);
    }

    public int Update(Row row, string column, object? value)
    {
        var (where, key) = KeyOf(row, first: 2);
        return Execute($"UPDATE {row.Table.Name} SET {column} = ?1 WHERE {where}", [value, .. key]);
    }

    public int Delete(Row row)
    {
        var (where, key) = KeyOf(row, first: 1);
        return Execute($"DELETE FROM {row.Table.Name} WHERE {where}", key);
    }

    public void Dispose() => connection.Dispose();

    private static (string Where, object?[] Values) KeyOf(Row row, int first)
    {
        var key = row.Table.Columns.Where(column => column.IsKey).Select(column => column.Name).ToArray();
        return (string.Join(" AND ", key.Select((column, i) => $"{column} IS ?{first + i}")), [.. key.Select(column => row[column])]);
    }

    private static string Shown(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => $"X'{Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, ShownBytesMax)))}{(bytes.Length > ShownBytesMax ? "…" : "")}'",
        string text => $"'{(text.Length > ShownTextMax ? text[..ShownTextMax] + "…" : text).Replace("\n", "\\n", StringComparison.Ordinal)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private SqliteCommand Command(string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}", Value = values[i] ?? DBNull.Value });
        return command;
    }
}
