using System.Security.Cryptography;
using System.Text;

namespace NanchangEdu.Registry.Contracts;

/// <summary>Which webhook it is and whose, on its way to the grain. It prints nothing: calls are written into logs.</summary>
[GenerateSerializer, Immutable, Alias("nce.HookId")]
public readonly record struct HookId([property: Id(0)] string PersonId, [property: Id(1)] string WebhookId)
{
    private const string Prefix = "webhook-";
    private const int KeyBytes = 16;

    /// <summary>A hash, since people choose the ids and may put a name into one: traces and logs name grains by their keys.</summary>
    public string GrainKey => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WebhookId)).AsSpan(0, KeyBytes));

    public override string ToString() => "a webhook";
}

/// <summary>A webhook's grain, with which it is.</summary>
public readonly struct WebhookReference(IWebhookGrain grain, HookId id)
{
    public Task Wake() => grain.Wake(id);

    public Task<int> Deliver(CancellationToken cancellationToken) => grain.Deliver(id, cancellationToken);

    public Task<ReadAnswer> Read(Actor by, CancellationToken cancellationToken) => grain.Read(id, by, cancellationToken);

    public Task<ReadAnswer> ReadSecret(int key, Actor by, CancellationToken cancellationToken) => grain.ReadSecret(id, key, by, cancellationToken);

    public Task<Outcome> Redeliver(Envelope envelope, CancellationToken cancellationToken) => grain.Redeliver(id, envelope, cancellationToken);

    public Task<Outcome> Ping(Envelope envelope, CancellationToken cancellationToken) => grain.Ping(id, envelope, cancellationToken);
}

public static class WebhookReferences
{
    public static WebhookReference GetWebhook(this IGrainFactory grains, string personId, string webhookId)
    {
        var id = new HookId(personId, webhookId);
        return new WebhookReference(grains.GetGrain<IWebhookGrain>(id.GrainKey), id);
    }
}
