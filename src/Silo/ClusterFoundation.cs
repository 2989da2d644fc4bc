using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Cluster;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Silo;

/// <summary>PostgreSQL for records, operational state and membership; neighbours on other machines.</summary>
internal sealed class ClusterFoundation(
    RegistrySiloOptions options, RegistryDatabase database, RegistryClusterOptions cluster, MembershipOptions membership) : IFoundation
{
    private const string InKubernetes = "KUBERNETES_SERVICE_HOST";

    private static bool IsInKubernetes => Environment.GetEnvironmentVariable(InKubernetes) is { Length: > 0 };

    public string? OwnWebhookKeyFile => null;

    public static void AddStore(IServiceCollection services, RegistryDatabase database) =>
        services.AddRegisterStore((PostgresRegisterOptions register) => register.ConnectionString = database.Postgres);

    public void AddTo(IServiceCollection services)
    {
        AddStore(services, database);
        services.AddSingleton(database);
        services.AddSingleton<DatabaseClock>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseClock>());
    }

    public void AddTo(ISiloBuilder silo)
    {
        // Its own settings come after those of the pod, which know neither our ports nor our names.
        if (IsInKubernetes) silo.UseKubernetesHosting();
        if (options.GatewayPort != 0) cluster.DemandSharedCallerKeys();
        silo.UseRegistryCluster(database, cluster, membership);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.SiloPort = options.SiloPort ?? RegistryClusterOptions.DefaultSiloPort;
            endpoints.GatewayPort = options.GatewayPort ?? RegistryClusterOptions.DefaultGatewayPort;
            endpoints.AdvertisedIPAddress = cluster.Advertised;
            endpoints.SiloListeningEndpoint = new IPEndPoint(cluster.Listening, endpoints.SiloPort);
            endpoints.GatewayListeningEndpoint = endpoints.GatewayPort == 0 ? null : new IPEndPoint(cluster.Listening, endpoints.GatewayPort);
        });
        silo.AddAdoNetGrainStorage(OperationalState.StorageName, storage =>
        {
            storage.Invariant = ClusterComposition.Invariant;
            storage.ConnectionString = MembershipConnections.StringFor(database);
            storage.GrainStorageSerializer = new OperationalStateSerializer();
        });
    }

    public async Task Prepare(IServiceProvider services, CancellationToken cancellationToken)
    {
        var patience = StartPatience.For(
            services.GetRequiredService<IOptions<StartOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StartPatience)));
        await patience.ExecuteAsync(
            async cancellation =>
            {
                _ = services.GetRequiredService<IRegisterStore>();
                await OrleansSchema.DemandQueries(database, cancellation);
                await services.GetRequiredService<DatabaseClock>().Measure(cancellation);
            },
            cancellationToken);
    }
}
