using System.Net;
using System.Net.Http.Headers;
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
/// Makes the requests. A receiver is a stranger: it is followed nowhere and believed in nothing but its status.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Agent = "nanchang-edu-registry";

    private readonly HttpClient client;
    private readonly TimeSpan patience;

    public WebhookSender(ReceiverNames names, IOptions<WebhookOptions> options)
    {
        patience = TimeSpan.FromSeconds(options.Value.AttemptSeconds);
        client = ReceiverConnections.Client(names, options.Value);
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
}
