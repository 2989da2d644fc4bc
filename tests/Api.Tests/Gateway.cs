using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Api.Tests;

/// <summary>The whole program on Kestrel, on a free loopback port, with a data folder of its own and no sample city.</summary>
public class Gateway : WebApplicationFactory<Program>
{
    private readonly string folder = Directory.CreateTempSubdirectory("registry-api-").FullName;

    public Gateway()
    {
        UseKestrel(Port);
        StartServer();
        Tokens = new Tokens(this);
    }

    public Tokens Tokens { get; }

    public Defects Defects { get; } = new();

    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>Every route of the program, as it is registered.</summary>
    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Any free one, unless somebody must know it before the program runs.</summary>
    protected virtual int Port => 0;

    /// <summary>Settings beyond those of every test.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>A client that follows no redirect and speaks for nobody.</summary>
    public HttpClient Anonymous()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        client.BaseAddress = ClientOptions.BaseAddress;
        return client;
    }

    public HttpClient As(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public HttpClient As(Contracts.Actor person) => As(Tokens.Of(person));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Registry:DataFolder", DataFolder);
        builder.UseSetting("Registry:Sample", "false");
        // One person asks as fast as the machine answers: what many would be allowed together.
        builder.UseSetting("RateLimit:PerSecond", "1000000");
        builder.UseSetting("RateLimit:Burst", "1000000");
        builder.UseSetting("RateLimit:UnitPerSecond", "1000000");
        builder.UseSetting("RateLimit:UnitBurst", "1000000");
        builder.UseSetting("RateLimit:AttemptsPerMinute", "100000");
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Defects));
        foreach (var (key, value) in Settings) builder.UseSetting(key, value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>The program starts slowly, with a silo inside: the tests of the door share one.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGateway : ICollectionFixture<Gateway>
{
    public const string Name = "shared gateway";
}
