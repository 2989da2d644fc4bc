using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
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
    private readonly ImmutableArray<IPNetwork> allowed = [.. allowedNetworks.Select(IPNetwork.Parse)];

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
}
