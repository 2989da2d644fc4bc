using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Applies the numbered SQL that the database has not seen yet, all in one transaction, and journals it in
/// <c>registry.schema_version</c>. The program itself never does: it has not the right to.
/// </summary>
public static class PostgresMigration
{
    /// <summary>Names the advisory lock under which migrations of one database stand in line; any number that nobody else uses.</summary>
    private const long LockKey = 0x4E43_4552_4547;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Again, or by two at once, it changes nothing more.</summary>
    /// <param name="connectionString">As the role registry_migrator, which owns the schema.</param>
    /// <param name="loggers">Hear what is applied.</param>
    /// <exception cref="StorageStartException"/>
    public static void Apply(string connectionString, ILoggerFactory loggers)
    {
        var database = PostgresConnections.Name(connectionString);
        try
        {
            using var source = PostgresConnections.Migration(connectionString, Patience);
            using var connection = source.OpenConnection();
            PostgresSafety.Demand(connection, database);
            PostgresRoles.Demand(connection, database);

            // Of the session, and this one stays open beside the migration's own: whoever comes second waits, then finds nothing to do.
            Ask(connection, $"SELECT pg_advisory_lock({LockKey})");
            // Before there is any table: also the journal is for the program to read. What it may write, the scripts grant table by table.
            Ask(connection, "ALTER DEFAULT PRIVILEGES IN SCHEMA registry GRANT SELECT ON TABLES TO registry_app");
            Upgrade(source, database, loggers.CreateLogger("NanchangEdu.Registry.Store.PostgresMigration"));
            // In a database restored from a dump, positions to come must lie above those that are there.
            Ask(connection, LedgerPositions.SetBase);
        }
        catch (Exception trouble) when (PostgresErrors.AtStart(database, trouble) is { } known)
        {
            throw known;
        }
    }

    private static void Upgrade(NpgsqlDataSource source, string database, ILogger logger)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .WithScripts(PostgresSchema.Scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .WithExecutionTimeout(Patience)
            .JournalToPostgresqlTable(PostgresConnections.Schema, PostgresSchema.Journal)
            .LogTo(new MigrationLog(logger))
            .Build();

        if (engine.GetExecutedButNotDiscoveredScripts() is [var unknown, ..])
            throw new NewerStorageException(database, unknown);

        var result = engine.PerformUpgrade();
        if (!result.Successful)
            throw new FailedMigrationException(database, result.ErrorScript?.Name ?? "?", result.Error);
    }

    private static object? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
