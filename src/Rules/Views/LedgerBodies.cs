using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;

namespace NanchangEdu.Registry.Rules;

/// <summary>An event of a site's ledger as a reader is shown it.</summary>
/// <param name="Utf8">JSON; the bytes that were hashed unless something in them is masked.</param>
/// <param name="IsMasked">Whether something is masked: then the bytes do not hash to the event's hash.</param>
public sealed record LedgerBody(byte[] Utf8, bool IsMasked);

/// <summary>The bodies of a site's ledger hold what was stated, telephone numbers too, and cannot be altered: who may not see them gets a copy.</summary>
public static class LedgerBodies
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="relation">What the reader is to the record, from <see cref="PersonalData.RelationOf"/>.</param>
    /// <param name="hashed">The body byte for byte as the ledger has it.</param>
    public static LedgerBody For(Relation relation, byte[] hashed) =>
        PersonalData.ReadsHashedBytes(relation) ? new(hashed, IsMasked: false) : Masked(hashed);

    /// <summary>An event in which nothing is anybody's stays as it was hashed, and provable.</summary>
    private static LedgerBody Masked(byte[] hashed)
    {
        var body = JsonNode.Parse(hashed)!.AsObject();
        var data = body["data"]!;
        if (Read(data) is { } @event)
        {
            var masked = JsonSerializer.SerializeToNode(@event, MaskedJson.Options);
            if (JsonNode.DeepEquals(masked, StoredFormat.Write(@event))) return new(hashed, IsMasked: false);

            body["data"] = masked;
        }
        else
        {
            // An event of a newer program: what stands in it cannot be told, so nothing of it is shown.
            body["data"] = new JsonObject { ["type"] = data["type"]?.DeepClone() };
        }

        var buffer = new ArrayBufferWriter<byte>(hashed.Length);
        using (var json = new Utf8JsonWriter(buffer, Plain)) body.WriteTo(json);
        return new(buffer.WrittenSpan.ToArray(), IsMasked: true);
    }

    private static SiteEvent? Read(JsonNode data)
    {
        try
        {
            return StoredFormat.ReadSiteEvent(data);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
