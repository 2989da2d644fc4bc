using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The writer's one physical connection, checked when it was made and thrown away after any doubt.</summary>
internal sealed class PostgresSession : IDisposable
{
    /// <summary>
    /// Every plan of the writer finds its rows by index, whatever the statistics of a young table say, and is made once: the
    /// statement is long. A silo that stalls within a transaction loses it before others wait for its locks in vain.
    /// </summary>
    private const string Settings =
        """
        SET plan_cache_mode = force_generic_plan;
        SET enable_seqscan = off;
        SET enable_bitmapscan = off;
        SET enable_hashjoin = off;
        SET enable_mergejoin = off;
        SET jit = off;
        SET lock_timeout = '3s';
        SET idle_in_transaction_session_timeout = '3s';
        """;

    /// <summary>Unused for so long, a connection is asked whether it still stands before a batch is trusted to it.</summary>
    private const long TrustedMilliseconds = 100;

    private long usedAt = Environment.TickCount64;

    private PostgresSession(NpgsqlConnection connection, long positionBase)
    {
        Connection = connection;
        PositionBase = positionBase;
    }

    public NpgsqlConnection Connection { get; }

    public long PositionBase { get; }

    /// <exception cref="StorageStartException"/>
    /// <exception cref="NpgsqlException"/>
    public static PostgresSession Open(NpgsqlDataSource source, string database)
    {
        var connection = source.OpenConnection();
        try
        {
            PostgresSafety.Demand(connection, database);
            // Kept for this session as it was found safe: a later change of the server's, the role's or the database's does not reach it.
            Run(connection, "SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false)");
            Run(connection, Settings);
            return new PostgresSession(connection, LedgerPositions.ReadBase(connection, database));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the connection may be given a batch: one whose server went away in the meantime would leave the batch in doubt.</summary>
    public bool IsAlive()
    {
        var now = Environment.TickCount64;
        if (Connection.State != System.Data.ConnectionState.Open)
            return false;
        if (now - usedAt < TrustedMilliseconds)
            return true;
        try
        {
            Run(Connection, "SELECT 1");
            usedAt = now;
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // nothing was asked of it that could be lost
        }
    }

    public void Used() => usedAt = Environment.TickCount64;

    public void Dispose() => Connection.Dispose();

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
