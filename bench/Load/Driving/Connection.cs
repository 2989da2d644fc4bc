using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>
/// One HTTP/1.1 connection that is kept open: one request, one answer, again. It knows the answers of our contenders (a status, a
/// Content-Length, a body) and no others: a whole HTTP client would take processor time from those it measures.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>The one status without a body.</summary>
    private const int NotModified = 304;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] received = new byte[32 * 1024];

    /// <summary>Where the next request is put together.</summary>
    public byte[] Request { get; } = new byte[16 * 1024];

    /// <summary>The body of the last answer; it holds until the next exchange.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<Connection> Open(IPEndPoint address, CancellationToken cancellationToken)
    {
        var connection = new Connection();
        await connection.socket.ConnectAsync(address, cancellationToken);
        return connection;
    }

    /// <summary>Sends the first <paramref name="length"/> bytes of <see cref="Request"/> and takes the whole answer in; returns its status.</summary>
    public async ValueTask<int> Exchange(int length)
    {
        for (var sent = 0; sent < length;) sent += await socket.SendAsync(Request.AsMemory(sent, length - sent), SocketFlags.None);

        var have = 0;
        int head;
        while ((head = received.AsSpan(0, have).IndexOf("\r\n\r\n"u8)) < 0) have += await Receive(have);

        var status = int.Parse(received.AsSpan("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var whole = head + 4 + (status == NotModified ? 0 : ContentLength(received.AsSpan(0, head)));
        while (have < whole)
        {
            if (whole > received.Length) Array.Resize(ref received, whole);
            have += await Receive(have);
        }

        Body = received.AsMemory(head + 4, whole - head - 4);
        return status;
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<int> Receive(int have)
    {
        var more = await socket.ReceiveAsync(received.AsMemory(have), SocketFlags.None);
        return more > 0 ? more : throw new IOException("the contender hung up in the middle of an answer");
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at < 0) throw new IOException($"an answer without Content-Length: {Encoding.ASCII.GetString(head)}");

        var value = head[(at + "\r\nContent-Length: ".Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
