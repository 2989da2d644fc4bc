using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Tests;
using Npgsql;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>A database of the shared server, copied from one that the migration made.</summary>
public sealed class PostgresDatabase : Database
{
    public const string App = "registry_app";
    public const string Migrator = "registry_migrator";

    /// <summary>Those whose rows belong to somebody.</summary>
    public static readonly string[] TenantTables = ["site", "unit", "request", "deadline", "next_reminder", "reminder", "account", "ledger_event"];

    private const string Template = "registry_template";

    private static readonly Lazy<bool> TemplateIsMade = new(MakeTemplate);
    private static readonly Lock Copying = new();
    private static int count;

    public PostgresDatabase()
        : this(Template)
    {
    }

    private PostgresDatabase(string template)
    {
        if (template == Template)
            _ = TemplateIsMade.Value;
        Name = $"registry_{Interlocked.Increment(ref count)}";
        lock (Copying) // a template must not be in use while it is copied
            Administrate($"CREATE DATABASE {Name} TEMPLATE {template}");
        if (template == Template) // each database signs its cursors by a key of its own
            Execute("UPDATE store_setting SET value = sha256(value || current_database()::bytea) WHERE name = 'cursor-key'");
    }

    public string Name { get; }

    /// <summary>As the program comes.</summary>
    public string ConnectionString => Server.ConnectionString(Name, App);

    internal static PostgresServer Server => PostgresServer.Shared;

    /// <summary>One that nobody has prepared or migrated.</summary>
    public static PostgresDatabase Bare() => new("template0");

    /// <summary>What the administrator runs on a database before all else.</summary>
    public static string RolesScript { get; } = ReadRolesScript();

    public string As(string user) => Server.ConnectionString(Name, user);

    public void Prepare() => Server.Script(Name, RolesScript);

    public void Migrate() => PostgresMigration.Apply(As(Migrator), NullLoggerFactory.Instance);

    public override int Execute(string sql) => Execute(PostgresServer.Superuser, sql);

    public int Execute(string user, string sql)
    {
        using var connection = Connect(user);
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteNonQuery();
    }

    public override IReadOnlyList<object?[]> Query(string sql)
    {
        using var connection = Connect(PostgresServer.Superuser);
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    public NpgsqlConnection Connect(string user)
    {
        var connection = new NpgsqlConnection($"{As(user)};Pooling=false;Search Path=registry");
        connection.Open();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        Administrate($"DROP DATABASE {Name} WITH (FORCE)");
        return ValueTask.CompletedTask;
    }

    internal override IRegisterDialect Dialect(RegisterStoreOptions options) =>
        new PostgresDialect(ConnectionString, options, NullLoggerFactory.Instance);

    private static string ReadRolesScript()
    {
        using var stream = typeof(RegisterStore).Assembly.GetManifestResourceStream("Sql/postgresql/roles.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static bool MakeTemplate()
    {
        Administrate($"CREATE DATABASE {Template} TEMPLATE template0");
        Server.Script(Template, RolesScript);
        PostgresMigration.Apply(Server.ConnectionString(Template, Migrator), NullLoggerFactory.Instance);
        return true;
    }

    private static void Administrate(string sql)
    {
        using var connection = new NpgsqlConnection($"{Server.ConnectionString("postgres")};Pooling=false;Command Timeout=60");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
