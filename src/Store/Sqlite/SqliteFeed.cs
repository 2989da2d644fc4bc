namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The ledger of the whole registry within a scope, a stretch of positions at a time.</summary>
internal static class SqliteFeed
{
    private static readonly string Columns = string.Join(", ", SqliteRows.Feed.Split(", ").Select(column => $"e.{column}"));

    public static FeedRows Read(SqliteSession open, FeedFilter filter, int look, int take)
    {
        var until = open.Scalar(
            "SELECT max(position) FROM (SELECT position FROM ledger_event WHERE position > ?1 ORDER BY position LIMIT ?2)", filter.After, look);
        if (until is not long last) return new FeedRows([], filter.After);

        var where = new SqliteConditions()
            .After("e.position", [filter.After])
            .UpTo("e.position", last)
            .InScope(filter.Scope, "coalesce(s.unit, u.id)", "coalesce(s.authority, u.authority)")
            .Not("e.record_kind", SqliteRows.Word(RecordKind.Account))
            .OneOf("e.type", filter.Types)
            .Equal("e.record_kind", filter.Kind is { } kind ? SqliteRows.Word(kind) : null)
            .Equal("e.record_id", filter.RecordId);
        return new FeedRows(
            open.List(
                $"SELECT {Columns}, coalesce(s.unit, u.id) FROM ledger_event e "
                + "LEFT JOIN site s ON e.record_kind = 'site' AND s.id = e.record_id LEFT JOIN unit u ON e.record_kind = 'unit' AND u.id = e.record_id "
                + $"WHERE {where} ORDER BY e.position LIMIT {where.Add(take)}",
                row => new FeedItem(SqliteRows.ReadFeed(row), row.IsDBNull(16) ? null : row.GetString(16)), where.Arguments),
            last);
    }
}
