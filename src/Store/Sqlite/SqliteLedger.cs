namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The whole ledger: the feed within a scope, what is sealed of it, and its sealing.</summary>
/// <remarks>One writer at a time: what is committed with a position comes after all that was committed with smaller ones.</remarks>
internal static class SqliteLedger
{
    private static readonly string FeedColumns = string.Join(", ", SqliteRows.Feed.Split(", ").Select(column => $"e.{column}"));

    public static FeedStretch Stretch(SqliteSession open, long after, int width) => open.Single(
        "SELECT ifnull(max(position), 0), count(*) FROM (SELECT position FROM ledger_event WHERE position > ?1 ORDER BY position LIMIT ?2)",
        row => new FeedStretch(row.GetInt64(0), row.GetInt32(1)), after, width)!;

    /// <summary>An event has the unit and authority of its record; accounts have none that would let anybody see them.</summary>
    public static List<FeedItem> Feed(SqliteSession open, FeedFilter filter, long until, int take)
    {
        var where = new SqliteConditions()
            .Between("e.position", filter.After, until)
            .OneOf("e.record_kind", [.. filter.Kinds.Select(SqliteRows.Word)])
            .OneOf("e.type", filter.Types)
            .Equal("e.record_id", filter.RecordId)
            .InScope(filter.Scope, "coalesce(s.unit, u.id)", "coalesce(s.authority, u.authority)");
        return open.List(
            $"SELECT {FeedColumns}, coalesce(s.unit, u.id), coalesce(s.authority, u.authority) FROM ledger_event e "
            + "LEFT JOIN site s ON e.record_kind = 'site' AND s.id = e.record_id LEFT JOIN unit u ON e.record_kind = 'unit' AND u.id = e.record_id "
            + $"WHERE {where} ORDER BY e.position LIMIT {where.Add(take)}",
            row => new FeedItem(SqliteRows.ReadFeed(row), row.IsDBNull(16) ? null : row.GetString(16), row.IsDBNull(17) ? null : row.GetString(17)),
            where.Arguments);
    }

    public static long Head(SqliteSession open) => open.Scalar("SELECT max(position) FROM ledger_event") is long head ? head : 0;

    public static Checkpoint? LatestCheckpoint(SqliteSession open) =>
        open.Single($"SELECT {SqliteRows.Checkpoint} FROM checkpoint ORDER BY number DESC LIMIT 1", SqliteRows.ReadCheckpoint);

    public static List<Checkpoint> Checkpoints(SqliteSession open, long after, int take) => open.List(
        $"SELECT {SqliteRows.Checkpoint} FROM checkpoint WHERE number > ?1 ORDER BY number LIMIT ?2", SqliteRows.ReadCheckpoint, after, take);

    public static LedgerTile? Tile(SqliteSession open, int level, long number) =>
        open.Single($"SELECT {SqliteRows.Tile} FROM ledger_tile WHERE level = ?1 AND number = ?2", SqliteRows.ReadTile, level, number);

    /// <summary>All events between two that are sealed are sealed: a leaf's place is the number of events before it in its tile.</summary>
    public static FoundLeaf? LeafOf(SqliteSession open, RecordKind kind, string id, long seq)
    {
        var found = open.Single(
            "SELECT position, hash FROM ledger_event WHERE record_kind = ?1 AND record_id = ?2 AND seq = ?3",
            row => new LeafEventRow(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), kind, id, seq);
        if (found is null) return null;

        var leaf = open.Scalar(
            "SELECT t.number * 256 + (SELECT count(*) FROM ledger_event b WHERE b.position >= t.first_position AND b.position < ?1) "
            + "FROM (SELECT number, first_position, last_position FROM ledger_tile WHERE level = 0 AND first_position <= ?1 ORDER BY first_position DESC LIMIT 1) t "
            + "WHERE t.last_position >= ?1",
            found.Position);
        return new FoundLeaf(found.Hash, leaf as long?);
    }

    public static List<LeafEvent> Unsealed(SqliteSession open, long after, int take) => open.List(
        "SELECT position, hash FROM ledger_event WHERE position > ?1 ORDER BY position LIMIT ?2",
        row => new LeafEvent(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), after, take);

    public static bool Seal(SqliteSession open, Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles)
    {
        if (open.Scalar("SELECT 1 FROM checkpoint WHERE number = ?1 OR size = ?2", checkpoint.Number, checkpoint.Size) is not null) return false;

        open.Execute(
            $"INSERT INTO checkpoint ({SqliteRows.Checkpoint}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            checkpoint.Number, checkpoint.Size, checkpoint.LastPosition, checkpoint.Root, checkpoint.SealedAt, checkpoint.Verifier, checkpoint.Note);
        foreach (var tile in tiles)
        {
            open.Execute(
                $"INSERT INTO ledger_tile ({SqliteRows.Tile}) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (level, number) DO UPDATE SET "
                + "hashes = excluded.hashes, first_position = excluded.first_position, last_position = excluded.last_position",
                tile.Level, tile.Number, tile.Hashes, tile.FirstPosition, tile.LastPosition);
        }

        return true;
    }

    private sealed record LeafEventRow(long Position, byte[] Hash);
}
