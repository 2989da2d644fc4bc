using System.Net;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>Where the name of a receiver leads. A type of its own, so that tests have names of their own.</summary>
public class ReceiverNames
{
    public virtual Task<IPAddress[]> Find(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
