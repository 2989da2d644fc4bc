using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>How this program connects to PostgreSQL: every tuning of the driver stands here.</summary>
/// <remarks>
/// A password comes from the connection string's <c>Passfile</c>, which is read at each physical connection, so that a new
/// password needs no restart.
/// </remarks>
public static class PostgresConnections
{
    /// <summary>The schema of the register; every connection finds its tables without prefix.</summary>
    public const string Schema = "registry";

    /// <summary>How long a connection may take to be made, and a statement to be answered.</summary>
    private const int PatienceSeconds = 5;

    /// <summary>How long the driver waits for a statement that it has told the server to cancel.</summary>
    private const int CancellationMilliseconds = 1000;

    /// <summary>Distinct statements that the writer's connection keeps prepared: those of commits differ by their parts.</summary>
    private const int PreparedByWriter = 100;

    /// <summary>What a reader takes off the line at once: a page of a list, where the driver's own 8 KiB would ask the system several times for it.</summary>
    private const int ReadBufferBytes = 32 * 1024;

    /// <summary>A connection string for others in this program, of their own pool: named, patient for so long, in our schema.</summary>
    /// <param name="connectionString">The one that was configured.</param>
    /// <param name="purpose">What it is for, as the database's administrator will read it.</param>
    public static string For(string connectionString, string purpose) => Common(connectionString, purpose).ConnectionString;

    /// <summary>Server and database, for messages; never a password.</summary>
    internal static string Name(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{given.Host}:{given.Port}/{given.Database ?? given.Username}";
    }

    /// <summary>One physical connection at a time, made anew after any doubt; its few statements stay prepared.</summary>
    internal static NpgsqlDataSource Writer(string connectionString)
    {
        var writer = Common(connectionString, "registry writer");
        writer.Pooling = false;
        writer.MaxAutoPrepare = PreparedByWriter;
        writer.AutoPrepareMinUsages = 2;
        return NpgsqlDataSource.Create(writer);
    }

    /// <summary>
    /// Lists are planned each time for the values they filter by (a frequent word walks another index than a rare one), so
    /// nothing is prepared by itself; reads of one record prepare their statement. A page is ready before helpers would be started: with them a
    /// search takes twice the time, and cores from everybody else.
    /// </summary>
    internal static NpgsqlDataSource Readers(string connectionString, int connections, int secondsMax)
    {
        var readers = Common(connectionString, "registry reader");
        readers.Pooling = true;
        readers.MinPoolSize = 0;
        readers.MaxPoolSize = connections;
        readers.CommandTimeout = secondsMax;
        readers.NoResetOnClose = true; // what a reader sets ends with its transaction: the next one inherits nothing
        readers.MaxAutoPrepare = 0;
        readers.ReadBufferSize = ReadBufferBytes;
        readers.Options = $"{readers.Options} -c max_parallel_workers_per_gather=0".TrimStart();
        return NpgsqlDataSource.Create(readers);
    }

    /// <summary>A migration waits for another one, and for the tables, longer than a command may.</summary>
    internal static NpgsqlDataSource Migration(string connectionString, TimeSpan patience)
    {
        var migration = Common(connectionString, "registry migrate");
        migration.Pooling = false;
        migration.CommandTimeout = (int)patience.TotalSeconds;
        return NpgsqlDataSource.Create(migration);
    }

    private static NpgsqlConnectionStringBuilder Common(string connectionString, string purpose) => new(connectionString)
    {
        ApplicationName = purpose,
        SearchPath = Schema,
        Timeout = PatienceSeconds,
        CommandTimeout = PatienceSeconds,
        CancellationTimeout = CancellationMilliseconds,
        Enlist = false,
        IncludeErrorDetail = false, // details hold values of rows, which do not belong into logs
        Timezone = "UTC",
    };
}
