using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>
/// Secrets and signatures of webhooks, by the specification «Standard Webhooks». A secret is derived from the registry's key, the
/// webhook's id and the secret's number whenever it is needed: there is nothing to store, and so nothing to steal from a store.
/// </summary>
internal static class WebhookSecrets
{
    public const string Prefix = "whsec_";

    private const string SignatureVersion = "v1";

    /// <summary>For so long the secret of before signs beside the new one: a receiver is given the new one without missing an event.</summary>
    public static readonly TimeSpan PreviousKeyFor = TimeSpan.FromDays(1);

    /// <summary>As people write it into the receiver's settings.</summary>
    public static string Written(byte[] master, string webhookId, int key) => Prefix + Convert.ToBase64String(Derive(master, webhookId, key));

    /// <summary>One signature for each key and each secret that is in force, the newest first. A receiver takes any that it can verify.</summary>
    public static string Sign(ImmutableArray<byte[]> masters, Webhook hook, string messageId, long timestamp, byte[] body, DateTimeOffset now)
    {
        var numbers = hook.Key > 1 && now - hook.KeyAt < PreviousKeyFor ? new[] { hook.Key, hook.Key - 1 } : [hook.Key];
        return string.Join(' ', numbers.SelectMany(number => masters.Select(
            master => Signature(Derive(master, hook.WebhookId, number), messageId, timestamp, body))));
    }

    private static string Signature(byte[] secret, string messageId, long timestamp, byte[] body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{timestamp}.")));
        mac.AppendData(body);
        return $"{SignatureVersion},{Convert.ToBase64String(mac.GetHashAndReset())}";
    }

    private static byte[] Derive(byte[] master, string webhookId, int key) =>
        HMACSHA256.HashData(master, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"webhook:{webhookId}:{key}")));
}
