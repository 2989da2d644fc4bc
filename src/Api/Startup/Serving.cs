using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NanchangEdu.Registry.Api.Identity;

namespace NanchangEdu.Registry.Api.Startup;

/// <summary>Starts, says where everything is, and serves until it is told to stop.</summary>
internal static class Serving
{
    public static async Task Serve(this WebApplication app, Surroundings surroundings)
    {
        PortCheck.EnsureFree((app.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        var hasTokenServer = app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(TokenKeys));
        if (hasTokenServer) _ = app.Services.GetRequiredService<TokenKeys>();
        await app.Services.GetRequiredService<IdentityPreparation>().Prepare(CancellationToken.None);

        await app.StartAsync();
        var written = app.Services.GetService<FirstRun>()?.FileWritten;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        await Console.Out.WriteLineAsync(Greeting(address ?? Surroundings.UrlDefault, surroundings.DataFolder, written));
        await app.WaitForShutdownAsync();
        await Console.Out.WriteLineAsync("已停止。 [Stopped.]");
    }

    private static string Greeting(string address, string dataFolder, string? credentials)
    {
        var here = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(dataFolder, FirstRun.FileName));
        var lines = new List<string>
        {
            $"南昌教育网站登记已启动 [The registry listens]: {address}",
            $"  接口说明 [reading page]: {address}/docs",
            $"  数据目录 [data]: {dataFolder}",
        };
        if (credentials is not null)
        {
            lines.Add($"  凭据（仅本人可读） [credentials, readable by you alone]: {credentials}");
            lines.Add("  下一步 [next, a token and a first look]:");
            lines.Add($"    TOKEN=$(jq -r '.[0] | \"grant_type=client_credentials&client_id=\\(.clientId)&client_secret=\\(.clientSecret)\"' {here} \\");
            lines.Add($"      | curl -s --data @- {address}/{IdentityComposition.TokenPath} | jq -r .access_token)");
            lines.Add($"    curl -s -H \"Authorization: Bearer $TOKEN\" {address}/api/v1/counters");
        }

        return string.Join(Environment.NewLine, lines);
    }
}
