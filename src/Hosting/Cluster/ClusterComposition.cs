using NanchangEdu.Registry.Hosting.Security;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>Silos and gateways that find each other through PostgreSQL.</summary>
public static class ClusterComposition
{
    /// <summary>Names the driver to Orleans' AdoNet providers.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>How often a gateway looks which silos take calls.</summary>
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    /// <summary>How long a gateway that found no silo waits before it looks again. It never gives up: a cluster that is away comes back.</summary>
    private static readonly TimeSpan ConnectionPause = TimeSpan.FromSeconds(1);

    /// <summary>Calls that placing, activating or ending a grain may wait for, one after the other.</summary>
    private const int CallsOfAStep = 2;

    /// <summary>Membership, closed ports and caller contexts of a silo.</summary>
    public static ISiloBuilder UseRegistryCluster(
        this ISiloBuilder silo, RegistryDatabase database, RegistryClusterOptions cluster, MembershipOptions membership)
    {
        if (cluster.HasCertificate) silo.UseClusterTls(cluster);
        silo.AddCallerContext(cluster);
        silo.Configure<ClusterOptions>(options => Name(options, cluster));
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = MembershipConnections.StringFor(database);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(membership.ProbeSeconds);
            options.MinProbeTimeout = TimeSpan.FromSeconds(membership.ProbeSeconds / 2.0);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(membership.ProbeSeconds * 1.5);
            options.NumMissedProbesLimit = membership.MissedProbesMax;
            options.NumVotesForDeathDeclaration = membership.VotesForDeath;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(membership.TableRefreshSeconds);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(membership.AliveEverySeconds);
            options.NumMissedTableIAmAliveLimit = membership.MissedAlivesMax;
            options.DefunctSiloExpiration = TimeSpan.FromHours(membership.DeadKeptHours);
        });
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(membership.ResponseSeconds);
            options.SystemResponseTimeout = TimeSpan.FromSeconds(membership.ResponseSeconds);
            options.PlacementTimeout = StepsOf(membership);
        });
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.ActivationTimeout = StepsOf(membership);
            options.DeactivationTimeout = StepsOf(membership);
        });
        return silo;
    }

    /// <summary>The same for a gateway in another process.</summary>
    public static IClientBuilder UseRegistryCluster(
        this IClientBuilder client, RegistryDatabase database, RegistryClusterOptions cluster, MembershipOptions membership)
    {
        cluster.DemandSharedCallerKeys();
        if (cluster.HasCertificate) client.UseClusterTls(cluster);
        client.AddCallerContext(cluster);
        client.Configure<ClusterOptions>(options => Name(options, cluster));
        client.UseAdoNetClustering(options =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = MembershipConnections.StringFor(database);
        });
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(membership.ResponseSeconds));
        client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            await Task.Delay(ConnectionPause, cancellationToken);
            return true;
        });
        return client;
    }

    /// <summary>
    /// How long a grain may be under way between silos. Everybody who calls it waits behind that step, so Orleans' half a minute would
    /// outlast a partition that has long been healed.
    /// </summary>
    private static TimeSpan StepsOf(MembershipOptions membership) => TimeSpan.FromSeconds(CallsOfAStep * membership.ResponseSeconds);

    private static void Name(ClusterOptions options, RegistryClusterOptions cluster)
    {
        options.ServiceId = RegistryClusterOptions.ServiceId;
        options.ClusterId = cluster.ClusterId;
    }
}
