using System.Collections.Frozen;

namespace NanchangEdu.Registry.Tamper;

/// <summary>Rows that are edited, deleted, inserted and swapped by whoever does not trouble to make the rest fit.</summary>
internal static class RowManipulations
{
    private static readonly string[] RecordTables = ["site", "unit", "account"];

    /// <summary>What besides its key must be another's in a copied row.</summary>
    private static readonly FrozenDictionary<string, string[]> AlsoUnique = new Dictionary<string, string[]>
    {
        ["checkpoint"] = ["size", "last_position"],
        ["ledger_event"] = ["seq"],
        ["ledger_tile"] = ["first_position"],
    }.ToFrozenDictionary();

    /// <summary>Every column of every table is as likely as any other.</summary>
    public static bool Edit(Scene scene) => scene.Within(insider =>
    {
        var (table, column) = scene.Any(scene.Life.Tables.SelectMany(t => t.Columns.Select(c => (t, c))).ToArray());
        if (insider.Pick(table, scene.Random) is not { } row) return false;

        var value = Values.Change(column, row[column.Name], scene.Random);
        return !IsSameSlot(row, column.Name, value) && insider.Update(row, column.Name, value) == 1;
    });

    public static bool Delete(Scene scene) => scene.Within(insider =>
        insider.Pick(scene.Any(scene.Life.Tables), scene.Random) is { } row && insider.Delete(row) == 1);

    /// <summary>A copy of a row under another key.</summary>
    public static bool Insert(Scene scene) => scene.Within(insider =>
    {
        if (insider.Pick(scene.Any(scene.Life.Tables), scene.Random) is not { } row) return false;

        var table = row.Table;
        var copied = new Row(table, [.. row.Values]);
        var key = scene.Any(table.Columns.Where(c => c.IsKey).ToArray());
        copied.Values[table.Place(key.Name)] = row[key.Name] is long
            ? Free(insider, table, key.Name, isBefore: table.Name == "ledger_event" && scene.Random.Next(4) == 0)
            : Values.Change(key, row[key.Name], scene.Random);
        foreach (var column in AlsoUnique.GetValueOrDefault(table.Name, []).Where(c => row[c] is not null))
            copied.Values[table.Place(column)] = Free(insider, table, column, isBefore: false);
        var places = string.Join(", ", Enumerable.Range(1, copied.Values.Length).Select(place => $"?{place}"));
        return insider.Execute($"INSERT INTO {table.Name} ({table.Names}) VALUES ({places})", copied.Values) == 1;
    });

    /// <summary>Two events' bodies or positions, two records' states, or any column of two rows.</summary>
    public static bool Swap(Scene scene) => scene.Within(insider =>
    {
        var ledger = scene.Life.Tables.Single(table => table.Name == "ledger_event");
        var kind = scene.Any(RecordTables);
        var record = scene.Life.Tables.Single(table => table.Name == kind);
        var any = scene.Any(scene.Life.Tables);
        return scene.Random.Next(4) switch
        {
            0 => SwapColumn(scene, insider, ledger, "body"),
            1 => SwapPositions(scene, insider, ledger),
            2 => SwapColumn(scene, insider, record, "state"),
            _ => SwapColumn(scene, insider, any, scene.Any(any.Columns.Where(column => !column.IsKey).ToArray()).Name),
        };
    });

    private static bool SwapColumn(Scene scene, Insider insider, Table table, string column)
    {
        if (insider.Pick(table, scene.Random) is not { } one || insider.Pick(table, scene.Random) is not { } other) return false;
        if (IsSame(one[column], other[column]) || (table.Name == "claim" && IsSameSlot(one, "value", other["value"]))) return false;

        return insider.Update(one, column, other[column]) + insider.Update(other, column, one[column]) == 2;
    }

    private static bool SwapPositions(Scene scene, Insider insider, Table ledger)
    {
        if (insider.Pick(ledger, scene.Random) is not { } one || insider.Pick(ledger, scene.Random) is not { } other) return false;
        if (IsSame(one["position"], other["position"])) return false;

        const string Move = "UPDATE ledger_event SET position = ?1 WHERE position = ?2";
        var aside = Free(insider, ledger, "position", isBefore: false);
        return insider.Execute(Move, aside, one["position"]) + insider.Execute(Move, one["position"], other["position"])
            + insider.Execute(Move, other["position"], aside) == 3;
    }

    private static long Free(Insider insider, Table table, string column, bool isBefore) => isBefore
        ? insider.Number($"SELECT min({column}) - 1 FROM {table.Name}")
        : insider.Number($"SELECT max({column}) + 1 FROM {table.Name}");

    private static bool IsSame(object? one, object? other) =>
        one is byte[] bytes && other is byte[] others ? bytes.AsSpan().SequenceEqual(others) : Equals(one, other);

    /// <summary>A unit that may have two sites has two slots, and nothing depends on which site stands in which.</summary>
    private static bool IsSameSlot(Row row, string column, object? value) =>
        row.Table.Name == "claim" && column == "value" && row["scope"] is string scope && scope.StartsWith("unit-site-", StringComparison.Ordinal)
        && row["value"] is string before && value is string after && before.Split('/')[0] == after.Split('/')[0];
}
