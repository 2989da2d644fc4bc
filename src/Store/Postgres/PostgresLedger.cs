namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Reads of the whole ledger: the feed within a scope, and what is sealed of it.</summary>
internal static class PostgresLedger
{
    private static readonly string FeedColumns = string.Join(", ", PostgresRows.Feed.Split(", ").Select(column => $"e.{column}"));

    public static async Task<FeedStretch> Stretch(PostgresRead read, long after, int width) =>
        (await read.Single(LedgerPositions.Stretch, row => new FeedStretch(row.GetInt64(0), (int)row.GetInt64(1)), after, width))!;

    /// <summary>An event has the unit and authority of its record; accounts have none that would let anybody see them.</summary>
    public static Task<List<FeedItem>> Feed(PostgresRead read, FeedFilter filter, long until, int take)
    {
        var where = new PostgresConditions()
            .Between("e.position", filter.After, until)
            .OneOf("e.record_kind", [.. filter.Kinds.Select(PostgresRows.Word)])
            .OneOf("e.type", filter.Types)
            .Equal("e.record_id", filter.RecordId)
            .InScope(filter.Scope, "coalesce(s.unit, u.id)", "coalesce(s.authority, u.authority)");
        return read.ListWithin(
            filter.Scope,
            $"SELECT {FeedColumns}, coalesce(s.unit, u.id), coalesce(s.authority, u.authority) FROM ledger_event AS e "
            + "LEFT JOIN site AS s ON e.record_kind = 'site' AND s.id = e.record_id LEFT JOIN unit AS u ON e.record_kind = 'unit' AND u.id = e.record_id "
            + $"WHERE {where} ORDER BY e.position LIMIT {where.Add(take)}",
            row => new FeedItem(PostgresRows.ReadFeed(row), row.IsDBNull(16) ? null : row.GetString(16), row.IsDBNull(17) ? null : row.GetString(17)),
            where.Arguments);
    }

    public static async Task<long> Head(PostgresRead read) => await read.Scalar(LedgerPositions.Head) is long head ? head : 0;

    public static Task<Checkpoint?> LatestCheckpoint(PostgresRead read) =>
        read.Single($"SELECT {PostgresRows.Checkpoint} FROM checkpoint ORDER BY number DESC LIMIT 1", PostgresRows.ReadCheckpoint);

    public static Task<List<Checkpoint>> Checkpoints(PostgresRead read, long after, int take) => read.List(
        $"SELECT {PostgresRows.Checkpoint} FROM checkpoint WHERE number > $1 ORDER BY number LIMIT $2", PostgresRows.ReadCheckpoint, after, take);

    public static Task<LedgerTile?> Tile(PostgresRead read, int level, long number) =>
        read.Single($"SELECT {PostgresRows.Tile} FROM ledger_tile WHERE level = $1 AND number = $2", PostgresRows.ReadTile, level, number);

    /// <summary>All events between two that are sealed are sealed: a leaf's place is the number of events before it in its tile.</summary>
    public static Task<FoundLeaf?> LeafOf(PostgresRead read, RecordKind kind, string id, long seq) => read.Single(
        "SELECT e.hash, t.number * 256 + (SELECT count(*) FROM ledger_event AS b WHERE b.position >= t.first_position AND b.position < e.position) "
        + "FROM ledger_event AS e LEFT JOIN LATERAL (SELECT number, first_position, last_position FROM ledger_tile "
        + "WHERE level = 0 AND first_position <= e.position ORDER BY first_position DESC LIMIT 1) AS t ON t.last_position >= e.position "
        + "WHERE e.record_kind = $1 AND e.record_id = $2 AND e.seq = $3",
        row => new FoundLeaf(row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetInt64(1)),
        PostgresRows.Word(kind), id, seq);

    public static Task<List<LeafEvent>> Unsealed(PostgresRead read, long after, int take) =>
        read.List(LedgerPositions.Leaves, row => new LeafEvent(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), after, take);
}
