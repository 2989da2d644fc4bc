using Microsoft.EntityFrameworkCore;
using NanchangEdu.Registry.Bench;
using NanchangEdu.Registry.Bench.Peer;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Tokens;
using NanchangEdu.Registry.Rules;

// The registry as most would build it: ASP.NET Core, EF Core, one row a site, a transaction a command. The same rules, the same
// views, the same audit row and kept answer, the same tokens; no grain and no memory.
var builder = WebApplication.CreateBuilder(args);
builder.AddTokenAuthentication(
    ("read", [Role.Centre, Role.Clerk, Role.Head, Role.Reviewer, Role.Lead], ["registry.read"]),
    ("filings", [Role.Clerk, Role.Head, Role.Centre], ["registry.write", "registry.verify"]));
builder.Services.AddDbContextPool<PeerDatabase>(options => options
    .UseNpgsql(builder.Configuration.GetConnectionString("Peer"))
    .EnableThreadSafetyChecks(false));
builder.Services.AddSingleton(RulePack.Load(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json"))));
builder.Services.AddScoped<SiteDesk>();

await using var app = builder.Build();
if (args is ["prepare", ..])
{
    await Preparation.Run(app.Services, builder.Configuration.GetConnectionString("Registry")!);
    return 0;
}

app.UseVerifiedTokens();
app.UseAuthorization();
app.MapSites();
app.MapGet("/healthz/ready", () => "ready");
await app.RunAsync();
return 0;
