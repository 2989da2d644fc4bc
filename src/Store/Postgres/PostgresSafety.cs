using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Whether what PostgreSQL acknowledges to this very connection survives a power cut; the program does not write to one that loses it.</summary>
internal static class PostgresSafety
{
    private const string Question =
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), "
        + "current_setting('synchronous_standby_names'), current_setting('server_encoding'), "
        + "pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, "
        + "(SELECT string_agg(relname, ', ') FROM pg_class WHERE relnamespace = to_regnamespace($1)::oid AND relkind = 'r' AND relpersistence <> 'p')";

    /// <exception cref="StorageStartException"/>
    /// <exception cref="NpgsqlException"/>
    public static void Demand(NpgsqlConnection connection, string database)
    {
        using var command = new NpgsqlCommand(Question, connection) { Parameters = { new() { Value = PostgresConnections.Schema } } };
        using var found = command.ExecuteReader();
        found.Read();
        if (found.GetString(4) is not "UTF8" and var encoding)
            throw new ForeignEncodingException(database, encoding);
        if (found.GetBoolean(5))
            throw new ReadOnlyStorageException(database);

        Demand("fsync", found.GetString(0), "on", found.GetString(0) == "on");
        Demand("full_page_writes", found.GetString(1), "on", found.GetString(1) == "on");
        // All but «off» wait for the own disk. «local» leaves out the standby that the administrator made synchronous, which
        // may take over without what was acknowledged; where there is none it means «on».
        var commit = found.GetString(2);
        Demand(
            "synchronous_commit", commit, "on",
            commit is "on" or "remote_apply" or "remote_write" || (commit == "local" && found.GetString(3).Length == 0));
        if (!found.IsDBNull(6))
            throw new UnsafeStorageException("UNLOGGED TABLE", found.GetString(6), "LOGGED");
    }

    private static void Demand(string setting, string found, string needed, bool holds)
    {
        if (!holds)
            throw new UnsafeStorageException($"PostgreSQL {setting}", found, needed);
    }
}
