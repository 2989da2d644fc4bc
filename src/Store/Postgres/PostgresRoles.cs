using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The roles that a database administrator makes by <c>roles.sql</c>.</summary>
internal static class PostgresRoles
{
    /// <summary>The running program.</summary>
    public const string Program = "registry_app";

    /// <summary>What the program answers lists as.</summary>
    public const string Query = "registry_query";

    /// <summary>NULL, too, says no: a role or the schema is not there.</summary>
    private const string Prepared =
        $"SELECT pg_has_role(to_regrole('{Program}'), to_regrole('{Query}'), 'MEMBER') "
        + $"AND has_schema_privilege(to_regrole('{Query}'), to_regnamespace('{PostgresConnections.Schema}'), 'USAGE')";

    /// <exception cref="UnpreparedStorageException"/>
    /// <exception cref="NpgsqlException"/>
    public static void Demand(NpgsqlConnection connection, string database)
    {
        using var command = new NpgsqlCommand(Prepared, connection);
        if (command.ExecuteScalar() is not true)
            throw new UnpreparedStorageException(database, $"{PostgresConnections.Schema}, {Program}, {Query}");
    }
}
