using System.Net;
using System.Net.Sockets;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

internal static class FreePort
{
    /// <summary>Ports below the range from which the system takes those of outgoing connections.</summary>
    public static int Next()
    {
        for (var port = Random.Shared.Next(12_000, 30_000); ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (port < 32_000)
            {
                // taken: the next one
            }
        }
    }
}
