using System.Text.Json;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Views;

/// <summary>One event of a record's ledger.</summary>
/// <param name="Position">Place in the ledger of the whole registry.</param>
/// <param name="Seq">Place in the ledger of this record, without gaps from 1.</param>
/// <param name="Type">What happened.</param>
/// <param name="OccurredAt">When, as it was stated.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Body">The event byte for byte as it was hashed: `hash` = SHA-256 of `prevHash` and these bytes. Not so where `isMasked` is true.</param>
/// <param name="IsMasked">True when contacts in `body` are masked for the caller: such a body does not hash to `hash`. The sponsor's own people and auditors get none.</param>
/// <param name="PrevHash">Hash of the event before, hex.</param>
/// <param name="Hash">Hash of this one, hex.</param>
public sealed record HistoryEventView(
    long Position, long Seq, string Type, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, RawJson Body, bool IsMasked, string PrevHash, string Hash)
{
    /// <summary>Of a ledger that holds no contacts.</summary>
    public static HistoryEventView Of(HistoryRow row) => Of(row, new LedgerBody(row.Body, IsMasked: false));

    public static HistoryEventView OfSite(HistoryRow row, Relation relation) => Of(row, LedgerBodies.For(relation, row.Body));

    private static HistoryEventView Of(HistoryRow row, LedgerBody body) => new(
        row.Position, row.Seq, row.Type, row.OccurredAt, row.RecordedAt, new RawJson(body.Utf8), body.IsMasked,
        Convert.ToHexStringLower(row.PrevHash), Convert.ToHexStringLower(row.Hash));
}

/// <summary>JSON that is passed on as it is. Writing it anew could change a byte, and with it the hash.</summary>
[JsonConverter(typeof(RawJsonConverter))]
public sealed record RawJson(byte[] Utf8);

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("ledger events are written only");

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8);
}
