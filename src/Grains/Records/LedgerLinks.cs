using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>
/// Makes one command's events into ledger events. The body is the whole envelope as the exact bytes that are hashed, stored and
/// proved later: its members and their order are a stored format and stay.
/// </summary>
internal sealed record LedgerLinks(RecordKind Kind, string Id, long Version, Envelope Envelope, string Pack, DateTimeOffset Now)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ImmutableArray<LedgerEvent> After(long seq, byte[] hash, IEnumerable<DescribedEvent> events)
    {
        var links = ImmutableArray.CreateBuilder<LedgerEvent>();
        foreach (var described in events)
        {
            var body = Body(++seq, described);
            var next = LedgerChain.Hash(hash, body);
            links.Add(new LedgerEvent(
                seq, described.Type, described.OccurredAt, Now, Envelope.By.PersonId, Wire.Name(Envelope.By.Role),
                ActorUnit(), Envelope.RequestId, Pack, body, hash, next));
            hash = next;
        }

        return links.ToImmutable();
    }

    private byte[] Body(long seq, DescribedEvent described)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("kind", Wire.Name(Kind));
            json.WriteString("id", Id);
            json.WriteNumber("seq", seq);
            json.WriteNumber("version", Version);
            json.WriteString("type", described.Type);
            json.WriteString("occurredAt", TextOf(described.OccurredAt));
            json.WriteString("recordedAt", TextOf(Now));
            json.WriteStartObject("actor");
            json.WriteString("id", Envelope.By.PersonId);
            json.WriteString("name", Envelope.By.Name);
            json.WriteString("role", Wire.Name(Envelope.By.Role));
            json.WriteString("unit", ActorUnit());
            json.WriteEndObject();
            json.WriteString("requestId", Envelope.RequestId);
            json.WriteString("rulePack", Pack);
            json.WritePropertyName("data");
            described.Write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private string? ActorUnit() => (Envelope.By.Unit ?? Envelope.By.Authority)?.Uscc;

    private static string TextOf(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
