using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Hosting.Telemetry;

namespace NanchangEdu.Registry.Hosting.Tests.Telemetry;

public sealed class ManagementPortTests
{
    [Fact]
    public async Task Operators_pages_are_at_the_management_port_and_unknown_elsewhere_whatever_host_is_asked_for()
    {
        var port = FreePort();
        await using var app = await Serving(("Registry:ManagementPort", $"{port}"));
        var (open, management) = (app.Urls.Single(url => !url.EndsWith($":{port}", StringComparison.Ordinal)), $"http://127.0.0.1:{port}");
        using var client = new HttpClient();

        using var scraped = await client.GetAsync($"{management}/metrics");
        using var forged = new HttpRequestMessage(HttpMethod.Get, $"{open}/metrics") { Headers = { Host = $"127.0.0.1:{port}" } };
        using var refused = await client.SendAsync(forged);
        using var other = await client.GetAsync($"{open}/hello");

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (scraped.StatusCode, scraped.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (refused.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Without_a_management_port_they_are_where_the_rest_is()
    {
        await using var app = await Serving();
        using var client = new HttpClient();
        using var scraped = await client.GetAsync($"{app.Urls.Single()}/metrics");
        Assert.Equal(HttpStatusCode.OK, scraped.StatusCode);
    }

    [Theory]
    [InlineData("http://+:8080", null, "http://+:8080;http://+:9090")]
    [InlineData("http://127.0.0.1:8080;http://[::1]:8080", null, "http://127.0.0.1:8080;http://[::1]:8080;http://127.0.0.1:9090")]
    [InlineData("http://+:8080;http://10.0.0.1:9090", null, "http://+:8080;http://10.0.0.1:9090")]
    [InlineData(null, "8080", "http://*:8080;http://*:9090")]
    [InlineData(null, null, null)]
    public void The_program_listens_at_it_beside_its_own_addresses(string? urls, string? ports, string? listening)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = urls, ["http_ports"] = ports }).Build();

        new ManagementPort(9090).AddTo(configuration);

        Assert.Equal(listening, configuration["urls"]);
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("nine")]
    public void What_is_no_port_is_refused_by_name(string text)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Registry:ManagementPort"] = text;

        var refusal = Assert.Throws<OptionsValidationException>(() => builder.AddRegistryTelemetry());

        Assert.Contains("Registry:ManagementPort", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Serving(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.AddRegistryTelemetry();
        var app = builder.Build();
        app.MapRegistryMetrics();
        app.MapGet("/hello", () => "hello");
        await app.StartAsync();
        return app;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
