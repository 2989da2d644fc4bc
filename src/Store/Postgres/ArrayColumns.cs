using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Rows on their way to the database: an array a column, which <c>unnest</c> makes a table again.</summary>
/// <param name="columns">Their order is that of the parameters.</param>
internal sealed class ArrayTable<TRow>(params ArrayColumn<TRow>[] columns)
{
    public int Count => columns.Length;

    public bool IsEmpty => columns[0].IsEmpty;

    public string[] ColumnNames => [.. columns.Select(column => column.Name)];

    /// <summary>Names of the columns from this one on, for a list in SQL.</summary>
    public string Names(int from) => string.Join(", ", ColumnNames[from..]);

    public void Add(TRow row)
    {
        foreach (var column in columns)
            column.Add(row);
    }

    public void Clear()
    {
        foreach (var column in columns)
            column.Clear();
    }

    public void AddParametersTo(NpgsqlParameterCollection parameters)
    {
        foreach (var column in columns)
            parameters.Add(column.Parameter);
    }

    /// <summary>The table as SQL: <c>unnest($2::text[], …) AS alias (id, …)</c>.</summary>
    /// <param name="from">Number of the first column's parameter.</param>
    /// <param name="alias">Its name in the statement.</param>
    /// <param name="only">The columns wanted; all when none is named.</param>
    public string Sql(int from, string alias, params ReadOnlySpan<string> only)
    {
        var (arrays, names) = (new List<string>(), new List<string>());
        for (var i = 0; i < columns.Length; i++)
        {
            if (only.IsEmpty || only.Contains(columns[i].Name))
            {
                arrays.Add($"${from + i}::{columns[i].Type}[]");
                names.Add(columns[i].Name);
            }
        }

        return $"unnest({string.Join(", ", arrays)}) AS {alias} ({string.Join(", ", names)})";
    }
}

internal abstract class ArrayColumn<TRow>(string name, string type)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public abstract NpgsqlParameter Parameter { get; }

    public abstract bool IsEmpty { get; }

    public abstract void Add(TRow row);

    public abstract void Clear();
}

internal sealed class ArrayColumn<TRow, TValue> : ArrayColumn<TRow>
{
    private readonly Func<TRow, TValue> value;
    private readonly List<TValue> values = [];

    public ArrayColumn(string name, string type, NpgsqlDbType element, Func<TRow, TValue> value)
        : base(name, type)
    {
        this.value = value;
        Parameter = new NpgsqlParameter<List<TValue>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element };
    }

    public override NpgsqlParameter Parameter { get; }

    public override bool IsEmpty => values.Count == 0;

    public override void Add(TRow row) => values.Add(value(row));

    public override void Clear() => values.Clear();
}

/// <summary>The columns of one kind of row, by their types.</summary>
internal static class Column<TRow>
{
    public static ArrayColumn<TRow> Text(string name, Func<TRow, string?> value) =>
        new ArrayColumn<TRow, string?>(name, "text", NpgsqlDbType.Text, value);

    public static ArrayColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset?> value) =>
        Text(name, row => value(row) is { } instant ? StoreText.Of(instant) : null);

    public static ArrayColumn<TRow> Bytes(string name, Func<TRow, byte[]> value) =>
        new ArrayColumn<TRow, byte[]>(name, "bytea", NpgsqlDbType.Bytea, value);

    public static ArrayColumn<TRow> Long(string name, Func<TRow, long> value) =>
        new ArrayColumn<TRow, long>(name, "bigint", NpgsqlDbType.Bigint, value);

    public static ArrayColumn<TRow> LongOrNull(string name, Func<TRow, long?> value) =>
        new ArrayColumn<TRow, long?>(name, "bigint", NpgsqlDbType.Bigint, value);

    public static ArrayColumn<TRow> Number(string name, Func<TRow, int> value) =>
        new ArrayColumn<TRow, int>(name, "integer", NpgsqlDbType.Integer, value);

    public static ArrayColumn<TRow> NumberOrNull(string name, Func<TRow, int?> value) =>
        new ArrayColumn<TRow, int?>(name, "integer", NpgsqlDbType.Integer, value);

    public static ArrayColumn<TRow> Flag(string name, Func<TRow, bool> value) =>
        new ArrayColumn<TRow, bool>(name, "boolean", NpgsqlDbType.Boolean, value);

    public static ArrayColumn<TRow> Date(string name, Func<TRow, DateOnly> value) =>
        new ArrayColumn<TRow, DateOnly>(name, "date", NpgsqlDbType.Date, value);

    /// <remarks>The driver writes the last day there is as <c>infinity</c>, which is what stands for «never» in the order of expiry.</remarks>
    public static ArrayColumn<TRow> DateOrNull(string name, Func<TRow, DateOnly?> value) =>
        new ArrayColumn<TRow, DateOnly?>(name, "date", NpgsqlDbType.Date, value);
}
