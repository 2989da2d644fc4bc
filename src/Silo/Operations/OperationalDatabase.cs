using System.Reflection;
using Microsoft.Data.Sqlite;
using NanchangEdu.Registry.Store;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Silo.Operations;

/// <summary>
/// The file of Orleans' grain storage in embedded mode, beside the register and apart from it. Made and checked before the silo
/// starts: the provider would otherwise fail at the first grain, with words that nobody understands.
/// </summary>
internal sealed class OperationalDatabase(string path)
{
    /// <summary>Names a driver to the provider; its package is Microsoft.Data.Sqlite all the same.</summary>
    private const string Invariant = "System.Data.SQLite";

    private const string ScriptFolder = "NanchangEdu.Registry.Silo.Sql.sqlite.";
    private const int BusySeconds = 5;

    /// <summary>What the pinned provider reads at its start. It checks none of them before it needs them.</summary>
    public static IReadOnlyList<string> QueryKeys { get; } =
        ["ClearStorageKey", "DeleteStorageKey", "ReadFromStorageKey", "WriteToStorageKey"];

    private string ConnectionString { get; } =
        new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusySeconds }.ToString();

    public void Configure(AdoNetGrainStorageOptions storage)
    {
        storage.Invariant = Invariant;
        storage.ConnectionString = ConnectionString;
        storage.GrainStorageSerializer = new OperationalStateSerializer();
    }

    /// <exception cref="StorageStartException"/>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            MakeFile();
            using var connection = new SqliteConnection(ConnectionString);
            connection.Open();
            DemandSafety(connection);
            Migrate(connection);
            DemandQueries(connection);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableStorageException(path, trouble.Message, trouble);
        }
        catch (SqliteException trouble)
        {
            throw Translate(trouble);
        }
    }

    /// <summary>Only the program's own user may read it; SQLite makes its logs alike.</summary>
    private void MakeFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = File.Open(path, options);
    }

    private static void DemandSafety(SqliteConnection connection)
    {
        Demand(connection, "journal_mode", "wal", Text(connection, "PRAGMA journal_mode = WAL"));
        Demand(connection, "synchronous", "2", Text(connection, "PRAGMA synchronous"));
    }

    private static void Demand(SqliteConnection connection, string setting, string needed, string found)
    {
        if (found != needed) throw new UnsafeStorageException($"{setting} ({connection.DataSource})", found, needed);
    }

    private void Migrate(SqliteConnection connection)
    {
        var scripts = Scripts();
        var applied = int.Parse(Text(connection, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (applied > scripts.Length) throw new NewerStorageException(path, $"{applied}");

        for (var number = applied; number < scripts.Length; number++)
        {
            using var transaction = connection.BeginTransaction();
            using var script = connection.CreateCommand();
            script.CommandText = $"{scripts[number]}; PRAGMA user_version = {number + 1};";
            script.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private void DemandQueries(SqliteConnection connection)
    {
        foreach (var key in QueryKeys)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM OrleansQuery WHERE QueryKey = $key AND QueryText <> ''";
            command.Parameters.AddWithValue("$key", key);
            if ((long)command.ExecuteScalar()! != 1) throw new DamagedStorageException(path, $"OrleansQuery lacks {key}");
        }
    }

    private static string[] Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(ScriptFolder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                }),
        ];
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private StorageStartException Translate(SqliteException trouble) => trouble.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new LockedStorageException(path, trouble),
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new DamagedStorageException(path, trouble.Message, trouble),
        _ => new UnwritableStorageException(path, trouble.Message, trouble),
    };
}
