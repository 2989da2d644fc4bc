using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Reads of an audit: records with all that hangs on them, some hundreds at a time.</summary>
internal static class SqliteAudit
{
    private const string Head = "state, ledger_seq, ledger_hash";

    private const int RecordsAtOnce = 500;

    /// <summary>The id of the first record of each stretch; the first stretch begins before all records.</summary>
    public static List<string> Beginnings(SqliteSession open, RecordKind kind) => open.List(
        $"SELECT '' UNION ALL SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM {SqliteRows.Word(kind)}) "
        + "WHERE place > 1 AND place % ?1 = 1 ORDER BY 1",
        row => row.GetString(0), RecordsAtOnce);

    public static ImmutableArray<AuditedRecord> Records(SqliteSession open, AuditedStretch stretch)
    {
        var kind = stretch.Kind;
        var records = Rows(open, stretch);
        if (records.Count == 0) return [];

        var (first, last) = (records[0].Head.Id, records[^1].Head.Id);
        var events = open.List(
            $"SELECT {SqliteRows.Feed} FROM ledger_event WHERE record_kind = ?1 AND record_id >= ?2 AND record_id <= ?3 ORDER BY record_id, seq",
            SqliteRows.ReadFeed, kind, first, last);
        var claims = open.List(
            $"SELECT {SqliteRows.Claim} FROM claim WHERE owner_kind = ?1 AND owner_id >= ?2 AND owner_id <= ?3", SqliteRows.ReadClaim, kind, first, last);
        var requests = kind == RecordKind.Site
            ? open.List(
                $"SELECT {SqliteRows.Request}, site_id FROM request WHERE site_id >= ?1 AND site_id <= ?2 ORDER BY site_id, number",
                row => (Id: row.GetString(11), Request: SqliteRows.ReadRequest(row, 0)), first, last)
            : [];
        var deadlines = kind == RecordKind.Site
            ? open.List(
                $"SELECT site_id, {SqliteRows.DeadlineOf("d")} FROM deadline d WHERE site_id >= ?1 AND site_id <= ?2 ORDER BY site_id, due_on, kind, number",
                row => (Id: row.GetString(0), Deadline: SqliteRows.ReadDeadline(row, 1)), first, last)
            : [];
        return AuditedPages.Join(records, events, claims, requests, deadlines);
    }

    public static List<LedgerLink> Links(SqliteSession open, long after, int take) => open.List(
        $"SELECT {SqliteRows.Link} FROM ledger_event WHERE position > ?1 ORDER BY position LIMIT ?2", SqliteRows.ReadLink, after, take);

    public static List<LedgerTile> Tiles(SqliteSession open, int level, long after, int take) => open.List(
        $"SELECT {SqliteRows.Tile} FROM ledger_tile WHERE (level, number) > (?1, ?2) ORDER BY level, number LIMIT ?3", SqliteRows.ReadTile, level, after, take);

    public static List<HeldClaim> StrayClaims(SqliteSession open, int take) => open.List(
        $"SELECT {SqliteRows.Claim} FROM claim c WHERE NOT CASE owner_kind "
        + "WHEN 'site' THEN EXISTS (SELECT 1 FROM site WHERE id = c.owner_id) WHEN 'unit' THEN EXISTS (SELECT 1 FROM unit WHERE id = c.owner_id) "
        + "WHEN 'account' THEN EXISTS (SELECT 1 FROM account WHERE id = c.owner_id) ELSE 0 END ORDER BY scope, value LIMIT ?1",
        SqliteRows.ReadClaim, take);

    public static List<StrayRow> StrayRows(SqliteSession open, int take) => open.List(
        "SELECT site_id, 'request ' || number FROM request r WHERE NOT EXISTS (SELECT 1 FROM site WHERE id = r.site_id AND unit = r.unit AND authority = r.authority) "
        + "UNION ALL "
        + "SELECT site_id, 'deadline ' || kind || '/' || number FROM deadline d "
        + "WHERE NOT EXISTS (SELECT 1 FROM site WHERE id = d.site_id AND unit = d.unit AND authority = d.authority) ORDER BY 1, 2 LIMIT ?1",
        row => new StrayRow(row.GetString(0), row.GetString(1)), take);

    private static List<AuditedRecord> Rows(SqliteSession open, AuditedStretch stretch) => stretch.Kind switch
    {
        RecordKind.Site => open.List(
            $"SELECT id, version, {SqliteRows.SiteCatalog}, {Head} FROM site WHERE {Within}",
            row => new AuditedRecord(SqliteRows.ReadHead(row, SqliteRows.SiteColumns), SqliteRows.ReadSite(row).Catalog, null, null, [], []), stretch.From, stretch.To),
        RecordKind.Unit => open.List(
            $"SELECT id, version, {SqliteRows.UnitCatalog}, {Head} FROM unit WHERE {Within}",
            row => AuditedPages.Of(SqliteRows.ReadHead(row, 7), SqliteRows.ReadUnit(row), row.GetString(5)), stretch.From, stretch.To),
        _ => open.List(
            $"SELECT id, version, {SqliteRows.AccountCatalog}, {Head} FROM account WHERE {Within}",
            row => AuditedPages.Of(SqliteRows.ReadHead(row, 10), SqliteRows.ReadAccount(row), row.GetString(9)), stretch.From, stretch.To),
    };

    private const string Within = "id >= ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id";
}
