using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanchangEdu.Registry.Api.Tests.Http;

/// <summary>A caller who speaks HTTP by hand: slowly, wrongly, or not at all.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    /// <summary>Long beyond every limit of the door: what is not cut by then is never cut.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Drop = TimeSpan.FromMilliseconds(50);

    private readonly TcpClient client;
    private readonly NetworkStream stream;

    private RawConnection(TcpClient client)
    {
        this.client = client;
        stream = client.GetStream();
    }

    /// <param name="from">An address of this machine, for whoever would use up the attempts of others.</param>
    public static async Task<RawConnection> To(Gateway gateway, string from = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0)) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, gateway.ClientOptions.BaseAddress.Port);
        return new RawConnection(client);
    }

    /// <summary>A client of the gateway that comes from another address of this machine.</summary>
    public static HttpClient From(Gateway gateway, string address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = gateway.ClientOptions.BaseAddress,
    };

    /// <summary>False when the gateway has hung up.</summary>
    public async Task<bool> Send(string text)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether the gateway answers at all, and does not hang up.</summary>
    public async Task<bool> FirstByteComes()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await stream.ReadAsync(new byte[1], limit.Token) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>All that comes until the gateway hangs up.</summary>
    public async Task<string> UntilEnd()
    {
        using var limit = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0) answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // a reset ends it as well
        }

        return answer.ToString();
    }

    /// <summary>Sends a character now and then, for ever, until the gateway hangs up.</summary>
    public Task<string> Drip(string text) => Pump(text, new PeriodicTimer(Drop));

    /// <summary>Sends as fast as it is taken, for ever, until the gateway hangs up.</summary>
    public Task<string> Pour(string text) => Pump(text, null);

    /// <summary>Nothing more will come, and it is said so.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Away without a word, as a machine that loses power.</summary>
    public void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Client.Close();
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> Pump(string text, PeriodicTimer? drops)
    {
        var answer = UntilEnd();
        var step = drops is null ? text.Length : 1;
        for (var sent = 0; !answer.IsCompleted; sent = (sent + step) % text.Length)
        {
            if (drops is not null) await drops.WaitForNextTickAsync();
            if (!await Send(text.Substring(sent, step))) break;
        }

        drops?.Dispose();
        return await answer;
    }
}

internal static class RawAnswers
{
    public static string[] StatusesIn(string answer) =>
        [.. answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3])];

    /// <summary>Cut without a word, or told why: the caller's fault, never the gateway's.</summary>
    public static void ShouldBeCutOr(string answer, params string[] statuses) =>
        Assert.All(StatusesIn(answer), status => Assert.Contains(status, statuses));
}
