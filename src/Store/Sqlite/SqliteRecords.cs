namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The statements that write one record: its row by compare and swap, its requests, its events, its answer.</summary>
internal static class SqliteRecords
{
    private const string Head = "id, version, ledger_seq, ledger_hash, state";

    public static Table Site { get; } = new("site", SqliteRows.SiteCatalog);

    public static Table Unit { get; } = new("unit", SqliteRows.UnitCatalog);

    private static readonly string InsertRequest =
        $"INSERT INTO request (site_id, unit, authority, {SqliteRows.Request}) VALUES ({Numbered(14)}) "
        + $"ON CONFLICT (site_id, number) DO UPDATE SET {Assignments("unit, authority, " + SqliteRows.Request, column => "excluded." + column)}";

    private static readonly string InsertEvent = $"INSERT INTO ledger_event ({SqliteRows.LedgerEvent}) VALUES ({Numbered(15)})";

    /// <summary>
    /// Makes the row, or moves it one version on. The head of its ledger is compared like its version: events that do not
    /// continue it come from a stale memory just the same. False when the record is not where the commit expects it.
    /// </summary>
    public static bool Write(SqliteSession open, Commit commit, Table table, object?[] catalog)
    {
        var (first, last) = (commit.Events[0], commit.Events[^1]);
        object?[] head = [commit.Id, commit.ExpectedVersion + 1, last.Seq, last.Hash, commit.State];
        return 1 == (commit.ExpectedVersion == 0
            ? open.Execute(table.Insert, [.. head, .. catalog])
            : open.Execute(table.Update, [.. head, .. catalog, commit.ExpectedVersion, first.Seq - 1, first.PrevHash]));
    }

    /// <summary>All of a site's requests come with each commit; those that differ from what is there are written.</summary>
    public static void WriteRequests(SqliteSession open, Commit commit, SiteCatalogRow site)
    {
        var present = open.List(
            $"SELECT unit, authority, {SqliteRows.Request} FROM request WHERE site_id = ?1",
            row => (Unit: row.GetString(0), Authority: row.GetString(1), Request: SqliteRows.ReadRequest(row, 2)),
            commit.Id).ToDictionary(row => row.Request.Number);

        foreach (var request in site.Requests)
        {
            var unchanged = present.Remove(request.Number, out var before) && before == (site.Unit, site.Authority, request);
            if (!unchanged)
                open.Execute(InsertRequest, [commit.Id, site.Unit, site.Authority, .. SqliteRows.Values(request)]);
        }

        foreach (var number in present.Keys)
            open.Execute("DELETE FROM request WHERE site_id = ?1 AND number = ?2", commit.Id, number);
    }

    public static void Append(SqliteSession open, Commit commit, long version, LedgerEvent item) => open.Execute(
        InsertEvent,
        commit.Kind, commit.Id, item.Seq, version, item.Type, item.OccurredAt, item.RecordedAt, item.ActorId, item.ActorRole,
        item.ActorUnit, item.RequestId, item.RulePackVersion, item.PrevHash, item.Hash, item.Body);

    public static void Keep(SqliteSession open, RecordKind kind, string id, long version, AnswerRow answer) => open.Execute(
        "INSERT INTO answer (actor_id, idempotency_key, request_hash, status, record_kind, record_id, version, created_at, body) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        answer.ActorId, answer.IdempotencyKey, answer.RequestHash, answer.Status, kind, id, version, answer.CreatedAt,
        answer.Body);

    private static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"?{i}"));

    private static string Assignments(string columns, Func<string, string> value) =>
        string.Join(", ", Names(columns).Select(column => $"{column} = {value(column)}"));

    private static string[] Names(string columns) => columns.Split(", ");

    /// <summary>A record's table and its two statements; parameters are the head, the catalog columns, then what is compared.</summary>
    internal sealed class Table
    {
        public Table(string name, string catalog)
        {
            var columns = Names($"{Head}, {catalog}");
            var compared = columns.Length + 1;
            Insert = $"INSERT INTO {name} ({string.Join(", ", columns)}) VALUES ({Numbered(columns.Length)}) ON CONFLICT (id) DO NOTHING";
            Update = $"UPDATE {name} SET "
                + string.Join(", ", columns.Select((column, i) => $"{column} = ?{i + 1}").Skip(1))
                + $" WHERE id = ?1 AND version = ?{compared} AND ledger_seq = ?{compared + 1} AND ledger_hash = ?{compared + 2}";
        }

        public string Insert { get; }

        public string Update { get; }
    }
}
