namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The ledger of the whole registry within a scope, a stretch of positions at a time.</summary>
internal static class PostgresFeed
{
    private static readonly string Columns = string.Join(", ", PostgresRows.Feed.Split(", ").Select(column => $"e.{column}"));

    /// <summary>The end of the stretch is found first, by the program itself: only events before which none can still appear are in it.</summary>
    public static async Task<FeedRows> Read(PostgresRead read, FeedFilter filter, int look, int take)
    {
        var stretch = await read.List(
            $"SELECT max(position) FROM ({LedgerPositions.Feed}) AS stretch", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), filter.After, look);
        if (stretch is not [{ } last]) return new FeedRows([], filter.After);

        var where = new PostgresConditions()
            .After("e.position", [filter.After])
            .UpTo("e.position", last)
            .InScope(filter.Scope, "coalesce(s.unit, u.id)", "coalesce(s.authority, u.authority)")
            .Not("e.record_kind", PostgresRows.Word(RecordKind.Account))
            .OneOf("e.type", filter.Types)
            .Equal("e.record_kind", filter.Kind is { } kind ? PostgresRows.Word(kind) : null)
            .Equal("e.record_id", filter.RecordId);
        return new FeedRows(
            await read.ListWithin(
                filter.Scope,
                $"SELECT {Columns}, coalesce(s.unit, u.id) FROM ledger_event e "
                + "LEFT JOIN site s ON e.record_kind = 'site' AND s.id = e.record_id LEFT JOIN unit u ON e.record_kind = 'unit' AND u.id = e.record_id "
                + $"WHERE {where} ORDER BY e.position LIMIT {where.Add(take)}",
                row => new FeedItem(PostgresRows.ReadFeed(row), row.IsDBNull(16) ? null : row.GetString(16)), where.Arguments),
            last);
    }
}
