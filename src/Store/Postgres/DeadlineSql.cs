namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The statements that write deadlines and how far the reminders of each have come, for commits and beside them.</summary>
internal static class DeadlineSql
{
    private static readonly ArrayTable<PlacedDeadline> Rows = CommitRows.Deadlines();

    /// <summary>The columns of the table; how far the reminders have come is none of them.</summary>
    private static readonly string[] Columns = Rows.ColumnNames[1..^1];

    /// <summary>What a deadline says: its columns without its key.</summary>
    private static readonly string[] Said = Columns[3..];

    /// <summary>What a deadline stands in: <see cref="Forget"/> clears both.</summary>
    public static string[] Tables { get; } = ["deadline", "next_reminder"];

    private static readonly string[] NextColumns = ["site_id", "kind", "number", "due_on", "next_rung_on"];

    /// <summary>Writes those that say something new.</summary>
    /// <param name="from">Number of the first parameter of <see cref="CommitRows.Deadlines"/>.</param>
    /// <param name="condition">Which rows are written at all.</param>
    public static string Write(int from, string condition) => $"""
        INSERT INTO deadline ({List(Columns)}) SELECT {List(Columns)} FROM {Rows.Sql(from, "r")}
        WHERE {condition} AND NOT EXISTS (SELECT FROM deadline AS p WHERE {SameKey} AND ({List(Said, "p.")}) IS NOT DISTINCT FROM ({List(Said, "r.")}))
        ON CONFLICT (site_id, kind, number) DO UPDATE SET {List(Said.Select(column => $"{column} = excluded.{column}"))}
        """;

    /// <summary>
    /// Reminders begin anew where the dates or their ladder do: elsewhere how far they have come is the sweeper's. It compares with the deadlines
    /// as they are, so it comes before <see cref="Write"/> or sees the same snapshot.
    /// </summary>
    /// <param name="from">As of <see cref="Write"/>.</param>
    /// <param name="condition">As of <see cref="Write"/>.</param>
    public static string BeginReminders(int from, string condition) => $"""
        INSERT INTO next_reminder ({List(NextColumns)}) SELECT {List(NextColumns)}
        FROM {Rows.Sql(from, "r", "place", "site_id", "kind", "number", "since", "due_on", "ladder", "next_rung_on")}
        WHERE {condition} AND NOT EXISTS (SELECT FROM deadline AS p WHERE {SameKey} AND (p.since, p.due_on, p.ladder) = (r.since, r.due_on, r.ladder))
        ON CONFLICT (site_id, kind, number) DO UPDATE SET due_on = excluded.due_on, next_rung_on = excluded.next_rung_on
        """;

    /// <summary>Takes away what a table holds of deadlines that their sites have no longer.</summary>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="sites">Number of the first parameter of <see cref="CommitRows.Sites"/>: those whose deadlines are written.</param>
    /// <param name="from">As of <see cref="Write"/>.</param>
    /// <param name="condition">As of <see cref="Write"/>.</param>
    public static string Forget(string table, int sites, int from, string condition) => $"""
        DELETE FROM {table} AS p USING {CommitRows.Sites().Sql(sites, "i")}
        WHERE {condition} AND p.site_id = i.site_id
            AND ((p.site_id, p.kind, p.number) IN (SELECT r.site_id, r.kind, r.number FROM {Rows.Sql(from, "r", "site_id", "kind", "number")})) IS NOT TRUE
        """;

    private const string SameKey = "p.site_id = r.site_id AND p.kind = r.kind AND p.number = r.number";

    private static string List(IEnumerable<string> columns, string prefix = "") => string.Join(", ", columns.Select(column => prefix + column));
}
