using NanchangEdu.Registry.Api;
using NanchangEdu.Registry.Api.Commands;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Operators;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Hosting.Telemetry;

return await StartupFailures.Tell(async () =>
{
    if (Verb.Of(args) is var (verb, rest)) return await VerbHost.Run(verb, rest);

    var builder = WebApplication.CreateBuilder(args);
    var surroundings = builder.AddSurroundings();
    builder.AddRegistryTelemetry();
    builder.AddGateway();
    builder.AddRegistryIdentity(surroundings);
    builder.AddRegistryOpenApi();
    if (surroundings.IsServing) builder.AddRegistry(surroundings);

    await using var app = builder.Build();
    app.UseGateway();
    app.MapGateway();
    app.MapRegistryMetrics();
    app.MapOrleansDashboardForOperators();

    if (surroundings.IsServing) await app.Serve(surroundings);
    else await app.RunAsync();
    return 0;
});
