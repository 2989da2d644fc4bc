using NanchangEdu.Registry.Store.Postgres;
using Npgsql;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>
/// A small pool of its own for membership and operational state, so that commands under load never keep a silo from saying that
/// it lives. Nothing waits long in it: a slow answer here is worse than none.
/// </summary>
public static class MembershipConnections
{
    private const int PoolMax = 4;
    private const int KeepAliveSeconds = 10;

    public static string StringFor(RegistryDatabase database) =>
        new NpgsqlConnectionStringBuilder(PostgresConnections.For(database.Postgres, "registry membership"))
        {
            MaxPoolSize = PoolMax,
            KeepAlive = KeepAliveSeconds,
        }.ConnectionString;
}
