using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Store.Sqlite;
using Npgsql;

namespace NanchangEdu.Registry.Store;

/// <summary>The file of the register, in embedded mode.</summary>
public sealed class SqliteRegisterOptions
{
    public const string DefaultPath = "data/register.db";

    /// <summary>The database file; its folder is made when missing. <c>data/register.db</c> unless set.</summary>
    public string Path { get; set; } = DefaultPath;
}

/// <summary>The register's PostgreSQL database, in a cluster.</summary>
public sealed class PostgresRegisterOptions
{
    /// <summary>
    /// Where the database is and as whom to come, in Npgsql's words. No password stands here: <c>Passfile</c> names the file
    /// that holds it. How to use the connection is this program's matter, see <see cref="PostgresConnections"/>.
    /// </summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>Refuses a connection string that is empty, not one, or holds a secret.</summary>
public sealed class PostgresRegisterOptionsValidator : IValidateOptions<PostgresRegisterOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresRegisterOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail("The connection string of the register's database is empty.");
        try
        {
            var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            if (string.IsNullOrEmpty(given.Host))
                return ValidateOptionsResult.Fail("The connection string of the register's database names no host.");
            return string.IsNullOrEmpty(given.Password)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("The connection string of the register's database holds a password: put it into a file and name that by Passfile.");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail("The connection string of the register's database is not one of Npgsql.");
        }
    }
}

public static class RegisterStoreRegistration
{
    /// <summary>
    /// Registers <see cref="IRegisterStore"/>, <see cref="ICatalog"/>, <see cref="ISealedLedger"/>, <see cref="IStoreHealth"/> and what upkeep,
    /// sealing and audits ask of the store, over one SQLite file.
    /// </summary>
    /// <remarks>
    /// The database is opened when one of them is first resolved: resolve <see cref="RegisterStore"/> before the host starts and
    /// catch <see cref="StorageStartException"/>, whose message is made to be printed.
    /// </remarks>
    public static IServiceCollection AddRegisterStore(this IServiceCollection services, Action<SqliteRegisterOptions> file)
    {
        services.AddOptions<SqliteRegisterOptions>()
            .Configure(file)
            .Validate(options => !string.IsNullOrWhiteSpace(options.Path), "The path of the register's database is empty.")
            .ValidateOnStart();
        return services.AddStore((provider, options, loggers) =>
            new SqliteDialect(provider.GetRequiredService<IOptions<SqliteRegisterOptions>>().Value.Path, options, loggers));
    }

    /// <summary>The same over a PostgreSQL database, which <see cref="PostgresMigration"/> has brought up to date before.</summary>
    /// <inheritdoc cref="AddRegisterStore(IServiceCollection, Action{SqliteRegisterOptions})" path="/remarks"/>
    public static IServiceCollection AddRegisterStore(this IServiceCollection services, Action<PostgresRegisterOptions> database) =>
        services.AddPostgres(database).AddStore(Postgres);

    /// <summary>
    /// Registers <see cref="ICatalog"/>, <see cref="ISealedLedger"/> and <see cref="IStoreHealth"/> over a PostgreSQL database, and no writer: for a gateway
    /// whose grains live elsewhere. Opened as a store is; resolve <see cref="RegisterQueries"/> for that.
    /// </summary>
    public static IServiceCollection AddRegisterQueries(this IServiceCollection services, Action<PostgresRegisterOptions> database)
    {
        services.AddPostgres(database).AddStoreOptions();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RegisterStoreOptions>>().Value;
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            return RegisterQueries.Open(Postgres(provider, options, loggers), provider.GetRequiredService<TimeProvider>(), loggers);
        });
        services.AddSingleton(provider => provider.GetRequiredService<RegisterQueries>().Catalog);
        services.AddSingleton(provider => provider.GetRequiredService<RegisterQueries>().Ledger);
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<RegisterQueries>());
        return services;
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services, Action<PostgresRegisterOptions> database)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresRegisterOptions>, PostgresRegisterOptionsValidator>());
        services.AddOptions<PostgresRegisterOptions>().Configure(database).ValidateOnStart();
        return services;
    }

    private static PostgresDialect Postgres(IServiceProvider provider, RegisterStoreOptions options, ILoggerFactory loggers) =>
        new(provider.GetRequiredService<IOptions<PostgresRegisterOptions>>().Value.ConnectionString, options, loggers);

    private static void AddStoreOptions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<RegisterStoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RegisterStoreOptions>, RegisterStoreOptionsValidator>());
    }

    private static IServiceCollection AddStore(
        this IServiceCollection services, Func<IServiceProvider, RegisterStoreOptions, ILoggerFactory, IRegisterDialect> dialect)
    {
        services.AddStoreOptions();
        services.TryAddSingleton(provider => new StoreMeter(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RegisterStoreOptions>>().Value;
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            return RegisterStore.Open(
                dialect(provider, options, loggers), options, provider.GetRequiredService<TimeProvider>(), loggers,
                provider.GetRequiredService<StoreMeter>());
        });
        services.AddSingleton<IRegisterStore>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton(provider => provider.GetRequiredService<RegisterStore>().Catalog);
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton(provider => provider.GetRequiredService<RegisterStore>().Ledger);
        services.AddSingleton(provider => provider.GetRequiredService<RegisterStore>().Auditing);
        services.AddSingleton<IAnswerPruning>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton<ICountKeeping>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton<IReminding>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton<ILedgerSealing>(provider => provider.GetRequiredService<RegisterStore>());
        return services;
    }
}
