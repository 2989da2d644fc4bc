using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

/// <summary>A silo with real ports on the loopback address, in this process.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    public const string ClusterId = "closed-ports";

    private readonly IHost host;

    private TestSilo(IHost host, IPEndPoint siloPort, IPEndPoint gatewayPort, Warnings warnings) =>
        (this.host, SiloPort, GatewayPort, Log) = (host, siloPort, gatewayPort, warnings);

    public IPEndPoint SiloPort { get; }

    public IPEndPoint GatewayPort { get; }

    public Warnings Log { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>As whatever runs inside the silo's process calls grains.</summary>
    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestSilo> Start(Action<ISiloBuilder> configure, TestSilo? first = null)
    {
        var silo = new IPEndPoint(IPAddress.Loopback, FreePort());
        var gateway = new IPEndPoint(IPAddress.Loopback, FreePort());
        var warnings = new Warnings();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(warnings);
        builder.UseOrleans(orleans =>
        {
            orleans.UseLocalhostClustering(silo.Port, gateway.Port, first?.SiloPort, ClusterId, ClusterId);
            orleans.Configure<EndpointOptions>(endpoints =>
            {
                endpoints.SiloListeningEndpoint = silo;
                endpoints.GatewayListeningEndpoint = gateway;
            });
            orleans.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.NumVotesForDeathDeclaration = 1;
                membership.NumMissedProbesLimit = 2;
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(4);
            });
            configure(orleans);
        });
        var started = new TestSilo(builder.Build(), silo, gateway, warnings);
        await started.host.StartAsync();
        return started;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await host.StopAsync(hurry.Token);
        host.Dispose();
    }
}

/// <summary>A client in a program of its own, but for the program.</summary>
internal sealed class TestClient(IHost host) : IAsyncDisposable
{
    public IClusterClient Grains => host.Services.GetRequiredService<IClusterClient>();

    public IProbeGrain Probe(string key = "probe") => Grains.GetGrain<IProbeGrain>(key);

    /// <exception cref="Exception">The silo did not let the client in.</exception>
    public static async Task<TestClient> Connect(TestSilo silo, Action<IClientBuilder> configure, TimeSpan? patience = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(silo.GatewayPort);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (TestSilo.ClusterId, TestSilo.ClusterId));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            client.Configure<ConnectionOptions>(connection => connection.OpenConnectionTimeout = TimeSpan.FromSeconds(2));
            configure(client);
        });
        var host = builder.Build();
        try
        {
            using var tired = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(15));
            await host.StartAsync(tired.Token);
            return new TestClient(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await host.StopAsync(hurry.Token);
        host.Dispose();
    }
}

/// <summary>What the silo's log warned of.</summary>
internal sealed class Warnings : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public IEnumerable<string> Refusals => lines.Where(line => line.Contains("was refused to a caller", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}

internal static class People
{
    public static Actor Wang { get; } = new("p-wang", "王老师", Role.Clerk, new UnitId("12360000491015000A"), null);

    public static Actor Li { get; } = new("p-li", "李老师", Role.Reviewer, null, new UnitId("12360000491015000A"));

    public static Envelope EnvelopeOf(Actor actor) => new(actor, "key-1", "00", null, "request-1");
}
