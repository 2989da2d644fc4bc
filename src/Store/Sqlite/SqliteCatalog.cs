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
        var keys = new SortKeys(filter.Order, [key, "id"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.SiteCatalog} FROM site WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            SqliteRows.ReadSite, where.Arguments);
    }

    public static List<RequestListRow> Requests(SqliteSession open, RequestFilter filter, PageStart? after, int take)
    {
        var key = filter.Sort switch
        {
            RequestSort.Age => "r.submitted_at",
            RequestSort.Due => "r.due_order",
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Sort, "no such order"),
        };
        var keys = new SortKeys(filter.Order, [key, "r.site_id", "r.number"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id, after.Number]);
        var columns = string.Join(", ", SqliteRows.Request.Split(", ").Select(column => $"r.{column}"));
        return open.List(
            $"SELECT r.site_id, s.name, r.unit, s.unit_name, r.authority, {columns} FROM request r JOIN site s ON s.id = r.site_id "
            + $"WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            row => new RequestListRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), SqliteRows.ReadRequest(row, 5)),
            where.Arguments);
    }

    /// <summary>Asked of the rows of the page alone.</summary>
    private const string NextRung = "(SELECT n.next_rung_on FROM next_reminder n WHERE n.site_id = d.site_id AND n.kind = d.kind AND n.number = d.number)";

    public static List<DeadlineListRow> Deadlines(SqliteSession open, DeadlineFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["d.due_on", "d.site_id", "d.kind", "d.number"]);
        var where = Where(filter).After(keys, DeadlineStart.Keys(after, date => date));
        return open.List(
            $"SELECT d.site_id, s.name, d.unit, s.unit_name, d.authority, {SqliteRows.DeadlineOf("d", NextRung)} FROM deadline d JOIN site s ON s.id = d.site_id "
            + $"WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            row => new DeadlineListRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), SqliteRows.ReadDeadline(row, 5)),
            where.Arguments);
    }

    public static List<UnitListRow> Units(SqliteSession open, UnitFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["name", "id"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.UnitCatalog} FROM unit WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            SqliteRows.ReadUnit, where.Arguments);
    }

    public static List<AccountListRow> Accounts(SqliteSession open, AccountFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(ListOrder.Asc, ["name", "id"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id]);
        return open.List(
            $"SELECT id, version, {SqliteRows.AccountCatalog} FROM account WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            SqliteRows.ReadAccount, where.Arguments);
    }

    public static long Count(SqliteSession open, SiteFilter filter, int upTo) => Count(open, "site", Where(filter), upTo);

    public static long Count(SqliteSession open, RequestFilter filter, int upTo) => Count(open, "request r", Where(filter), upTo);

    public static long Count(SqliteSession open, DeadlineFilter filter, int upTo) => Count(open, "deadline d", Where(filter), upTo);

    public static long Count(SqliteSession open, UnitFilter filter, int upTo) => Count(open, "unit", Where(filter), upTo);

    public static long Count(SqliteSession open, AccountFilter filter, int upTo) => Count(open, "account", Where(filter), upTo);

    public static byte[]? Standing(SqliteSession open, string personId) =>
        open.Scalar("SELECT standing FROM account WHERE id = ?1", personId) as byte[];

    public static List<byte[]> StandingsHolding(SqliteSession open, string claimScope, int take) => open.List(
        "SELECT standing FROM account WHERE id IN (SELECT owner_id FROM claim WHERE scope = ?1 AND owner_kind = 'account') ORDER BY id LIMIT ?2",
        row => row.GetFieldValue<byte[]>(0), claimScope, take);

    public static string? PersonNamed(SqliteSession open, string userName) =>
        open.Scalar("SELECT id FROM account WHERE user_name = ?1", userName) as string;

    public static List<string> AuthoritiesBelow(SqliteSession open, string authority, int take) =>
        open.List(AuthorityTree.Below("?1", "?2"), row => row.GetString(0), authority, take);

    /// <summary>Sums kept along with every change; a unit's few records are counted themselves.</summary>
    public static List<CountedValue> Counts(SqliteSession open, CatalogScope scope)
    {
        var ofUnit = scope is { All: false, Unit: not null };
        var where = new SqliteConditions().InScope(scope, "unit", "authority");
        return ofUnit
            ? open.List($"SELECT dimension, value, count(*) FROM counted WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2", SqliteRows.ReadCount, where.Arguments)
            : open.List(
                $"SELECT dimension, value, sum(n) FROM count_of WHERE {where} GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2", SqliteRows.ReadCount, where.Arguments);
    }

    public static List<CountedValue> WrongCounts(SqliteSession open, int take) => open.List(
        "SELECT dimension, authority || ' ' || value, sum(n) FROM (SELECT authority, dimension, value, n FROM count_of "
        + "UNION ALL SELECT authority, dimension, value, -1 FROM counted) GROUP BY authority, dimension, value HAVING sum(n) <> 0 ORDER BY 1, 2 LIMIT ?1",
        SqliteRows.ReadCount, take);

    public static List<string> Outdated(SqliteSession open, string form, DateOnly today, int take) => open.List(
        "SELECT id FROM (SELECT id FROM site WHERE form < ?1 LIMIT ?3) UNION SELECT id FROM (SELECT id FROM site WHERE form > ?1 LIMIT ?3) "
        + "UNION SELECT id FROM (SELECT id FROM site WHERE stale_on <= ?2 ORDER BY stale_on, id LIMIT ?3) LIMIT ?3",
        row => row.GetString(0), form, today, take);

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

    private static SqliteConditions Where(SiteFilter filter) => new SqliteConditions()
        .InScope(filter.Scope, "unit", "authority")
        .Equal("stage", filter.Stage)
        .Equal("unit", filter.Unit)
        .Equal("authority", filter.Authority)
        .Equal("unit_type", filter.UnitType)
        .Equal("compliance", filter.Compliance)
        .Equal("icp_state", filter.IcpState)
        .Equal("public_security_state", filter.PublicSecurityState)
        .Equal("graded_state", filter.GradedState)
        .Equal("graded_level", filter.GradedLevel)
        .Equal("site_mark_state", filter.SiteMarkState)
        .AtLeast("registered_at", filter.RegisteredFrom)
        .Before("registered_at", filter.RegisteredBefore)
        .IsSet("closed_at", filter.IsClosed)
        .AtMost("next_expiry_on", filter.ExpiringBy)
        .AtMost("expiry_order", filter.ExpiringBy)
        .Like("search_text", filter.Query);

    private static SqliteConditions Where(RequestFilter filter) => new SqliteConditions()
        .InScope(filter.Scope, "r.unit", "r.authority")
        .Equal("r.unit", filter.Unit)
        .Equal("r.authority", filter.Authority)
        .Equal("r.state", filter.State)
        .Equal("r.kind", filter.Kind)
        .Equal("r.assignee_id", filter.Assignee)
        .AtMost("r.due_at", filter.DueBy)
        .AtMost("r.due_order", filter.DueBy)
        .OneOf("r.state", filter.Box?.States ?? [])
        .Equal("r.assignee_id", filter.Box?.Assignee)
        .Equal("r.filed_by_id", filter.Box?.FiledBy)
        .AtMost("r.due_at", filter.Box?.OverdueAt)
        .AtMost("r.due_order", filter.Box?.OverdueAt);

    private static SqliteConditions Where(DeadlineFilter filter) => new SqliteConditions()
        .InScope(filter.Scope, "d.unit", "d.authority")
        .Equal("d.site_id", filter.Site)
        .Equal("d.unit", filter.Unit)
        .Equal("d.authority", filter.Authority)
        .Equal("d.kind", filter.Kind)
        .Equal("d.who", filter.Who)
        .AtLeast("d.due_on", filter.DueFrom)
        .AtMost("d.due_on", filter.DueBy)
        .Is("d.is_acknowledged", filter.IsAcknowledged);

    private static SqliteConditions Where(UnitFilter filter) => new SqliteConditions()
        .InScope(filter.Scope, "id", "authority")
        .Equal("authority", filter.Authority)
        .Equal("unit_type", filter.UnitType)
        .HasSite(filter.HasSite, filter.Scope)
        .Like("search_text", filter.Query);

    private static SqliteConditions Where(AccountFilter filter) => new SqliteConditions()
        .InScope(filter.Scope, "unit", "authority")
        .Equal("account_state", filter.State)
        .HasWord("roles", filter.Role)
        .Equal("unit", filter.Unit)
        .Equal("authority", filter.Authority)
        .Like("search_text", filter.Query);

    private static long Count(SqliteSession open, string rows, SqliteConditions where, int upTo)
    {
        var counting = $"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {where} LIMIT {where.Add(upTo)})";
        return (long)open.Scalar(counting, where.Arguments)!;
    }
}
