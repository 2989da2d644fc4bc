using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Cluster;
using NanchangEdu.Registry.Hosting.Telemetry;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api;

/// <summary>The registry behind the door: its silo inside this process, or a cluster of them apart.</summary>
internal static class RegistryMode
{
    public static void AddRegistry(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Stopping.Patience);
        builder.AddKeyProtection(surroundings);
        if (surroundings.SiloInside) builder.AddSiloInside(surroundings);
        else builder.AddClusterClient(surroundings.Database);
        builder.Services.AddFirstRun(surroundings);
        builder.Services.AddIdentityUpkeep();
    }

    /// <summary>
    /// Commands and questions go to the silos, lists to the database. The door opens at once and is not ready until a silo is found:
    /// who asks for the process's life must get an answer while the cluster is away.
    /// </summary>
    private static void AddClusterClient(this WebApplicationBuilder builder, RegistryDatabase database)
    {
        var cluster = builder.Configuration.BindChecked<RegistryClusterOptions>(RegistryClusterOptions.Section);
        var membership = builder.Configuration.BindChecked<MembershipOptions>(MembershipOptions.Section);
        builder.Services.AddChecked<RegisterStoreOptions>(builder.Configuration, "Registry:Store");
        builder.Services.AddRegisterQueries(register => register.ConnectionString = database.Postgres);
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.UseOrleansClient(client => client.UseRegistryCluster(database, cluster, membership).AddRegistryTracing().AddRegistryDashboard());
    }
}
