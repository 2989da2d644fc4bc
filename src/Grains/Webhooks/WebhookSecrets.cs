using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>
/// Secrets and signatures of webhooks, by the specification «Standard Webhooks». A secret is derived from the registry's key, the
/// person, the webhook's id and the secret's number whenever it is needed: there is nothing to store, and so nothing to steal from a store.
/// </summary>
internal static class WebhookSecrets
{
    public const string Prefix = "whsec_";

    private const string SignatureVersion = "v1";

    /// <summary>For so long the secret of before signs beside the new one: a receiver is given the new one without missing an event.</summary>
    public static readonly TimeSpan PreviousKeyFor = TimeSpan.FromDays(1);

    /// <summary>As people write it into the receiver's settings.</summary>
    public static string Written(byte[] master, HookId id, int key) => Prefix + Convert.ToBase64String(Derive(master, id, key));

    /// <summary>One signature for each key and each secret that is in force, the newest first. A receiver takes any that it can verify.</summary>
    public static string Sign(ImmutableArray<byte[]> masters, WebhookOwner owner, string messageId, long timestamp, byte[] body, DateTimeOffset now)
    {
        var hook = owner.Hook;
        var numbers = hook.Key > 1 && now - hook.KeyAt < PreviousKeyFor ? new[] { hook.Key, hook.Key - 1 } : [hook.Key];
        return string.Join(' ', numbers.SelectMany(number => masters.Select(
            master => Signature(Derive(master, owner.Id, number), messageId, timestamp, body))));
    }

    private static string Signature(byte[] secret, string messageId, long timestamp, byte[] body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{timestamp}.")));
        mac.AppendData(body);
        return $"{SignatureVersion},{Convert.ToBase64String(mac.GetHashAndReset())}";
    }

    /// <summary>The length goes before the person's id, so that no two webhooks are derived from the same text.</summary>
    private static byte[] Derive(byte[] master, HookId id, int key) => HMACSHA256.HashData(
        master,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"webhook:{id.PersonId.Length}:{id.PersonId}:{id.WebhookId}:{key}")));
}
