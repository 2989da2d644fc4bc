namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Reads of many records. What a caller asks carries the caller's scope in its own SQL, and is read within it: the database's row
/// security shows no other rows, should the SQL ever forget.
/// </summary>
internal static class PostgresCatalog
{
    /// <summary>What never expires comes last, beyond any date that is asked for; the indexes are on these very words, which row security lets through to them.</summary>
    public const string ExpiryOrder = "least(next_expiry_on, 'infinity'::date)";

    /// <summary>As <see cref="ExpiryOrder"/>, of requests that are due.</summary>
    public const string DueOrder = $"least(r.due_at, '{StoreText.NoInstant}')";

    public static Task<List<SiteListRow>> Sites(PostgresRead read, SiteFilter filter, PageStart? after, int take)
    {
        var (key, start) = filter.Sort switch
        {
            SiteSort.Name => ("name", after?.Key),
            SiteSort.RegisteredAt => ("registered_at", after?.Key),
            SiteSort.NextExpiryOn => (ExpiryOrder, after is null ? null : (object)StoreText.Date(after.Key)),
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Sort, "no such order"),
        };
        var keys = new SortKeys(filter.Order, [key, "id"]);
        var where = Where(filter).After(keys, start is null ? null : [start, after!.Id]);
        return read.ListWithin(
            filter.Scope,
            $"SELECT id, version, {PostgresRows.SiteCatalog} FROM site WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            PostgresRows.ReadSite, where.Arguments);
    }

