using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Operations;

/// <summary>The register's store with no silo around it: for an operator's verb.</summary>
internal static class StoreAlone
{
    /// <summary>Counting a million sites anew is one question.</summary>
    private const int ReadSecondsMax = 3600;

    public static ServiceProvider Services(RegistryDatabase database, string dataFolder, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers);
        if (database.IsPostgres) ClusterFoundation.AddStore(services, database);
        else EmbeddedFoundation.AddStore(services, dataFolder);
        services.Configure<RegisterStoreOptions>(store => store.ReadSecondsMax = ReadSecondsMax);
        return services.BuildServiceProvider();
    }
}
