using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Store.Postgres;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// What proves who somebody is: passwords, second factors and secrets (hashed), tokens that can be revoked, sessions, and the keys that
/// protect cookies. No record of the registry is ever kept here: who a person is and may be, the register says.
/// </summary>
public class IdentityDatabase(DbContextOptions options) : IdentityUserContext<Credentials, string>(options), IDataProtectionKeyContext
{
    private const int IdLength = 64;

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ClientUse> ClientUses => Set<ClientUse>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict();
        builder.Entity<Session>(session =>
        {
            session.Property(s => s.Id).HasMaxLength(IdLength);
            session.Property(s => s.PersonId).HasMaxLength(IdLength);
            session.HasIndex(s => new { s.PersonId, s.StartedAt });
        });
        builder.Entity<ClientUse>(use =>
        {
            use.HasKey(u => u.ClientId);
            use.Property(u => u.ClientId).HasMaxLength(IdLength);
        });
    }

    /// <summary>Every instant is UTC, whichever database: SQLite would give it back without saying so.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        given => given.ToUniversalTime(), stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}

/// <summary>The same on PostgreSQL, in a schema of its own. A type of its own, since each database has its own migrations.</summary>
public sealed class PostgresIdentityDatabase(DbContextOptions<PostgresIdentityDatabase> options) : IdentityDatabase(options)
{
    public const string Schema = "identity";
    public const string MigrationsTable = "migrations";

    /// <summary>What the serving program may do: keep the rows, not the tables.</summary>
    public const string Grants =
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO registry_app; "
        + "REVOKE INSERT, UPDATE, DELETE ON identity.migrations FROM registry_app";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.HasDefaultSchema(Schema);
        base.OnModelCreating(builder);
    }
}

/// <summary>The same on SQLite, in a file of its own.</summary>
public sealed class SqliteIdentityDatabase(DbContextOptions<SqliteIdentityDatabase> options) : IdentityDatabase(options);

internal static class IdentityDatabaseRegistration
{
    private const string FileName = "identity.db";

    public static void AddIdentityDatabase(this IServiceCollection services, Surroundings surroundings)
    {
        if (surroundings.Database.IsPostgres)
            services.AddDbContext<IdentityDatabase, PostgresIdentityDatabase>(options => options.OnPostgres(surroundings.Database.Postgres));
        else
            services.AddDbContext<IdentityDatabase, SqliteIdentityDatabase>(options => options.OnSqlite(Path.Combine(surroundings.DataFolder, FileName)));
    }

    public static void OnPostgres(this DbContextOptionsBuilder options, string connectionString) => options.UseNpgsql(
        PostgresConnections.For(connectionString, "registry identity"),
        postgres => postgres.MigrationsHistoryTable(PostgresIdentityDatabase.MigrationsTable, PostgresIdentityDatabase.Schema));

    public static void OnSqlite(this DbContextOptionsBuilder options, string path) => options
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString)
        .AddInterceptors(new DurableConnections());
}

/// <summary>SQLite's own defaults lose the last transaction when the power goes: every connection is set to WAL and full synchronisation.</summary>
internal sealed class DurableConnections : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Lets <c>dotnet ef migrations add --context SqliteIdentityDatabase</c> work without starting the program.</summary>
internal sealed class SqliteIdentityAtDesignTime : IDesignTimeDbContextFactory<SqliteIdentityDatabase>
{
    public SqliteIdentityDatabase CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteIdentityDatabase>();
        options.OnSqlite("identity.db");
        return new SqliteIdentityDatabase(options.Options);
    }
}

/// <summary>Lets <c>dotnet ef migrations add --context PostgresIdentityDatabase</c> work without a server.</summary>
internal sealed class PostgresIdentityAtDesignTime : IDesignTimeDbContextFactory<PostgresIdentityDatabase>
{
    public PostgresIdentityDatabase CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresIdentityDatabase>();
        options.OnPostgres("Host=localhost;Database=registry");
        return new PostgresIdentityDatabase(options.Options);
    }
}