    public static Task<List<RequestListRow>> Requests(PostgresRead read, RequestFilter filter, PageStart? after, int take)
    {
        var key = filter.Sort switch
        {
            RequestSort.Age => "r.submitted_at",
            RequestSort.Due => DueOrder,
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Sort, "no such order"),
        };
        var keys = new SortKeys(filter.Order, [key, "r.site_id", "r.number"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id, after.Number]);
        var columns = string.Join(", ", PostgresRows.Request.Split(", ").Select(column => $"r.{column}"));
        return read.ListWithin(
            filter.Scope,
            $"SELECT r.site_id, s.name, r.unit, s.unit_name, r.authority, {columns} FROM request r JOIN site s ON s.id = r.site_id "
            + $"WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            row => new RequestListRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), PostgresRows.ReadRequest(row, 5)),
            where.Arguments);
    }

    /// <summary>Asked of the rows of the page alone.</summary>
    private const string NextRung = "(SELECT n.next_rung_on FROM next_reminder AS n WHERE n.site_id = d.site_id AND n.kind = d.kind AND n.number = d.number)";

    public static Task<List<DeadlineListRow>> Deadlines(PostgresRead read, DeadlineFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["d.due_on", "d.site_id", "d.kind", "d.number"]);
        var where = Where(filter).After(keys, DeadlineStart.Keys(after, date => StoreText.Date(date)));
        return read.ListWithin(
            filter.Scope,
            $"SELECT d.site_id, s.name, d.unit, s.unit_name, d.authority, {PostgresRows.DeadlineOf("d", NextRung)} FROM deadline d JOIN site s ON s.id = d.site_id "
            + $"WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            row => new DeadlineListRow(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), PostgresRows.ReadDeadline(row, 5)),
            where.Arguments);
    }

    public static Task<List<UnitListRow>> Units(PostgresRead read, UnitFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["name", "id"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id]);
        return read.ListWithin(
            filter.Scope,
            $"SELECT id, version, {PostgresRows.UnitCatalog} FROM unit WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            PostgresRows.ReadUnit, where.Arguments);
    }

    public static Task<List<AccountListRow>> Accounts(PostgresRead read, AccountFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(ListOrder.Asc, ["name", "id"]);
        var where = Where(filter).After(keys, after is null ? null : [after.Key, after.Id]);
        return read.ListWithin(
            filter.Scope,
            $"SELECT id, version, {PostgresRows.AccountCatalog} FROM account WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            PostgresRows.ReadAccount, where.Arguments);
    }

    public static Task<long> Count(PostgresRead read, SiteFilter filter, int upTo) => Count(read, filter.Scope, "site", Where(filter), upTo);

    public static Task<long> Count(PostgresRead read, RequestFilter filter, int upTo) => Count(read, filter.Scope, "request r", Where(filter), upTo);

    public static Task<long> Count(PostgresRead read, DeadlineFilter filter, int upTo) => Count(read, filter.Scope, "deadline d", Where(filter), upTo);

    public static Task<long> Count(PostgresRead read, UnitFilter filter, int upTo) => Count(read, filter.Scope, "unit", Where(filter), upTo);

    public static Task<long> Count(PostgresRead read, AccountFilter filter, int upTo) => Count(read, filter.Scope, "account", Where(filter), upTo);

    public static async Task<byte[]?> Standing(PostgresRead read, string personId) =>
        await read.Scalar("SELECT standing FROM account WHERE id = $1", personId) as byte[];

    public static Task<List<byte[]>> StandingsHolding(PostgresRead read, string claimScope, int take) => read.List(
        "SELECT standing FROM account WHERE id IN (SELECT owner_id FROM claim WHERE scope = $1 AND owner_kind = 'account') ORDER BY id LIMIT $2",
        row => row.GetFieldValue<byte[]>(0), claimScope, take);

    public static async Task<string?> PersonNamed(PostgresRead read, string userName) =>
        await read.Scalar("SELECT id FROM account WHERE user_name = $1", userName) as string;

    public static Task<List<string>> AuthoritiesBelow(PostgresRead read, string authority, int take) =>
        read.List(AuthorityTree.Below("$1", "$2"), row => row.GetString(0), authority, take);

    /// <summary>Null when the record is unknown or outside the scope: the two are not told apart.</summary>
    public static async Task<HistoryRows?> History(
        PostgresRead read, RecordKind kind, string id, CatalogScope scope, long afterSeq, int take)
    {
        var table = PostgresRows.Word(kind);
        var owner = kind == RecordKind.Unit ? "id" : "unit";
        var where = new PostgresConditions().Equal("id", id).InScope(scope, owner, "authority");
        var rows = await read.ListWithin(
            scope,
            $"SELECT {PostgresRows.History}, {table}.{owner} FROM {table} LEFT JOIN LATERAL (SELECT {PostgresRows.History} FROM ledger_event "
            + $"WHERE record_kind = '{table}' AND record_id = {table}.id AND seq > {where.Add(afterSeq)} ORDER BY seq LIMIT {where.Add(take)}) AS event "
            + $"ON true WHERE {where} ORDER BY seq",
            row => (Unit: row.IsDBNull(8) ? null : row.GetString(8), Event: row.IsDBNull(0) ? null : PostgresRows.ReadHistory(row)), // the record, and perhaps no event after this one
            where.Arguments);
        return rows is [var first, ..] ? new HistoryRows(first.Unit, [.. rows.Select(row => row.Event).OfType<HistoryRow>()]) : null;
    }

    /// <summary>As <see cref="History"/>; one statement, so that head and events are those of one instant.</summary>
    public static async Task<LedgerSpanRows?> HistoryBetween(
        PostgresRead read, RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take)
    {
        var table = PostgresRows.Word(kind);
        var owner = kind == RecordKind.Unit ? "id" : "unit";
        var where = new PostgresConditions().Equal("id", id).InScope(scope, owner, "authority");
        var rows = await read.ListWithin(
            scope,
            $"SELECT {PostgresRows.History}, {table}.{owner}, {table}.ledger_seq, {table}.ledger_hash FROM {table} "
            + $"LEFT JOIN LATERAL (SELECT {PostgresRows.History} FROM ledger_event WHERE record_kind = '{table}' AND record_id = {table}.id "
            + $"AND recorded_at >= {where.Add(from)} AND recorded_at < {where.Add(until)} ORDER BY seq LIMIT {where.Add(take)}) AS event "
            + $"ON true WHERE {where} ORDER BY seq",
            row => (
                Unit: row.IsDBNull(8) ? null : row.GetString(8), HeadSeq: row.GetInt64(9), HeadHash: row.GetFieldValue<byte[]>(10),
                Event: row.IsDBNull(0) ? null : PostgresRows.ReadHistory(row)),
            where.Arguments);
        return rows is [var first, ..]
            ? new LedgerSpanRows(first.Unit, first.HeadSeq, first.HeadHash, [.. rows.Select(row => row.Event).OfType<HistoryRow>()])
            : null;
    }

    public static Task<List<StoredRecord>> SiteRecords(PostgresRead read, string after, int take) => read.List(
        $"SELECT {PostgresRows.Record} FROM site WHERE id > $1 ORDER BY id LIMIT $2", PostgresRows.ReadRecord, after, take);

    public static Task<List<string>> Due(PostgresRead read, RecordKind kind, DateTimeOffset now, int take) => read.List(
        $"SELECT id FROM {PostgresRows.Word(kind)} WHERE next_due_at IS NOT NULL AND next_due_at <= $1 ORDER BY next_due_at, id LIMIT $2",
        row => row.GetString(0), now, take);

    public static async Task<DueBacklog> Backlog(PostgresRead read, RecordKind kind, DateTimeOffset now) => (await read.List(
        $"SELECT count(*), min(next_due_at) FROM {PostgresRows.Word(kind)} WHERE next_due_at IS NOT NULL AND next_due_at <= $1",
        row => new DueBacklog(row.GetInt64(0), PostgresRows.Instant(row, 1)), now))[0];

    public static Task<List<string>> SitesOf(PostgresRead read, string unit, int take) => read.List(
        "SELECT id FROM site WHERE unit = $1 AND stage <> 'deregistered' ORDER BY id LIMIT $2",
        row => row.GetString(0), unit, take);

    public static Task<List<FeedRow>> LedgerFeed(PostgresRead read, long after, int take) =>
        read.List(LedgerPositions.Feed, PostgresRows.ReadFeed, after, take);

    public static Task<List<string>> Outdated(PostgresRead read, string form, DateOnly today, int take) => read.List(
        "(SELECT id FROM site WHERE form < $1 LIMIT $3) UNION (SELECT id FROM site WHERE form > $1 LIMIT $3) "
        + "UNION (SELECT id FROM site WHERE stale_on <= $2 ORDER BY stale_on, id LIMIT $3) LIMIT $3",
        row => row.GetString(0), form, today, take);

    private static PostgresConditions Where(SiteFilter filter) => new PostgresConditions()
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
        .AtMost(ExpiryOrder, filter.ExpiringBy)
        .Found("site", filter.Query);

    private static PostgresConditions Where(RequestFilter filter) => new PostgresConditions()
        .InScope(filter.Scope, "r.unit", "r.authority")
        .Equal("r.unit", filter.Unit)
        .Equal("r.authority", filter.Authority)
        .Equal("r.state", filter.State)
        .Equal("r.kind", filter.Kind)
        .Equal("r.assignee_id", filter.Assignee)
        .AtMost("r.due_at", filter.DueBy)
        .AtMost(DueOrder, filter.DueBy)
        .OneOf("r.state", filter.Box?.States ?? [])
        .Equal("r.assignee_id", filter.Box?.Assignee)
        .Equal("r.filed_by_id", filter.Box?.FiledBy)
        .AtMost("r.due_at", filter.Box?.OverdueAt)
        .AtMost(DueOrder, filter.Box?.OverdueAt);

    private static PostgresConditions Where(DeadlineFilter filter) => new PostgresConditions()
        .InScope(filter.Scope, "d.unit", "d.authority")
        .Equal("d.site_id", filter.Site)
        .Equal("d.unit", filter.Unit)
        .Equal("d.authority", filter.Authority)
        .Equal("d.kind", filter.Kind)
        .Equal("d.who", filter.Who)
        .AtLeast("d.due_on", filter.DueFrom)
        .AtMost("d.due_on", filter.DueBy)
        .Is("d.is_acknowledged", filter.IsAcknowledged);

    private static PostgresConditions Where(UnitFilter filter) => new PostgresConditions()
        .InScope(filter.Scope, "id", "authority")
        .Equal("authority", filter.Authority)
        .Equal("unit_type", filter.UnitType)
        .HasSite(filter.HasSite, filter.Scope)
        .Found("unit", filter.Query);

    private static PostgresConditions Where(AccountFilter filter) => new PostgresConditions()
        .InScope(filter.Scope, "unit", "authority")
        .Equal("account_state", filter.State)
        .HasWord("roles", filter.Role)
        .Equal("unit", filter.Unit)
        .Equal("authority", filter.Authority)
        .Found("account", filter.Query);

    private static async Task<long> Count(PostgresRead read, CatalogScope scope, string rows, PostgresConditions where, int upTo) =>
        (await read.ListWithin(
            scope,
            $"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {where} LIMIT {where.Add(upTo)}) AS counted",
            row => row.GetInt64(0), where.Arguments))[0];
}
