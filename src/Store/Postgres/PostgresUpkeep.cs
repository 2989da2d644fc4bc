using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>What the writer does beside commits.</summary>
internal static class PostgresUpkeep
{
    private static readonly string[] RefreshedColumns = CommitRows.Refreshed().ColumnNames[2..];

    private static readonly string UpdateColumns =
        $"UPDATE site AS t SET {string.Join(", ", RefreshedColumns.Select(column => $"{column} = g.{column}"))} "
        + $"FROM {CommitRows.Refreshed().Sql(1, "g")} WHERE t.id = g.id AND t.version = g.expected";

    private static readonly string UpdateText =
        $"INSERT INTO site_search (id, search_text) SELECT id, search_text FROM {CommitRows.Texts().Sql(1, "x")} WHERE true "
        + "ON CONFLICT (id) DO UPDATE SET search_text = excluded.search_text";

    private static readonly string UpdateRequests =
        $"UPDATE request AS p SET due_at = r.due_at FROM {CommitRows.Requests().Sql(1, "r")} "
        + "WHERE p.site_id = r.site_id AND p.number = r.number AND p.due_at IS DISTINCT FROM r.due_at";

    private static readonly string BeginReminders = DeadlineSql.BeginReminders(1, "true");

    private static readonly string UpdateDeadlines = DeadlineSql.Write(1, "true");

    /// <summary>Deadlines that the site has no longer; the site is the first parameter here.</summary>
    private static readonly string[] ForgetDeadlines =
        [.. DeadlineSql.Tables.Select(table => DeadlineSql.Forget(table, 1, 1 + CommitRows.Sites().Count, "true"))];

    private static readonly string PutTiles =
        $"INSERT INTO ledger_tile ({PostgresRows.Tile}) SELECT {PostgresRows.Tile} FROM {TileRows().Sql(1, "t")} WHERE true "
        + "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes, first_position = excluded.first_position, last_position = excluded.last_position";

    public static bool Refresh(PostgresSession open, CatalogRefresh refresh)
    {
        var placed = new Placed(0, new Commit(RecordKind.Site, refresh.Id, refresh.Version, [], refresh.Site, null, [], [], [], null));
        using var transaction = open.Connection.BeginTransaction();
        if (Run(open, UpdateColumns, CommitRows.Refreshed(), [placed]) == 0) return false;

        Run(open, UpdateText, CommitRows.Texts(), [placed]);
        Run(open, UpdateRequests, CommitRows.Requests(), refresh.Site.Requests.Select(row => new PlacedRequest(placed, row)));
        Date(open, placed, refresh.Site);
        transaction.Commit();
        return true;
    }

    public static bool Seal(PostgresSession open, Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles)
    {
        using var transaction = open.Connection.BeginTransaction();
        using var head = new NpgsqlCommand(
            $"INSERT INTO checkpoint ({PostgresRows.Checkpoint}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING", open.Connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = checkpoint.Number },
                new NpgsqlParameter<long> { TypedValue = checkpoint.Size },
                new NpgsqlParameter<long> { TypedValue = checkpoint.LastPosition },
                new NpgsqlParameter<byte[]> { TypedValue = checkpoint.Root, NpgsqlDbType = NpgsqlDbType.Bytea },
                new NpgsqlParameter<string> { TypedValue = StoreText.Of(checkpoint.SealedAt) },
                new NpgsqlParameter<string> { TypedValue = checkpoint.Verifier },
                new NpgsqlParameter<string> { TypedValue = checkpoint.Note },
            },
        };
        if (head.ExecuteNonQuery() == 0) return false;

        Run(open, PutTiles, TileRows(), tiles);
        transaction.Commit();
        return true;
    }

    public static int SumCounts(PostgresSession open, int atMost)
    {
        using var command = new NpgsqlCommand("SELECT sum_counts($1)", open.Connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = atMost } } };
        return (int)command.ExecuteScalar()!;
    }

    private static ArrayTable<LedgerTile> TileRows() => new(
        Column<LedgerTile>.Number("level", tile => tile.Level),
        Column<LedgerTile>.Long("number", tile => tile.Number),
        Column<LedgerTile>.Bytes("hashes", tile => tile.Hashes),
        Column<LedgerTile>.LongOrNull("first_position", tile => tile.FirstPosition),
        Column<LedgerTile>.LongOrNull("last_position", tile => tile.LastPosition));

    private static void Date(PostgresSession open, Placed placed, SiteCatalogRow site)
    {
        var (sites, deadlines) = (CommitRows.Sites(), CommitRows.Deadlines());
        sites.Add(placed);
        foreach (var row in site.Deadlines) deadlines.Add(new PlacedDeadline(placed, row));
        if (!deadlines.IsEmpty)
        {
            Execute(open, BeginReminders, deadlines.AddParametersTo);
            Execute(open, UpdateDeadlines, deadlines.AddParametersTo);
        }

        foreach (var sql in ForgetDeadlines)
            Execute(open, sql, parameters =>
            {
                sites.AddParametersTo(parameters);
                deadlines.AddParametersTo(parameters);
            });
    }

    private static int Run<TRow>(PostgresSession open, string sql, ArrayTable<TRow> table, IEnumerable<TRow> rows)
    {
        foreach (var row in rows) table.Add(row);
        return table.IsEmpty ? 0 : Execute(open, sql, table.AddParametersTo);
    }

    private static int Execute(PostgresSession open, string sql, Action<NpgsqlParameterCollection> addParameters)
    {
        using var command = new NpgsqlCommand(sql, open.Connection);
        addParameters(command.Parameters);
        var written = command.ExecuteNonQuery();
        command.Parameters.Clear(); // a parameter belongs to one command at a time, and rows may go into several
        return written;
    }
}
