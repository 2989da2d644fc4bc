using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>The name leads to no address that may be called.</summary>
internal sealed class RefusedAddressException() : Exception("the name leads to no address that may be called");

/// <summary>
/// Opens connections to receivers, and to nobody inside: whoever adds a webhook chooses the name, and may have it lead anywhere, another
/// way each time it is asked. So the name is resolved here, the addresses are judged, and the connection goes to one that was
/// judged; nothing behind it resolves the name again.
/// </summary>
internal sealed class ReceiverConnections(ReceiverNames names, IEnumerable<string> allowedNetworks)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int AnswerBytesMax = 4096;
    private const int AnswerHeaderKilobytesMax = 16;
    private const int ConnectionsPerReceiverMax = 4;

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectionKept = TimeSpan.FromMinutes(1);

    private readonly ImmutableArray<IPNetwork> allowed = [.. allowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>A client that follows no receiver anywhere, and listens to one for a few kilobytes. How long it waits each request says.</summary>
    public static HttpClient Client(ReceiverNames names, WebhookOptions options) => new(new SocketsHttpHandler
    {
        ConnectCallback = new ReceiverConnections(names, options.AllowPrivateAddresses).Open,
        ConnectTimeout = TimeSpan.FromSeconds(options.ConnectSeconds),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,       // the trace is nobody's outside
        MaxConnectionsPerServer = ConnectionsPerReceiverMax,
        MaxResponseHeadersLength = AnswerHeaderKilobytesMax,
        MaxResponseDrainSize = AnswerBytesMax,
        ResponseDrainTimeout = DrainFor,
        PooledConnectionLifetime = ConnectionKept,
        PooledConnectionIdleTimeout = ConnectionKept,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ChainPolicy() },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="RefusedAddressException"/>
    public async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isEncrypted = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var found = await names.Find(context.DnsEndPoint.Host, cancellationToken);
        var callable = found.Where(address => MayCall(address, isEncrypted)).ToArray();
        if (callable.Length == 0) throw new RefusedAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(callable, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Public unicast alone: neither IPv4 in IPv6's clothes nor what a translator makes of one is that. Without TLS only what an operator allowed.
    /// </summary>
    internal bool MayCall(IPAddress address, bool isEncrypted) =>
        allowed.Any(network => network.Contains(address)) || (isEncrypted && IpAddressText.IsPublic(address));

    /// <summary>The machine's authorities; nothing is fetched, for a receiver's certificate could name any address to fetch from.</summary>
    private static X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }
}
