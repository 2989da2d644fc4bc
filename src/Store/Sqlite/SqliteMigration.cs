using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Applies the numbered SQL that the database has not seen yet, all in one transaction, and journals it.</summary>
internal static class SqliteMigration
{
    private const string Folder = "Sql/sqlite/";
    private const string Journal = "schema_version";

    /// <summary>Names and texts of the numbered scripts, in order.</summary>
    public static IReadOnlyList<SqlScript> Scripts { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[Folder.Length..], Read(name))),
    ];

    /// <param name="session">The open connection; it stays open.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="logger">Hears what is applied.</param>
    /// <exception cref="StorageStartException"/>
    public static void Apply(SqliteSession session, string path, ILogger logger)
    {
        var engine = DeployChanges.To
            .SqliteDatabase(new SharedConnection(session.Connection))
            .WithScripts(Scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .JournalToSqliteTable(Journal)
            .LogTo(new MigrationLog(logger))
            .Build();

        if (engine.GetExecutedButNotDiscoveredScripts() is [var unknown, ..])
            throw new NewerStorageException(path, unknown);

        var result = engine.PerformUpgrade();
        if (!result.Successful)
            throw new FailedMigrationException(path, result.ErrorScript?.Name ?? "?", result.Error);
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
