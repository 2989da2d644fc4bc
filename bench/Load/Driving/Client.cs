using System.Net;
using System.Text;

namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>One of the clients at work: a connection, its own draw of sites and keys, and the latencies it saw.</summary>
internal sealed class Client(Connection connection, Work work, int statusExpected, int seed) : IDisposable
{
    private readonly Random random = new(seed);

    public List<long> Latencies { get; } = [];

    public static async Task<Client[]> Open(IPEndPoint address, Work work, int count, int statusExpected, int seed, CancellationToken cancellationToken)
    {
        var clients = new Client[count];
        for (var i = 0; i < count; i++)
            clients[i] = new Client(await Connection.Open(address, cancellationToken), work, statusExpected, HashCode.Combine(seed, i));
        return clients;
    }

    public void Dispose() => connection.Dispose();

    public ValueTask Ask() => Ask(random.Next(work.SiteCount));

    /// <exception cref="InvalidOperationException">Another answer than the expected one: a drive with errors measures nothing.</exception>
    public async ValueTask Ask(int site)
    {
        var status = await connection.Exchange(work.Fill(connection.Request, site, random));
        if (status != statusExpected)
            throw new InvalidOperationException($"answered {status} in place of {statusExpected}: {Encoding.UTF8.GetString(connection.Body.Span)}");
    }
}
