using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>A real mail server on the loopback address. It takes everything, unless a test has it answer otherwise.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<MimeMessage> received = new();
    private readonly ConcurrentQueue<SmtpResponse> answers = new();
    private SmtpServer.SmtpServer? server;
    private Task running = Task.CompletedTask;

    public int Port { get; } = FreePort();

    public IReadOnlyList<MimeMessage> All => [.. received];

    public void AnswerNext(SmtpReplyCode code) => answers.Enqueue(new SmtpResponse(code, "as the test says"));

    public MailServer Start()
    {
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var parts = new SmtpServer.ComponentModel.ServiceProvider();
        parts.Add(new Store(this));
        server = new SmtpServer.SmtpServer(options, parts);
        running = server.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Waits until so many messages are there.</summary>
    public async Task<IReadOnlyList<MimeMessage>> Until(int count)
    {
        for (var tries = 0; received.Count < count && tries < 200; tries++) await Task.Delay(50);
        return All;
    }

    public async ValueTask DisposeAsync()
    {
        server?.Shutdown();
        await running;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (server.answers.TryDequeue(out var answer)) return answer;

            using var bytes = new MemoryStream(buffer.ToArray());
            server.received.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
            return SmtpResponse.Ok;
        }
    }
}
