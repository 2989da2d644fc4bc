using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting.Cluster;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Silo;

/// <summary>SQLite files under one folder, one silo on the loopback address.</summary>
internal sealed class EmbeddedFoundation(RegistrySiloOptions options, string dataFolder) : IFoundation
{
    private const string RegisterFile = "register.db";
    private const string OperationsFile = "operations.db";
    private const string WebhookKeyFile = "webhook.key";

    private readonly OperationalDatabase operations = new(Path.Combine(dataFolder, OperationsFile));

    public string OwnWebhookKeyFile => Path.Combine(dataFolder, WebhookKeyFile);

    public static void AddStore(IServiceCollection services, string dataFolder) =>
        services.AddRegisterStore((SqliteRegisterOptions file) => file.Path = Path.Combine(dataFolder, RegisterFile));

    public void AddTo(IServiceCollection services) => AddStore(services, dataFolder);

    public void AddTo(ISiloBuilder silo)
    {
        var siloPort = options.SiloPort is { } port and not 0 ? port : FreePorts.Next();
        silo.UseLocalhostClustering(
            siloPort, options.GatewayPort ?? 0, serviceId: RegistryClusterOptions.ServiceId, clusterId: RegistryClusterOptions.ServiceId);
        silo.AddCallerContext(new ClusterSecurityOptions());
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Loopback;
            endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, siloPort);
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(options.ResponseSeconds);
            messaging.SystemResponseTimeout = TimeSpan.FromSeconds(options.ResponseSeconds);
        });
        silo.AddAdoNetGrainStorage(OperationalState.StorageName, operations.Configure);
    }

    public Task Prepare(IServiceProvider services, CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<IRegisterStore>();
        operations.Prepare();
        return Task.CompletedTask;
    }
}
