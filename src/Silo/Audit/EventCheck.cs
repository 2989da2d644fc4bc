using System.Text.Json;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>
/// Walks the ledger in the order of positions: each event is chained to the one before of its record, and its columns say what its hashed
/// body says. Columns are for searching and are not hashed: who changed one would have lists tell another story than the ledger.
/// </summary>
internal sealed class EventCheck(AuditFindings findings)
{
    private readonly Dictionary<(RecordKind Kind, string Id), ChainHead> heads = [];
    private readonly HashSet<string> packs = [];
    private long position;

    /// <summary>Where each record's ledger ends.</summary>
    public IReadOnlyDictionary<(RecordKind Kind, string Id), ChainHead> Heads => heads;

    /// <summary>The rule packs under which anything was ever recorded.</summary>
    public IReadOnlySet<string> Packs => packs;

    public void Follow(FeedRow row)
    {
        packs.Add(row.RulePackVersion);
        if (row.Position <= position) findings.Add($"{row.Kind} {row.Id}: event {row.Seq} stands at position {row.Position}, after {position}");
        position = row.Position;

        var before = heads.TryGetValue((row.Kind, row.Id), out var known) ? known : new ChainHead(0, 0, LedgerChain.Genesis.ToArray());
        var continues = row.Seq == before.Seq + 1 && row.Version - before.Version is 0 or 1 && row.PrevHash.AsSpan().SequenceEqual(before.Hash);
        if (!continues || !row.Hash.AsSpan().SequenceEqual(LedgerChain.Hash(row.PrevHash, row.Body)))
            findings.Add($"{row.Kind} {row.Id}: the chain breaks at event {row.Seq}");
        heads[(row.Kind, row.Id)] = new ChainHead(row.Seq, row.Version, row.Hash);
    }

    /// <summary>May be asked for many rows at once.</summary>
    public void Compare(FeedRow row)
    {
        if (!SaysWhatItsColumnsSay(row)) findings.Add($"{row.Kind} {row.Id}: the columns of event {row.Seq} are not what its hashed body says");
    }

    private static bool SaysWhatItsColumnsSay(FeedRow row)
    {
        try
        {
            using var body = JsonDocument.Parse(row.Body);
            var (said, actor) = (body.RootElement, body.RootElement.GetProperty("actor"));
            return Is(said, "kind", Wire.Name(row.Kind)) && Is(said, "id", row.Id) && Is(said, "type", row.Type)
                && (said.GetProperty("seq").GetInt64(), said.GetProperty("version").GetInt64()) == (row.Seq, row.Version)
                && (said.GetProperty("occurredAt").GetDateTimeOffset(), said.GetProperty("recordedAt").GetDateTimeOffset()) == (row.OccurredAt, row.RecordedAt)
                && Is(actor, "id", row.ActorId) && Is(actor, "role", row.ActorRole) && Is(actor, "unit", row.ActorUnit)
                && Is(said, "requestId", row.RequestId) && Is(said, "rulePack", row.RulePackVersion);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static bool Is(JsonElement element, string member, string? text) => element.GetProperty(member).ValueEquals(text);
}

/// <summary>The last event of a record.</summary>
internal readonly record struct ChainHead(long Seq, long Version, byte[] Hash);
