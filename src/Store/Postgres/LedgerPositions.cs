using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Positions in the ledger of the whole registry: the number of the writing transaction, then the event's place in it.
/// </summary>
/// <remarks>
/// Transactions commit in another order than they began in, and a sequence hands out its numbers in a third one: whoever read
/// on from the greatest position seen would skip what commits later with a smaller one. Of positions made like this, all that
/// belong to transactions below the oldest running one are final: see <see cref="Feed"/>.
/// </remarks>
internal static class LedgerPositions
{
    /// <summary>Events of one transaction at most.</summary>
    public const int PerTransaction = 65_536;

    /// <summary>The first position of the writing transaction, given the base as the parameter.</summary>
    public const string OfThisTransaction = "(SELECT $1 + pg_current_xact_id()::text::bigint * 65536)";

    /// <summary>Below it nothing can still appear: all positions there belong to transactions that have ended.</summary>
    private const string Final = "position < (SELECT base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint * 65536 FROM ledger_base)";

    /// <summary>Events after the position, as far as they are final.</summary>
    public const string Feed = $"SELECT {PostgresRows.Feed} FROM ledger_event WHERE position > $1 AND {Final} ORDER BY position LIMIT $2";

    /// <summary>Links after the position, whether or not others can still appear between them.</summary>
    public const string Links = $"SELECT {PostgresRows.Link} FROM ledger_event WHERE position > $1 ORDER BY position LIMIT $2";

    /// <summary>The same, of which only positions and hashes are wanted.</summary>
    public const string Leaves = $"SELECT position, hash FROM ledger_event WHERE position > $1 AND {Final} ORDER BY position LIMIT $2";

    /// <summary>Where a stretch of so many of them ends, and how many it has.</summary>
    public const string Stretch =
        $"SELECT coalesce(max(position), 0), count(*) FROM (SELECT position FROM ledger_event WHERE position > $1 AND {Final} ORDER BY position LIMIT $2) AS next";

    /// <summary>The last of them.</summary>
    public const string Head = $"SELECT position FROM ledger_event WHERE {Final} ORDER BY position DESC LIMIT 1";

    /// <summary>A server counts its transactions by itself: a ledger that came from another server may be ahead of it.</summary>
    public const string SetBase =
        "UPDATE ledger_base SET base = (top.whole + 1 - top.next) * 65536 "
        + "FROM (SELECT coalesce(max(position), 0) / 65536 AS whole, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next FROM ledger_event) AS top "
        + "WHERE base + top.next * 65536 <= top.whole * 65536";

    private const string Base =
        "SELECT base, base + pg_snapshot_xmax(pg_current_snapshot())::text::bigint * 65536 > (SELECT coalesce(max(position), 0) FROM ledger_event) FROM ledger_base";

    /// <exception cref="RestoredStorageException"/>
    /// <exception cref="NpgsqlException"/>
    public static long ReadBase(NpgsqlConnection connection, string database)
    {
        using var command = new NpgsqlCommand(Base, connection);
        using var row = command.ExecuteReader();
        if (!row.Read())
            throw new DamagedStorageException(database, "no ledger_base");
        return row.GetBoolean(1) ? row.GetInt64(0) : throw new RestoredStorageException(database);
    }
}
