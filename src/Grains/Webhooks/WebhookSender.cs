using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Grains.Webhooks;

internal enum DeliveryResult
{
    Delivered = 1,
    Refused = 2,
    Gone = 3,
    TimedOut = 4,
    Unreachable = 5,
    AddressRefused = 6,
}

/// <summary>What became of one request to a receiver.</summary>
internal readonly record struct Sent(DeliveryResult Result, int? Status);

/// <summary>
/// Makes the requests. A receiver is a stranger: it is followed nowhere, believed in nothing but its status, and listened to for some seconds
/// and a few kilobytes.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string Agent = "nanchang-edu-registry";
    private const int AnswerBytesMax = 4096;
    private const int AnswerHeaderKilobytesMax = 16;
    private const int ConnectionsPerReceiverMax = 4;

    private static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectionKept = TimeSpan.FromMinutes(1);

    private readonly HttpClient client;
    private readonly TimeSpan patience;

    public WebhookSender(ReceiverNames names, IOptions<WebhookOptions> options)
    {
        patience = TimeSpan.FromSeconds(options.Value.AttemptSeconds);
        client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = new ReceiverConnections(names, options.Value.AllowPrivateAddresses).Open,
            ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectSeconds),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,       // the trace is nobody's outside
            MaxConnectionsPerServer = ConnectionsPerReceiverMax,
            MaxResponseHeadersLength = AnswerHeaderKilobytesMax,
            MaxResponseDrainSize = AnswerBytesMax,
            ResponseDrainTimeout = DrainFor,
            PooledConnectionLifetime = ConnectionKept,
            PooledConnectionIdleTimeout = ConnectionKept,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ChainPolicy() },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,     // each request brings its own
        };
    }

    public async Task<Sent> Send(Uri url, WebhookMessage message, string timestamp, string signature, CancellationToken cancellationToken)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patient.CancelAfter(patience);
        using var request = Request(url, message, timestamp, signature);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patient.Token);
            return new Sent(ResultOf(answer.StatusCode), (int)answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Sent(DeliveryResult.TimedOut, null);
        }
        catch (HttpRequestException trouble)
        {
            return new Sent(trouble.InnerException is RefusedAddressException ? DeliveryResult.AddressRefused : DeliveryResult.Unreachable, null);
        }
    }

    public void Dispose() => client.Dispose();

    private static HttpRequestMessage Request(Uri url, WebhookMessage message, string timestamp, string signature)
    {
        var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvents.MediaType, "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add(IdHeader, message.Id);
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(SignatureHeader, signature);
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        return request;
    }

    private static DeliveryResult ResultOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => DeliveryResult.Delivered,
        (int)HttpStatusCode.Gone => DeliveryResult.Gone,
        _ => DeliveryResult.Refused,
    };

    /// <summary>The machine's authorities; nothing is fetched, for a receiver's certificate could name any address to fetch from.</summary>
    private static X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }
}
