using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>What is sent to a receiver.</summary>
/// <param name="Id">The same at every attempt, so that a receiver can tell a repeat.</param>
internal sealed record WebhookMessage(string Id, byte[] Body);

/// <summary>Events as CloudEvents 1.0 in its structured JSON form.</summary>
internal static class CloudEvents
{
    public const string MediaType = "application/cloudevents+json";

    private const string TypePrefix = "cn.nanchang.edu.registry.";
    private const string ApiRoot = "/api/v1/";
    private const int PingIdBytes = 16;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="row">The event as the ledger has it.</param>
    /// <param name="body">Its body as the webhook's person may see it.</param>
    public static WebhookMessage Of(FeedRow row, LedgerBody body)
    {
        var (id, kind) = (Convert.ToHexStringLower(row.Hash), Wire.Name(row.Kind));
        return new WebhookMessage(id, Write(id, $"{ApiRoot}{kind}s/{row.Id}", $"{kind}.{row.Type}", row.Id, row.OccurredAt, json =>
        {
            // CloudEvents has integers of 32 bits: a position would outgrow them.
            json.WriteString("position", row.Position.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("recordseq", row.Seq);
            json.WriteString("recordhash", id);
            json.WriteBoolean("masked", body.IsMasked);
            json.WritePropertyName("data");
            json.WriteRawValue(body.Utf8);
        }));
    }

    /// <summary>Tells a receiver that it is reached; it stands for nothing in the ledger.</summary>
    public static WebhookMessage Ping(string webhookId, DateTimeOffset now)
    {
        var id = $"ping-{RandomNumberGenerator.GetHexString(2 * PingIdBytes, lowercase: true)}";
        return new WebhookMessage(id, Write(id, $"{ApiRoot}me/webhooks/{webhookId}", "webhook.ping", webhookId, now, json =>
        {
            json.WriteStartObject("data");
            json.WriteEndObject();
        }));
    }

    private static byte[] Write(string id, string source, string type, string subject, DateTimeOffset time, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", source);
            json.WriteString("type", TypePrefix + type);
            json.WriteString("subject", subject);
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            rest(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
