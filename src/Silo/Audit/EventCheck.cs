using System.Runtime.InteropServices;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Audit;

/// <summary>Walks the ledger in the order of positions: each event is chained to the one before of its record.</summary>
internal sealed class EventCheck(AuditFindings findings)
{
    private readonly Dictionary<(RecordKind Kind, string Id), ChainHead> heads = [];
    private readonly HashSet<string> packs = [];
    private long position;

    /// <summary>Where each record's ledger ends.</summary>
    public IReadOnlyDictionary<(RecordKind Kind, string Id), ChainHead> Heads => heads;

    /// <summary>The rule packs under which anything was ever recorded.</summary>
    public IReadOnlySet<string> Packs => packs;

    public void Follow(LedgerLink link)
    {
        packs.Add(link.RulePackVersion);
        if (link.Position <= position) findings.Add($"{link.Kind} {link.Id}: event {link.Seq} stands at position {link.Position}, after {position}");
        position = link.Position;

        ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(heads, (link.Kind, link.Id), out var exists);
        var before = exists ? head : ChainHead.None;
        var continues = link.Seq == before.Seq + 1 && link.Version - before.Version is 0 or 1 && link.PrevHash.AsSpan().SequenceEqual(before.Hash);
        if (!continues) findings.Add($"{link.Kind} {link.Id}: the chain breaks at event {link.Seq}");
        head = new ChainHead(link.Seq, link.Version, link.Hash);
    }
}

/// <summary>The last event of a record.</summary>
internal readonly record struct ChainHead(long Seq, long Version, byte[] Hash)
{
    public static ChainHead None { get; } = new(0, 0, LedgerChain.Genesis.ToArray());
}
