using Microsoft.Extensions.Configuration;
using Orleans.Dashboard;

namespace NanchangEdu.Registry.Hosting.Telemetry;

/// <summary>The Orleans dashboard's part in the silo: it watches every call, so it is off unless <c>Registry:Dashboard</c> asks for it.</summary>
public static class DashboardRegistration
{
    public const string Setting = "Registry:Dashboard";

    public static bool HasDashboard(this IConfiguration configuration) => configuration.GetValue<bool>(Setting);

    public static ISiloBuilder AddRegistryDashboard(this ISiloBuilder silo) =>
        silo.Configuration.HasDashboard() ? silo.AddDashboard(WithoutLogs) : silo;

    /// <summary>For a gateway whose silos are elsewhere; they need the setting, too.</summary>
    public static IClientBuilder AddRegistryDashboard(this IClientBuilder client) =>
        client.Configuration.HasDashboard() ? client.AddDashboard(WithoutLogs) : client;

    /// <summary>Logs have a place of their own, with its own readers.</summary>
    private static void WithoutLogs(DashboardOptions dashboard) => dashboard.HideTrace = true;
}
