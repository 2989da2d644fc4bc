using System.Net;
using System.Net.Sockets;

namespace NanchangEdu.Registry.Api.Startup;

/// <summary>
/// Finds out that a port is taken before anything is made: the web server itself would notice only after silo, databases and sample
/// city stand. Whoever takes the port in between is still met by the web server.
/// </summary>
internal static class PortCheck
{
    /// <exception cref="SocketException">The address is in use, not this machine's, or not allowed.</exception>
    public static void EnsureFree(IEnumerable<string> addresses)
    {
        foreach (var text in addresses)
        {
            var address = BindingAddress.Parse(text);
            if (address.IsUnixPipe || address.Port == 0) continue;
            foreach (var ip in IpsOf(address.Host))
            {
                using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(ip, address.Port));
            }
        }
    }

    /// <summary>A name other than localhost means every address to the web server, as do + and *.</summary>
    private static IEnumerable<IPAddress> IpsOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback]
        : IPAddress.TryParse(host, out var ip) ? [ip]
        : [IPAddress.Any];
}
