using System.Diagnostics;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>Signs a message and sends it, once, and says how that went.</summary>
internal sealed class WebhookPost(IWebhookKeys keys, WebhookSender sender, RegistryClock clock, WebhookMeter meter)
{
    private const string PingType = "ping";

    /// <summary>Whether there is a key to sign with: nothing is ever sent unsigned.</summary>
    public bool CanSign => !keys.Current.IsEmpty;

    /// <summary>Null when webhooks are off.</summary>
    public string? SecretOf(Webhook hook) => keys.Current is [var first, ..] ? WebhookSecrets.Written(first, hook.WebhookId, hook.Key) : null;

    public Task<DeliveryAttempt> Ping(Webhook hook, CancellationToken cancellationToken) =>
        Send(hook, CloudEvents.Ping(hook.WebhookId, clock.GetUtcNow()), position: null, PingType, number: 1, cancellationToken);

    public async Task<DeliveryAttempt> Send(
        Webhook hook, WebhookMessage message, long? position, string type, int number, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var signature = WebhookSecrets.Sign(keys.Current, hook, message.Id, timestamp, message.Body, now);
        var started = Stopwatch.GetTimestamp();
        var sent = await sender.Send(
            new Uri(hook.Url), message, timestamp.ToString(CultureInfo.InvariantCulture), signature, cancellationToken);
        meter.Attempted(sent.Result);
        return new DeliveryAttempt(
            now, position, type, number, Wire.Name(sent.Result), sent.Status, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
