namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Reads of an audit: records with all that hangs on them, a page at a time.</summary>
internal static class PostgresAudit
{
    private const string Head = "state, ledger_seq, ledger_hash";

    public static async Task<List<AuditedRecord>> Records(PostgresRead read, RecordKind kind, string after, int take)
    {
        var records = await Rows(read, kind, after, take);
        if (records.Count == 0) return [];

        var (word, first, last) = (PostgresRows.Word(kind), records[0].Record.Id, records[^1].Record.Id);
        var events = await read.List(
            $"SELECT {PostgresRows.Feed} FROM ledger_event WHERE record_kind = $1 AND record_id >= $2 AND record_id <= $3 ORDER BY record_id, seq",
            PostgresRows.ReadFeed, word, first, last);
        var claims = await read.List(
            $"SELECT {PostgresRows.Claim} FROM claim WHERE owner_kind = $1 AND owner_id >= $2 AND owner_id <= $3", PostgresRows.ReadClaim, word, first, last);
        var requests = kind == RecordKind.Site
            ? await read.List(
                $"SELECT {PostgresRows.Request}, site_id FROM request WHERE site_id >= $1 AND site_id <= $2 ORDER BY site_id, number",
                row => (Id: row.GetString(11), Request: PostgresRows.ReadRequest(row, 0)), first, last)
            : [];
        var deadlines = kind == RecordKind.Site
            ? await read.List(
                $"SELECT site_id, {PostgresRows.DeadlineOf("d")} FROM deadline AS d WHERE site_id >= $1 AND site_id <= $2 ORDER BY site_id, due_on, kind, number",
                row => (Id: row.GetString(0), Deadline: PostgresRows.ReadDeadline(row, 1)), first, last)
            : [];
        return AuditedPages.Join(records, events, claims, requests, deadlines);
    }

    public static Task<List<LedgerTile>> Tiles(PostgresRead read, int level, long after, int take) => read.List(
        $"SELECT {PostgresRows.Tile} FROM ledger_tile WHERE (level, number) > ($1, $2) ORDER BY level, number LIMIT $3", PostgresRows.ReadTile, level, after, take);

    public static Task<List<HeldClaim>> StrayClaims(PostgresRead read, int take) => read.List(
        $"SELECT {PostgresRows.Claim} FROM claim AS c WHERE NOT CASE owner_kind "
        + "WHEN 'site' THEN EXISTS (SELECT FROM site WHERE id = c.owner_id) WHEN 'unit' THEN EXISTS (SELECT FROM unit WHERE id = c.owner_id) "
        + "WHEN 'account' THEN EXISTS (SELECT FROM account WHERE id = c.owner_id) ELSE false END ORDER BY scope, value LIMIT $1",
        PostgresRows.ReadClaim, take);

    public static Task<List<StrayRow>> StrayRows(PostgresRead read, int take) => read.List(
        "SELECT site_id, 'request ' || number FROM request AS r WHERE NOT EXISTS (SELECT FROM site WHERE id = r.site_id AND unit = r.unit AND authority = r.authority) "
        + "UNION ALL "
        + "SELECT site_id, 'deadline ' || kind || '/' || number FROM deadline AS d "
        + "WHERE NOT EXISTS (SELECT FROM site WHERE id = d.site_id AND unit = d.unit AND authority = d.authority) ORDER BY 1, 2 LIMIT $1",
        row => new StrayRow(row.GetString(0), row.GetString(1)), take);

    private static Task<List<AuditedRecord>> Rows(PostgresRead read, RecordKind kind, string after, int take) => kind switch
    {
        RecordKind.Site => read.List(
            $"SELECT id, version, {PostgresRows.SiteCatalog}, {Head} FROM site WHERE id > $1 ORDER BY id LIMIT $2",
            row => new AuditedRecord(PostgresRows.ReadRecord(row, PostgresRows.SiteColumns), PostgresRows.ReadSite(row).Catalog, null, null, [], []), after, take),
        RecordKind.Unit => read.List(
            $"SELECT id, version, {PostgresRows.UnitCatalog}, {Head}, {WordsOf("unit")} FROM unit WHERE id > $1 ORDER BY id LIMIT $2",
            row => AuditedPages.Of(PostgresRows.ReadRecord(row, 6), PostgresRows.ReadUnit(row), row.GetString(9)), after, take),
        _ => read.List(
            $"SELECT id, version, {PostgresRows.AccountCatalog}, {Head}, {WordsOf("account")} FROM account WHERE id > $1 ORDER BY id LIMIT $2",
            row => AuditedPages.Of(PostgresRows.ReadRecord(row, 9), PostgresRows.ReadAccount(row), row.GetString(12)), after, take),
    };

    private static string WordsOf(string table) => $"coalesce((SELECT search_text FROM {table}_search WHERE {table}_search.id = {table}.id), '')";
}
