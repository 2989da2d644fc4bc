using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store;

/// <summary>The file of the register, in embedded mode.</summary>
public sealed class SqliteRegisterOptions
{
    public const string DefaultPath = "data/register.db";

    /// <summary>The database file; its folder is made when missing. <c>data/register.db</c> unless set.</summary>
    public string Path { get; set; } = DefaultPath;
}

public static class RegisterStoreRegistration
{
    /// <summary>
    /// Registers <see cref="IRegisterStore"/>, <see cref="ICatalog"/>, <see cref="IStoreHealth"/> and
    /// <see cref="IAnswerPruning"/> over one SQLite file.
    /// </summary>
    /// <remarks>
    /// The database is opened when one of them is first resolved: resolve <see cref="RegisterStore"/> before the host starts and
    /// catch <see cref="StorageStartException"/>, whose message is made to be printed.
    /// </remarks>
    public static IServiceCollection AddRegisterStore(this IServiceCollection services, Action<SqliteRegisterOptions> file)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<RegisterStoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RegisterStoreOptions>, RegisterStoreOptionsValidator>());
        services.AddOptions<SqliteRegisterOptions>()
            .Configure(file)
            .Validate(options => !string.IsNullOrWhiteSpace(options.Path), "The path of the register's database is empty.")
            .ValidateOnStart();

        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RegisterStoreOptions>>().Value;
            var path = provider.GetRequiredService<IOptions<SqliteRegisterOptions>>().Value.Path;
            var loggers = provider.GetRequiredService<ILoggerFactory>();
            return RegisterStore.Open(
                new SqliteDialect(path, options, loggers), options, provider.GetRequiredService<TimeProvider>(), loggers);
        });
        services.AddSingleton<IRegisterStore>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton(provider => provider.GetRequiredService<RegisterStore>().Catalog);
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<RegisterStore>());
        services.AddSingleton<IAnswerPruning>(provider => provider.GetRequiredService<RegisterStore>());
        return services;
    }
}
