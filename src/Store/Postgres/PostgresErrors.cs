using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>PostgreSQL's errors, as far as we tell them apart.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// The server has refused a statement and rolled its transaction back: certainly nothing was written, and without the
    /// commit at fault the others may do. As opposed to trouble of the server or the line, which would befall any commit.
    /// </summary>
    /// <remarks>Only ERROR ends a transaction; FATAL ends the session, perhaps after the commit.</remarks>
    public static bool IsRefusal(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR", SqlState: var state }
        && state[..2] is "21" or "22" or "23" or "40" or "42" or "44" or "54" or "55" or "P0"
        && state != PostgresErrorCodes.StatementCompletionUnknown;

    /// <summary>Another transaction came first with the same key.</summary>
    public static bool IsDuplicate(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Why the program cannot start; null when it is none of the known reasons.</summary>
    public static StorageStartException? AtStart(string database, Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            new RefusedStorageException(database, refused.MessageText, refused),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } refused =>
            new RefusedStorageException(database, refused.MessageText, refused),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } refused =>
            new ReadOnlyStorageException(database, refused),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } absent =>
            new OutdatedStorageException(database, absent.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedObject } absent =>
            new UnpreparedStorageException(database, absent.MessageText, absent),
        PostgresException other => new UnreachableStorageException(database, other.MessageText, other),
        NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException =>
            new UnreachableStorageException(database, (exception.InnerException ?? exception).Message, exception),
        _ => null,
    };
}
