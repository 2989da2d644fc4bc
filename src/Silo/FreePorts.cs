using System.Net;
using System.Net.Sockets;

namespace NanchangEdu.Registry.Silo;

/// <summary>Free ports of the loopback address, so that two registries can run side by side on one computer.</summary>
internal static class FreePorts
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
