using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>SQLite's primary result codes, as far as we tell them apart (sqlite3.h).</summary>
internal static class SqliteErrors
{
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int Interrupt = 9;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int NotADatabase = 26;

    /// <summary>The database is in trouble, whatever one writes: as opposed to a statement that is wrong.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is SqliteException
        {
            SqliteErrorCode: Busy or Locked or NoMemory or ReadOnly or Interrupt or InputOutput or Corrupt or Full or CannotOpen or Protocol or NotADatabase,
        };

    public static StorageStartException? AtStart(string path, SqliteException exception) => exception.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => new DamagedStorageException(path, exception.Message, exception),
        Perm or ReadOnly or InputOutput or Full or CannotOpen => new UnwritableStorageException(path, exception.Message, exception),
        Busy or Locked or Protocol => new LockedStorageException(path, exception),
        _ => null,
    };
}
