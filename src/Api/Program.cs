using NanchangEdu.Registry.Api;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Startup;

return await StartupFailures.Tell(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    var surroundings = builder.AddSurroundings();
    builder.AddGateway();
    builder.AddRegistryIdentity(surroundings.DataFolder);
    builder.AddRegistryOpenApi();
    if (surroundings.IsServing) builder.AddEmbeddedRegistry(surroundings);

    await using var app = builder.Build();
    app.UseGateway();
    app.MapGateway();

    if (surroundings.IsServing) await app.Serve(surroundings);
    else await app.RunAsync();
});
