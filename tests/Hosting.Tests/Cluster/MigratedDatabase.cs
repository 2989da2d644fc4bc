using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Tests;
using Npgsql;

namespace NanchangEdu.Registry.Hosting.Tests.Cluster;

/// <summary>One database of the shared server, prepared and migrated as a city's is.</summary>
public sealed class MigratedDatabase : IDisposable
{
    private static int count;

    private readonly string name = $"hosting_{Interlocked.Increment(ref count)}";

    public MigratedDatabase()
    {
        Server.Sql("postgres", $"CREATE DATABASE {name} TEMPLATE template0");
        using var script = new StreamReader(typeof(RegisterStore).Assembly.GetManifestResourceStream("Sql/postgresql/roles.sql")!);
        Server.Script(name, script.ReadToEnd());
        PostgresMigration.Apply(Server.ConnectionString(name, "registry_migrator"), NullLoggerFactory.Instance);
    }

    /// <summary>As the serving program reaches it.</summary>
    public RegistryDatabase Registry => new(DatabaseKind.Postgresql, Server.ConnectionString(name, "registry_app"));

    private static PostgresServer Server => PostgresServer.Shared;

    /// <summary>Past the program, as an administrator.</summary>
    public string Sql(string statement) => Server.Sql(name, "SET search_path = registry", statement).Trim();

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Server.Sql("postgres", $"DROP DATABASE {name} WITH (FORCE)");
    }
}
