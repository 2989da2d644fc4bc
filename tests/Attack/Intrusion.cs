using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Security;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Attack;

/// <summary>One attempt through an ordinary Orleans client, which knows the registry's interfaces as any copy of its code does.</summary>
internal static class Intrusion
{
    public static async Task<Outcome> Try(Arguments arguments)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(arguments.Port);
        }
        catch (SocketException trouble)
        {
            return Outcome.NobodyThere(trouble.SocketErrorCode.ToString());
        }

        return arguments.Aim == Aim.Handshake ? await ShakeHands(tcp, arguments) : await CallGrain(arguments);
    }

    private static async Task<Outcome> CallGrain(Arguments arguments)
    {
        var log = new RefusalLog();
        using var host = Client(arguments, log);
        using var tired = new CancellationTokenSource(arguments.Patience);
        log.Refused = tired.Cancel;
        var isStarted = false;
        try
        {
            await host.StartAsync(tired.Token);
            isStarted = true;
            var site = host.Services.GetRequiredService<IClusterClient>().GetGrain<ISiteGrain>(arguments.Site);
            return Outcome.Reached(await Ask(site, arguments.Aim, tired.Token));
        }
        catch (CallerRefusedException refusal)
        {
            return Outcome.Refused($"caller context: {refusal.Message}");
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or OrleansException or TimeoutException or IOException)
        {
            return Outcome.Refused(log.CallerContext is { } refusal ? $"caller context: {refusal}" : $"connection: {log.Connection ?? trouble.Message}");
        }
        finally
        {
            log.Refused = null;
            using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            if (isStarted) await host.StopAsync(hurry.Token);
        }
    }

    private static async Task<string> Ask(ISiteGrain site, Aim aim, CancellationToken cancellationToken)
    {
        var intruder = new Actor("p-intruder", "intruder", Role.Lead, null, new UnitId("12360000491015000A"));
        var by = aim == Aim.System ? Actor.System : intruder;
        if (aim != Aim.Execute) return $"the site answered {(await site.Read(new AskView(), by, false, cancellationToken)).GetType().Name}";

        var envelope = new Envelope(by, "intrusion", new string('0', 64), null, "intrusion");
        return $"the site answered {(await site.Execute(new TickSite(), envelope, cancellationToken)).Kind}";
    }

    private static IHost Client(Arguments arguments, RefusalLog log)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(arguments.Port);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (arguments.ClusterId, arguments.ClusterId));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            var security = new ClusterSecurityOptions
            {
                CertificateFile = arguments.Certificate,
                KeyFile = arguments.Key,
                AuthorityFile = arguments.Authority,
                CallerKeysFile = arguments.CallerKeys,
            };
            if (security.HasCertificate) client.UseClusterTls(security);
            if (security.CallerKeysFile is not null) client.AddCallerContext(security);
        });
        return builder.Build();
    }

    /// <summary>
    /// The intruder believes any server. In TLS 1.3 a client is done before the server has judged its certificate, so what comes after
    /// the handshake tells: an end, or a connection that is kept.
    /// </summary>
    private static async Task<Outcome> ShakeHands(TcpClient tcp, Arguments arguments)
    {
        await using var stream = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = ClusterTls.Name,
                ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                ClientCertificateContext = arguments.Certificate is null ? null : SslStreamCertificateContext.Create(
                    X509Certificate2.CreateFromPemFile(arguments.Certificate, arguments.Key), null, offline: true),
            });
            using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var read = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, silence.Token);
            return read > 0 ? Outcome.Reached("the port speaks") : Outcome.Refused("connection: closed after the handshake");
        }
        catch (OperationCanceledException)
        {
            return Outcome.Reached("the port keeps the connection");
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            return Outcome.Refused($"connection: {refusal.Message}");
        }
    }
}

/// <summary>An honest client's start waits for ever when it is refused, and tells its log alone why.</summary>
internal sealed class RefusalLog : ILoggerProvider, ILogger
{
    private volatile string? callerContext;
    private volatile string? connection;

    /// <summary>Told once a caller context was refused: there is nothing more to wait for.</summary>
    public Action? Refused { get; set; }

    public string? CallerContext => callerContext;

    public string? Connection => connection;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is CallerRefusedException)
        {
            callerContext = exception.Message;
            Refused?.Invoke();
        }
        else if (exception is not null) connection ??= exception.GetBaseException().Message;
    }

    public void Dispose()
    {
    }
}
