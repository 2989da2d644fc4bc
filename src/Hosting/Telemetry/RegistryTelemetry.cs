using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanchangEdu.Registry.Store;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NanchangEdu.Registry.Hosting.Telemetry;

/// <summary>
/// Metrics at <c>/metrics</c> for Prometheus and, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so, metrics and traces to a collector.
/// The one place that knows OpenTelemetry; the instruments are .NET's own and stand where the work is done.
/// </summary>
public static class RegistryTelemetry
{
    public const string MetricsPath = "/metrics";
    public const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string OurMeters = "NanchangEdu.Registry.*";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string Database = "Npgsql";

    /// <summary>
    /// What of Orleans' hundred instruments is worth keeping. Many of the others have a series for each silo that ever lived, and a
    /// page that grows with every restart is read by nobody.
    /// </summary>
    private static readonly HashSet<string> OfOrleans =
    [
        "orleans-app-requests-latency", "orleans-app-requests-timedout", "orleans-catalog-activation-failed-to-activate",
        "orleans-client-connected-gateways", "orleans-gateway-connected-clients", "orleans-gateway-load-shedding", "orleans-grains",
        "orleans-messaging-expired", "orleans-messaging-rejected", "orleans-networking-sockets-closed", "orleans-scheduler-long-running-turns",
    ];

    /// <summary>Logs, metrics, traces and the port of operators' pages. Called once the program's listening addresses are settled.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="unset">The database it runs on when nothing is said.</param>
    public static IHostApplicationBuilder AddRegistryTelemetry(this IHostApplicationBuilder builder, DatabaseKind unset = DatabaseKind.Sqlite)
    {
        builder.AddRegistryLogs(unset);
        builder.AddManagementPort();

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(builder.Environment.ApplicationName, serviceVersion: Version, serviceInstanceId: Environment.MachineName)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter(OurMeters, OrleansMeter, Database)
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddView(Keep)
                    .AddPrometheusExporter(page => page.ScopeInfoEnabled = false);
                if (HasCollector(builder.Configuration)) metrics.AddOtlpExporter();
            });
        if (!HasCollector(builder.Configuration)) return builder;

        telemetry.WithTracing(traces => traces
            .AddSource(StoreActivity.SourceName, "Microsoft.Orleans.Application", Database)
            .AddAspNetCoreInstrumentation(Discreet)
            .AddOtlpExporter());
        return builder;
    }

    /// <summary>Maps <c>/metrics</c>, at the management port alone. It needs no token: it is told to whoever may reach that port.</summary>
    public static void MapRegistryMetrics(this IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint(MetricsPath)
            .AtManagementPort().AllowAnonymous().DisableHttpMetrics().ExcludeFromDescription();

    /// <summary>Carries the trace through the silo's calls. Without a collector nobody would see it, and each call would pay.</summary>
    public static ISiloBuilder AddRegistryTracing(this ISiloBuilder silo) =>
        HasCollector(silo.Configuration) ? silo.AddActivityPropagation() : silo;

    /// <summary>Carries the trace from a gateway to the silos.</summary>
    public static IClientBuilder AddRegistryTracing(this IClientBuilder client) =>
        HasCollector(client.Configuration) ? client.AddActivityPropagation() : client;

    private static string? Version => typeof(RegistryTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static bool HasCollector(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[CollectorSetting]);

    private static MetricStreamConfiguration? Keep(Instrument instrument) =>
        instrument.Meter.Name == OrleansMeter && !OfOrleans.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null;

    /// <summary>Searches (q=) may hold anything, a person's name among it; a browser's own words say nothing that is needed here.</summary>
    private static void Discreet(AspNetCoreTraceInstrumentationOptions requests)
    {
        requests.Filter = context => !IsOperators(context.Request.Path);
        requests.EnrichWithHttpRequest = (activity, _) => Forget(activity);
        requests.EnrichWithHttpResponse = (activity, _) => Forget(activity);
    }

    private static void Forget(Activity activity) => activity.SetTag("url.query", null).SetTag("user_agent.original", null);

    private static bool IsOperators(PathString path) => path.StartsWithSegments(MetricsPath) || path.StartsWithSegments("/healthz");
}
