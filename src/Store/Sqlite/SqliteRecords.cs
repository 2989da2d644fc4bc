namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The statements that write one record: its row by compare and swap, its requests, its events, its answer.</summary>
internal static class SqliteRecords
{
    private const string Head = "id, version, ledger_seq, ledger_hash, state";

    public static Table Site { get; } = new("site", SqliteRows.SiteCatalog);

    public static Table Unit { get; } = new("unit", SqliteRows.UnitCatalog);

    public static Table Account { get; } = new("account", SqliteRows.AccountCatalog);

    private static readonly string InsertRequest =
        $"INSERT INTO request (site_id, unit, authority, {SqliteRows.Request}) VALUES ({Numbered(14)}) "
        + $"ON CONFLICT (site_id, number) DO UPDATE SET {Assignments("unit, authority, " + SqliteRows.Request, column => "excluded." + column)}";

    private static readonly string InsertDeadline =
        $"INSERT INTO deadline (site_id, unit, authority, {SqliteRows.Deadline}) VALUES ({Numbered(14)}) "
        + $"ON CONFLICT (site_id, kind, number) DO UPDATE SET {Assignments("unit, authority, " + SqliteRows.Deadline, column => "excluded." + column)}";

    private const string BeginReminders =
        "INSERT INTO next_reminder (site_id, kind, number, due_on, next_rung_on) VALUES (?1, ?2, ?3, ?4, ?5) "
        + "ON CONFLICT (site_id, kind, number) DO UPDATE SET due_on = excluded.due_on, next_rung_on = excluded.next_rung_on";

    private static readonly string RefreshSite =
        $"UPDATE site SET {Numbered(SqliteRows.SiteCatalog)} WHERE id = ?{Names(SqliteRows.SiteCatalog).Length + 1} AND version = ?{Names(SqliteRows.SiteCatalog).Length + 2}";

    private static readonly string InsertEvent = $"INSERT INTO ledger_event ({SqliteRows.LedgerEvent}) VALUES ({Numbered(15)})";

    /// <summary>
    /// Makes the row, or moves it one version on. The head of its ledger is compared like its version: events that do not
    /// continue it come from a stale memory just the same. False when the record is not where the commit expects it.
    /// SQLite writes every index anew whose column is named, whether or not it changes; most commands change none of them.
    /// </summary>
    public static bool Write(SqliteSession open, Commit commit, Table table, object?[] catalog)
    {
        var (first, last) = (commit.Events[0], commit.Events[^1]);
        object?[] head = [commit.Id, commit.ExpectedVersion + 1, last.Seq, last.Hash, commit.State];
        if (commit.ExpectedVersion == 0)
            return 1 == open.Execute(table.Insert, [.. head, .. catalog]);

        object?[] change = [.. head, .. catalog, commit.ExpectedVersion, first.Seq - 1, first.PrevHash];
        return 1 == open.Execute(table.UpdateHead, change) || 1 == open.Execute(table.Update, change);
    }

    /// <summary>The columns alone, unless the record has moved on.</summary>
    public static bool Refresh(SqliteSession open, CatalogRefresh refresh)
    {
        if (1 != open.Execute(RefreshSite, [.. SqliteRows.Values(refresh.Site), refresh.Id, refresh.Version])) return false;

        WriteRequests(open, refresh.Id, refresh.Site);
        WriteDeadlines(open, refresh.Id, refresh.Site);
        return true;
    }

    /// <summary>All of a site's requests come with each commit; those that differ from what is there are written.</summary>
    public static void WriteRequests(SqliteSession open, string id, SiteCatalogRow site)
    {
        var present = open.List(
            $"SELECT unit, authority, {SqliteRows.Request} FROM request WHERE site_id = ?1",
            row => (Unit: row.GetString(0), Authority: row.GetString(1), Request: SqliteRows.ReadRequest(row, 2)),
            id).ToDictionary(row => row.Request.Number);

        foreach (var request in site.Requests)
        {
            var unchanged = present.Remove(request.Number, out var before) && before == (site.Unit, site.Authority, request);
            if (!unchanged)
                open.Execute(InsertRequest, [id, site.Unit, site.Authority, .. SqliteRows.Values(request)]);
        }

        foreach (var number in present.Keys)
            open.Execute("DELETE FROM request WHERE site_id = ?1 AND number = ?2", id, number);
    }

    /// <summary>As <see cref="WriteRequests"/>. How far the reminders have come stays the sweeper's while dates and ladder stay.</summary>
    public static void WriteDeadlines(SqliteSession open, string id, SiteCatalogRow site)
    {
        var present = open.List(
            $"SELECT unit, authority, {SqliteRows.DeadlineOf("d")} FROM deadline d WHERE site_id = ?1",
            row => (Unit: row.GetString(0), Authority: row.GetString(1), Deadline: SqliteRows.ReadDeadline(row, 2)),
            id).ToDictionary(row => (row.Deadline.Kind, row.Deadline.Number));

        foreach (var deadline in site.Deadlines)
        {
            var isThere = present.Remove((deadline.Kind, deadline.Number), out var before);
            if (isThere && (before.Unit, before.Authority) == (site.Unit, site.Authority) && before.Deadline.SaysTheSame(deadline)) continue;

            open.Execute(InsertDeadline, [id, site.Unit, site.Authority, .. SqliteRows.Values(deadline)]);
            var goesOn = isThere && (before.Deadline.Since, before.Deadline.DueOn, before.Deadline.Ladder) == (deadline.Since, deadline.DueOn, deadline.Ladder);
            if (!goesOn)
                open.Execute(BeginReminders, id, deadline.Kind, deadline.Number, deadline.DueOn, deadline.NextRungOn);
        }

        foreach (var (kind, number) in present.Keys)
        {
            open.Execute("DELETE FROM next_reminder WHERE site_id = ?1 AND kind = ?2 AND number = ?3", id, kind, number);
            open.Execute("DELETE FROM deadline WHERE site_id = ?1 AND kind = ?2 AND number = ?3", id, kind, number);
        }
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

    private static string Numbered(string columns) => string.Join(", ", Names(columns).Select((column, i) => $"{column} = ?{i + 1}"));

    private static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"?{i}"));

    private static string Assignments(string columns, Func<string, string> value) =>
        string.Join(", ", Names(columns).Select(column => $"{column} = {value(column)}"));

    private static string[] Names(string columns) => columns.Split(", ");

    /// <summary>A record's table and its statements; parameters are the head, the catalog columns, then what is compared.</summary>
    internal sealed class Table
    {
        public Table(string name, string catalog)
        {
            var columns = Names($"{Head}, {catalog}");
            var compared = columns.Length + 1;
            Insert = $"INSERT INTO {name} ({string.Join(", ", columns)}) VALUES ({Numbered(columns.Length)}) ON CONFLICT (id) DO NOTHING";
            var heads = Names(Head).Length;
            var expected = $" WHERE id = ?1 AND version = ?{compared} AND ledger_seq = ?{compared + 1} AND ledger_hash = ?{compared + 2}";
            Update = $"UPDATE {name} SET {List(1..columns.Length, "=", ", ")}{expected}";
            UpdateHead = $"UPDATE {name} SET {List(1..heads, "=", ", ")}{expected} AND {List(heads..columns.Length, "IS", " AND ")}";

            string List(Range which, string sign, string between) =>
                string.Join(between, columns.Select((column, i) => $"{column} {sign} ?{i + 1}").Take(which));
        }

        public string Insert { get; }

        public string Update { get; }

        /// <summary>Changes no row when a catalog column differs.</summary>
        public string UpdateHead { get; }
    }
}
