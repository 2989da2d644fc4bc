using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Opens connections that keep what is acknowledged, and proves it by reading every setting back.</summary>
internal sealed class SqliteOpening
{
    /// <summary>How long a connection waits for another one's lock.</summary>
    private const int BusyTimeoutMilliseconds = 5000;

    private readonly string connectionString;
    private readonly Action<SqliteConnection>? afterSettings;

    /// <param name="path">The database file.</param>
    /// <param name="afterSettings">Runs between setting and reading back: tests weaken a setting there, as a faulty driver or file system would.</param>
    public SqliteOpening(string path, Action<SqliteConnection>? afterSettings)
    {
        Path = System.IO.Path.GetFullPath(path);
        this.afterSettings = afterSettings;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            // The driver waits for locks on its own on top of SQLite; by default that is half a minute.
            DefaultTimeout = BusyTimeoutMilliseconds / 1000,
        }.ConnectionString;
    }

    public string Path { get; }

    /// <summary>Makes folder and file if they are not there. Only the program's own user may read the file, and SQLite makes its logs alike.</summary>
    /// <remarks>
    /// An existing file is never opened here: closing any other handle of a file drops the locks that SQLite holds on it in the
    /// same process (POSIX).
    /// </remarks>
    /// <exception cref="UnwritableStorageException"/>
    public void MakeFile()
    {
        if (File.Exists(Path))
            return;

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? Path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = File.Open(Path, options);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableStorageException(Path, trouble.Message, trouble);
        }
    }

    /// <exception cref="UnsafeStorageException"/>
    /// <exception cref="SqliteException"/>
    public SqliteSession Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Run(connection, $"PRAGMA busy_timeout = {BusyTimeoutMilliseconds}");
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, "PRAGMA foreign_keys = ON");
            afterSettings?.Invoke(connection);
            Demand(connection, "journal_mode", "wal", found => found == "wal");
            // 2 is FULL, 3 EXTRA; with NORMAL (1) a power cut loses the last acknowledged transactions.
            Demand(connection, "synchronous", "2 (FULL)", found => Number(found) >= 2);
            Demand(connection, "foreign_keys", "1", found => found == "1");
            Demand(connection, "busy_timeout", $"{BusyTimeoutMilliseconds}", found => Number(found) >= BusyTimeoutMilliseconds);
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Demand(SqliteConnection connection, string setting, string needed, Func<string, bool> holds)
    {
        var found = Run(connection, $"PRAGMA {setting}");
        if (!holds(found))
            throw new UnsafeStorageException($"SQLite {setting}", found, needed);
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
