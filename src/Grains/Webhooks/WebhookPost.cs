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
    public string? SecretOf(HookId id, int key) => keys.Current is [var first, ..] ? WebhookSecrets.Written(first, id, key) : null;

    public Task<DeliveryAttempt> Ping(WebhookOwner owner, CancellationToken cancellationToken) =>
        Send(owner, CloudEvents.Ping(owner.Hook.WebhookId, clock.GetUtcNow()), position: null, PingType, number: 1, cancellationToken);

    public async Task<DeliveryAttempt> Send(
        WebhookOwner owner, WebhookMessage message, long? position, string type, int number, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var signature = WebhookSecrets.Sign(keys.Current, owner, message.Id, timestamp, message.Body, now);
        var started = Stopwatch.GetTimestamp();
        var sent = await sender.Send(
            new Uri(owner.Hook.Url), message, timestamp.ToString(CultureInfo.InvariantCulture), signature, cancellationToken);
        meter.Attempted(sent.Result);
        return new DeliveryAttempt(
            now, position, type, number, Wire.Name(sent.Result), sent.Status, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
