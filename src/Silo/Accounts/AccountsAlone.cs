using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Silo.Accounts;

/// <summary>What an operator's verb needs to work on accounts: store and rule pack, and no silo.</summary>
public static class AccountsAlone
{
    public static IServiceCollection Services(
        RegistryDatabase database, string dataFolder, IConfiguration configuration, string root, IServiceProvider host)
    {
        var services = new ServiceCollection()
            .AddSingleton(host.GetRequiredService<ILoggerFactory>())
            .AddSingleton(host.GetRequiredService<IMeterFactory>())
            .AddSingleton(host.GetRequiredService<TimeProvider>());
        if (database.IsPostgres) ClusterFoundation.AddStore(services, database);
        else EmbeddedFoundation.AddStore(services, dataFolder);

        var options = configuration.BindChecked<RegistrySiloOptions>(RegistrySiloOptions.Section);
        return services
            .AddSingleton(_ => RulePackFile.Load(Path.GetFullPath(options.PolicyFile, root)))
            .AddSingleton<LoneAccounts>();
    }
}
