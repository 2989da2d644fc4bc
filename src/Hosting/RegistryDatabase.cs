using Microsoft.Extensions.Configuration;

namespace NanchangEdu.Registry.Hosting;

/// <summary>The kinds of database the registry runs on.</summary>
public enum DatabaseKind
{
    /// <summary>Files of this process alone: the embedded mode.</summary>
    Sqlite = 1,
    /// <summary>A server that many silos and gateways share.</summary>
    Postgresql = 2,
}

/// <summary>Which database, and how to reach it: <c>Registry:Database</c> and <c>Registry:Postgres:ConnectionString</c>.</summary>
public sealed record RegistryDatabase(DatabaseKind Kind, string? ConnectionString)
{
    public const string KindSetting = "Registry:Database";
    public const string ConnectionSetting = "Registry:Postgres:ConnectionString";

    /// <summary>The files of the embedded mode.</summary>
    public static RegistryDatabase Embedded { get; } = new(DatabaseKind.Sqlite, null);

    public bool IsPostgres => Kind == DatabaseKind.Postgresql;

    /// <summary>The connection string; only where <see cref="IsPostgres"/>.</summary>
    public string Postgres => ConnectionString ?? throw new InvalidOperationException("this registry does not run on PostgreSQL");

    /// <param name="configuration">The process's configuration.</param>
    /// <param name="unset">What holds when nothing is said.</param>
    /// <exception cref="RegistrySettingException"/>
    public static RegistryDatabase From(IConfiguration configuration, DatabaseKind unset)
    {
        var kind = (configuration[KindSetting], unset) switch
        {
            (null or "", var chosen) => chosen,
            ("sqlite", _) => DatabaseKind.Sqlite,
            ("postgresql", _) => DatabaseKind.Postgresql,
            (var other, _) => throw new RegistrySettingException(
                KindSetting, $"「{other}」不是可用的数据库，请填 sqlite 或 postgresql。", $"'{other}' is no database the registry knows; use sqlite or postgresql."),
        };
        if (kind == DatabaseKind.Sqlite) return new RegistryDatabase(kind, null);

        return configuration[ConnectionSetting] is { Length: > 0 } text
            ? new RegistryDatabase(kind, text)
            : throw new RegistrySettingException(
                ConnectionSetting,
                "未填写 PostgreSQL 连接串，例如 Host=db;Database=registry;Username=registry_app;Passfile=/run/secrets/registry/pgpass。",
                "is missing; for example Host=db;Database=registry;Username=registry_app;Passfile=/run/secrets/registry/pgpass.");
    }
}
