namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Reads of many records. Each one carries the caller's scope in its own SQL.</summary>
internal static class SqliteCatalog
{
    public static List<SiteListRow> Sites(SqliteSession open, SiteFilter filter, PageStart? after, int take)
    {
        var key = filter.Sort switch
        {
            SiteSort.Name => "name",
            SiteSort.RegisteredAt => "registered_at",
            SiteSort.NextExpiryOn => "expiry_order",
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Sort, "no such order"),
        };
        var where = new SqliteConditions()
            .InScope(filter.Scope, "unit", "authority")
            .Equal("stage", filter.Stage)
            .Equal("authority", filter.Authority)
            .Equal("unit_type", filter.UnitType)
            .Equal("icp_state", filter.IcpState)
            .Equal("graded_state", filter.GradedState)
            .AtMost("next_expiry_on", filter.ExpiringBy)
            .AtMost("expiry_order", filter.ExpiringBy)
            .Like("search_text", filter.Query)
            .After($"{key}, id", after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.SiteCatalog} FROM site WHERE {where} ORDER BY {key}, id LIMIT {where.Add(take)}",
            SqliteRows.ReadSite, where.Arguments);
    }

    public static List<RequestListRow> Requests(SqliteSession open, RequestFilter filter, PageStart? after, int take)
    {
        var where = new SqliteConditions()
            .InScope(filter.Scope, "r.unit", "r.authority")
            .Equal("r.state", filter.State)
            .Equal("r.kind", filter.Kind)
            .Equal("r.assignee_id", filter.Assignee)
            .After("r.submitted_at, r.site_id, r.number", after is null ? null : [after.Key, after.Id, after.Number]);
        var columns = string.Join(", ", SqliteRows.Request.Split(", ").Select(column => $"r.{column}"));
        return open.List(
            $"SELECT r.site_id, s.name, r.unit, s.unit_name, r.authority, {columns} FROM request r JOIN site s ON s.id = r.site_id "
            + $"WHERE {where} ORDER BY r.submitted_at, r.site_id, r.number LIMIT {where.Add(take)}",
            row => new RequestListRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), SqliteRows.ReadRequest(row, 5)),
            where.Arguments);
    }

    public static List<UnitListRow> Units(SqliteSession open, UnitFilter filter, PageStart? after, int take)
    {
        var where = new SqliteConditions()
            .InScope(filter.Scope, "id", "authority")
            .Equal("authority", filter.Authority)
            .Equal("unit_type", filter.UnitType)
            .Like("search_text", filter.Query)
            .After("name, id", after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.UnitCatalog} FROM unit WHERE {where} ORDER BY name, id LIMIT {where.Add(take)}",
            SqliteRows.ReadUnit, where.Arguments);
    }

    public static List<AccountListRow> Accounts(SqliteSession open, AccountFilter filter, PageStart? after, int take)
    {
        var where = new SqliteConditions()
            .InScope(filter.Scope, "unit", "authority")
            .Equal("account_state", filter.State)
            .HasWord("roles", filter.Role)
            .Equal("unit", filter.Unit)
            .Equal("authority", filter.Authority)
            .Like("search_text", filter.Query)
            .After("name, id", after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.AccountCatalog} FROM account WHERE {where} ORDER BY name, id LIMIT {where.Add(take)}",
            SqliteRows.ReadAccount, where.Arguments);
    }

    public static byte[]? Standing(SqliteSession open, string personId) =>
        open.Scalar("SELECT standing FROM account WHERE id = ?1", personId) as byte[];

    public static string? PersonNamed(SqliteSession open, string userName) =>
        open.Scalar("SELECT id FROM account WHERE user_name = ?1", userName) as string;

    public static List<string> AuthoritiesBelow(SqliteSession open, string authority, int take) =>
        open.List(AuthorityTree.Below("?1", "?2"), row => row.GetString(0), authority, take);

    public static List<KeyValuePair<string, long>> SitesByStage(SqliteSession open, CatalogScope scope)
    {
        var where = new SqliteConditions().InScope(scope, "unit", "authority");
        return open.List(
            $"SELECT stage, count(*) FROM site WHERE {where} GROUP BY stage",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)),
            where.Arguments);
    }

    /// <summary>Null when the record is unknown or outside the scope: the two are not told apart.</summary>
    public static HistoryRows? History(SqliteSession open, RecordKind kind, string id, CatalogScope scope, long afterSeq, int take)
    {
        var table = SqliteRows.Word(kind);
        var owner = kind == RecordKind.Unit ? "id" : "unit";
        var where = new SqliteConditions().Equal("id", id).InScope(scope, owner, "authority");
        if (open.Single($"SELECT coalesce({owner}, '') FROM {table} WHERE {where}", row => row.GetString(0), where.Arguments) is not { } unit)
            return null;

        return new HistoryRows(unit.Length == 0 ? null : unit, open.List(
            $"SELECT {SqliteRows.History} FROM ledger_event WHERE record_kind = ?1 AND record_id = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4",
            SqliteRows.ReadHistory, kind, id, afterSeq, take));
    }

    /// <summary>As <see cref="History"/>. The head is read first, and nothing newer after it.</summary>
    public static LedgerSpanRows? HistoryBetween(
        SqliteSession open, RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take)
    {
        var table = SqliteRows.Word(kind);
        var owner = kind == RecordKind.Unit ? "id" : "unit";
        var where = new SqliteConditions().Equal("id", id).InScope(scope, owner, "authority");
        var head = open.Single(
            $"SELECT {owner}, ledger_seq, ledger_hash FROM {table} WHERE {where}",
            row => new LedgerSpanRows(row.IsDBNull(0) ? null : row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), []),
            where.Arguments);
        return head is null ? null : head with
        {
            Rows = open.List(
                $"SELECT {SqliteRows.History} FROM ledger_event WHERE record_kind = ?1 AND record_id = ?2 AND recorded_at >= ?3 AND recorded_at < ?4 "
                + "AND seq <= ?5 ORDER BY seq LIMIT ?6",
                SqliteRows.ReadHistory, kind, id, from, until, head.HeadSeq, take),
        };
    }

    public static List<StoredRecord> SiteRecords(SqliteSession open, string after, int take) => open.List(
        $"SELECT {SqliteRows.Record} FROM site WHERE id > ?1 ORDER BY id LIMIT ?2", SqliteRows.ReadRecord, after, take);

    public static List<string> Due(SqliteSession open, RecordKind kind, DateTimeOffset now, int take) => open.List(
        $"SELECT id FROM {SqliteRows.Word(kind)} WHERE next_due_at IS NOT NULL AND next_due_at <= ?1 ORDER BY next_due_at, id LIMIT ?2",
        row => row.GetString(0), now, take);

    public static DueBacklog Backlog(SqliteSession open, RecordKind kind, DateTimeOffset now) => open.Single(
        $"SELECT count(*), min(next_due_at) FROM {SqliteRows.Word(kind)} WHERE next_due_at IS NOT NULL AND next_due_at <= ?1",
        row => new DueBacklog(row.GetInt64(0), SqliteRows.Instant(row, 1)), now)!;

    public static List<string> SitesOf(SqliteSession open, string unit, int take) => open.List(
        "SELECT id FROM site WHERE unit = ?1 AND stage <> 'deregistered' ORDER BY id LIMIT ?2",
        row => row.GetString(0), unit, take);

    /// <remarks>One writer at a time: what is committed with a position comes after all that was committed with smaller ones.</remarks>
    public static List<FeedRow> LedgerFeed(SqliteSession open, long after, int take) => open.List(
        $"SELECT {SqliteRows.Feed} FROM ledger_event WHERE position > ?1 ORDER BY position LIMIT ?2",
        SqliteRows.ReadFeed, after, take);
}
