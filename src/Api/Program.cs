using NanchangEdu.Registry.Api;
using NanchangEdu.Registry.Api.Commands;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Startup;

return await StartupFailures.Tell(async () =>
{
    if (Verb.Of(args) is var (verb, rest)) return await VerbHost.Run(verb, rest);

    var builder = WebApplication.CreateBuilder(args);
    var surroundings = builder.AddSurroundings();
    builder.AddGateway();
    builder.AddRegistryIdentity(surroundings);
    builder.AddRegistryOpenApi();
    if (surroundings.IsServing) builder.AddRegistry(surroundings);

    await using var app = builder.Build();
    app.UseGateway();
    app.MapGateway();

    if (surroundings.IsServing) await app.Serve(surroundings);
    else await app.RunAsync();
    return 0;
});
