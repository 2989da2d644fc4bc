using System.Reflection;
using System.Text;
using DbUp.Engine;
using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Whether the schema is one that this program can work on. Making it so is for <see cref="PostgresMigration"/>.</summary>
/// <remarks>
/// In a rolling upgrade the migration runs while programs of the version before still serve, and restart. So a newer schema is
/// no obstacle by itself: its scripts only add. One that does not raises <c>needs-script</c>, and older programs refuse.
/// </remarks>
internal static class PostgresSchema
{
    public const string Journal = "schema_version";

    private const string Folder = "Sql/postgresql/";

    /// <summary>Names and texts of the numbered scripts, in order.</summary>
    public static IReadOnlyList<SqlScript> Scripts { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && char.IsAsciiDigit(name[Folder.Length]))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[Folder.Length..], Read(name))),
    ];

    /// <exception cref="StorageStartException"/>
    /// <exception cref="NpgsqlException"/>
    public static void Demand(NpgsqlConnection connection, string database)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        using (var command = new NpgsqlCommand($"SELECT scriptname FROM {Journal}", connection))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                applied.Add(rows.GetString(0));
        }

        if (Scripts.FirstOrDefault(script => !applied.Contains(script.Name)) is { } missing)
            throw new OutdatedStorageException(database, missing.Name);
        var needed = Encoding.UTF8.GetString(Setting(connection, database, "needs-script"));
        if (Scripts.All(script => script.Name != needed))
            throw new NewerStorageException(database, needed);
    }

    /// <exception cref="DamagedStorageException"/>
    public static byte[] Setting(NpgsqlConnection connection, string database, string name)
    {
        using var command = new NpgsqlCommand("SELECT value FROM store_setting WHERE name = $1", connection) { Parameters = { new() { Value = name } } };
        return command.ExecuteScalar() as byte[] ?? throw new DamagedStorageException(database, $"no {name}");
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
