using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Telemetry;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Store;

// The grains of a cluster: no door but the probes and the figures.
const string UrlDefault = "http://127.0.0.1:8081";

try
{
    var builder = WebApplication.CreateSlimBuilder(args);

    // What is wrong is told below in one sentence; the host would print its stack trace before it.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    // Orleans runs each placement through a pipeline, which would tell of every one.
    builder.Logging.AddFilter("Polly", LogLevel.Warning);
    if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(UrlDefault);
    builder.AddRegistryTelemetry(DatabaseKind.Postgresql);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Stopping.Patience);
    builder.AddRegistrySilo(SharedDatabase(builder.Configuration));
    builder.Services.AddSingleton<SiloReadiness>();

    await using var app = builder.Build();
    SiloReadiness.Map(app);
    app.MapRegistryMetrics();
    await app.RunAsync();
    return 0;
}
catch (StorageStartException fault)
{
    await Console.Error.WriteLineAsync($"{fault.Chinese} [{fault.English}]");
    return 1;
}
catch (RegistrySettingException fault)
{
    await Console.Error.WriteLineAsync($"{fault.Chinese} [{fault.English}]");
    return 1;
}
catch (Exception fault) when (fault is RulePackInvalidException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

static RegistryDatabase SharedDatabase(IConfiguration configuration)
{
    var database = RegistryDatabase.From(configuration, unset: DatabaseKind.Postgresql);
    return database.IsPostgres
        ? database
        : throw new RegistrySettingException(
            RegistryDatabase.KindSetting,
            "silo 程序只用于 PostgreSQL 集群；单机请运行 src/Api。",
            "the silo program is for a cluster on PostgreSQL; run src/Api for one machine.");
}

/// <summary>Not public, as the web framework would make it: the gateway's tests know another Program.</summary>
internal sealed partial class Program;
