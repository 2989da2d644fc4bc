using System.Collections.Immutable;
using System.Globalization;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Reads of an audit: records with all that hangs on them, some pages of the table at a time.</summary>
internal static class PostgresAudit
{
    /// <summary>States would be half of all that crosses the line.</summary>
    private const string Head = "sha256(state), ledger_seq, ledger_hash";

    /// <summary>Pages of the table: several hundred sites, some thousand units.</summary>
    private const long BlocksAtOnce = 64;

    /// <summary>No row lies behind it.</summary>
    private static readonly string End = Start(uint.MaxValue);

    public static async Task<List<string>> Beginnings(PostgresRead read, RecordKind kind)
    {
        var blocks = (long)(await read.Scalar("SELECT pg_relation_size($1::regclass) / current_setting('block_size')::bigint", PostgresRows.Word(kind)))!;
        var begins = new List<string> { Start(0) };
        for (var block = BlocksAtOnce; block < blocks; block += BlocksAtOnce) begins.Add(Start(block));
        return begins;
    }

    public static async Task<ImmutableArray<AuditedRecord>> Records(PostgresRead read, AuditedStretch stretch)
    {
        var (kind, word) = (stretch.Kind, PostgresRows.Word(stretch.Kind));
        var records = await Rows(read, kind, stretch.From, stretch.To ?? End);
        if (records.Count == 0) return [];

        string[] ids = [.. records.Select(record => record.Head.Id)];
        var events = await read.ListPlanned(
            $"SELECT {PostgresRows.Feed} FROM ledger_event WHERE record_kind = $1 AND record_id = ANY ($2) ORDER BY record_id, seq", PostgresRows.ReadFeed, word, ids);
        var claims = await read.ListPlanned(
            $"SELECT {PostgresRows.Claim} FROM claim WHERE owner_kind = $1 AND owner_id = ANY ($2)", PostgresRows.ReadClaim, word, ids);
        var requests = kind == RecordKind.Site
            ? await read.ListPlanned(
                $"SELECT {PostgresRows.Request}, site_id FROM request WHERE site_id = ANY ($1) ORDER BY site_id, number",
                row => (Id: row.GetString(11), Request: PostgresRows.ReadRequest(row, 0)), (object)ids)
            : [];
        var deadlines = kind == RecordKind.Site
            ? await read.ListPlanned(
                $"SELECT site_id, {PostgresRows.DeadlineOf("d")} FROM deadline AS d WHERE site_id = ANY ($1) ORDER BY site_id, due_on, kind, number",
                row => (Id: row.GetString(0), Deadline: PostgresRows.ReadDeadline(row, 1)), (object)ids)
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

    private static Task<List<AuditedRecord>> Rows(PostgresRead read, RecordKind kind, string begin, string end) => kind switch
    {
        RecordKind.Site => read.ListPlanned(
            $"SELECT id, version, {PostgresRows.SiteCatalog}, {Head} FROM site WHERE {Between}",
            row => new AuditedRecord(PostgresRows.ReadHead(row, PostgresRows.SiteColumns), PostgresRows.ReadSite(row).Catalog, null, null, [], []), begin, end),
        RecordKind.Unit => read.ListPlanned(
            $"SELECT id, version, {PostgresRows.UnitCatalog}, {Head}, {WordsOf("unit")} FROM unit WHERE {Between}",
            row => AuditedPages.Of(PostgresRows.ReadHead(row, 6), PostgresRows.ReadUnit(row), row.GetString(9)), begin, end),
        _ => read.ListPlanned(
            $"SELECT id, version, {PostgresRows.AccountCatalog}, {Head}, {WordsOf("account")} FROM account WHERE {Between}",
            row => AuditedPages.Of(PostgresRows.ReadHead(row, 9), PostgresRows.ReadAccount(row), row.GetString(12)), begin, end),
    };

    private static string Start(long block) => string.Create(CultureInfo.InvariantCulture, $"({block},0)");

    private const string Between = "ctid >= $1::tid AND ctid < $2::tid";

    private static string WordsOf(string table) => $"coalesce((SELECT search_text FROM {table}_search WHERE {table}_search.id = {table}.id), '')";
}
