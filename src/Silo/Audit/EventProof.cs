using System.Text.Json;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// One event by itself: its hash is that of its body after the hash before, and its columns say what the body says. Columns are for searching
/// and are not hashed: who changed one would have lists tell another story than the ledger. May be asked for many events at once.
/// </summary>
internal static class EventProof
{
    /// <summary>The event with its body read here.</summary>
    public static void Check(FeedRow row, AuditFindings findings)
    {
        try
        {
            using var body = JsonDocument.Parse(row.Body);
            Check(row, body.RootElement, findings);
        }
        catch (JsonException)
        {
            findings.Add($"{row.Kind} {row.Id}: the body of event {row.Seq} cannot be read");
        }
    }

    /// <param name="body">What the row's body says.</param>
    public static void Check(FeedRow row, JsonElement body, AuditFindings findings)
    {
        if (!row.Hash.AsSpan().SequenceEqual(LedgerChain.Hash(row.PrevHash, row.Body))) findings.Add($"{row.Kind} {row.Id}: the chain breaks at event {row.Seq}");
        if (!SaysWhatItsColumnsSay(row, body)) findings.Add($"{row.Kind} {row.Id}: the columns of event {row.Seq} are not what its hashed body says");
    }

    private static bool SaysWhatItsColumnsSay(FeedRow row, JsonElement said)
    {
        try
        {
            var actor = said.GetProperty("actor");
            return Is(said, "kind", Wire.Name(row.Kind)) && Is(said, "id", row.Id) && Is(said, "type", row.Type)
                && (said.GetProperty("seq").GetInt64(), said.GetProperty("version").GetInt64()) == (row.Seq, row.Version)
                && (said.GetProperty("occurredAt").GetDateTimeOffset(), said.GetProperty("recordedAt").GetDateTimeOffset()) == (row.OccurredAt, row.RecordedAt)
                && Is(actor, "id", row.ActorId) && Is(actor, "role", row.ActorRole) && Is(actor, "unit", row.ActorUnit)
                && Is(said, "requestId", row.RequestId) && Is(said, "rulePack", row.RulePackVersion);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static bool Is(JsonElement element, string member, string? text) => element.GetProperty(member).ValueEquals(text);
}
