using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Grains.Webhooks;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>Every name leads to this machine, unless a test has it lead elsewhere.</summary>
internal sealed class ReceiversOfTests : ReceiverNames
{
    public ConcurrentDictionary<string, IPAddress[]> Elsewhere { get; } = new();

    public override Task<IPAddress[]> Find(string host, CancellationToken cancellationToken) =>
        Task.FromResult(Elsewhere.TryGetValue(host, out var found) ? found : [IPAddress.Loopback]);
}

/// <summary>One request as it came over the line.</summary>
internal sealed record Received(string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!["cn.nanchang.edu.registry.".Length..];

    public string Subject => Json.GetProperty("subject").GetString()!;

    public string[] Signatures => Headers["webhook-signature"].Split(' ');

    /// <summary>By the specification, and by code of its own: with the secret as people are shown it.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}."), .. Body];
        return Signatures.Contains($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}");
    }
}

/// <summary>Somebody's receiver: a real socket that answers as the test says, and with 204 otherwise.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<string> answers = new();
    private readonly ConcurrentQueue<Received> received = new();
    private readonly Task serving;

    public Receiver(IPAddress? address = null)
    {
        listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => $"http://receiver.example:{Port}/events";

    public IReadOnlyList<Received> All => [.. received];

    /// <summary>The answer to whatever has none of its own.</summary>
    public string Otherwise { get; set; } = "204 No Content";

    /// <summary>What every answer says.</summary>
    public string Says { get; set; } = "";

    /// <summary>Takes requests and says nothing.</summary>
    public bool Hangs { get; set; }

    public void AnswerNext(params IEnumerable<string> statuses)
    {
        foreach (var status in statuses) answers.Enqueue(status);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await serving;
        closing.Dispose();
    }

    private async Task Serve()
    {
        var handled = new List<Task>();
        try
        {
            while (true) handled.Add(Handle(await listener.AcceptTcpClientAsync(closing.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(handled);
        }
    }

    private async Task Handle(TcpClient connection)
    {
        using var caller = connection;
        try
        {
            var stream = caller.GetStream();
            if (await Read(stream) is not { } request) return;

            received.Enqueue(request);
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, closing.Token);
            var status = answers.TryDequeue(out var next) ? next : Otherwise;
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(Says)}\r\nConnection: close\r\n\r\n{Says}"), closing.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // the caller has hung up, or the test is over
        }
    }

    private async Task<Received?> Read(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        var (head, length) = (-1, 0);
        Dictionary<string, string> headers = [];
        while (head < 0 || bytes.Count < head + length)
        {
            var count = await stream.ReadAsync(buffer, closing.Token);
            if (count == 0) return null;

            bytes.AddRange(buffer[..count]);
            if (head >= 0) continue;

            var text = Encoding.Latin1.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;

            head = end + 4;
            headers = text[..end].Split("\r\n").Skip(1).Select(line => line.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
            length = int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        }

        var target = Encoding.Latin1.GetString([.. bytes.Take(head)]).Split(' ')[1];
        return new Received(target, headers, [.. bytes.Skip(head).Take(length)]);
    }
}
