using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>Answers auditors and the sealer from the tiles and checkpoints of one database.</summary>
internal sealed class SealedLedger(IRegisterDialect dialect) : ISealedLedger
{
    private const int CheckpointsMax = 1000;

    public Task<Checkpoint?> Latest(CancellationToken cancellationToken) => dialect.LatestCheckpoint(cancellationToken);

    public async Task<ImmutableArray<Checkpoint>> Checkpoints(long after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.Checkpoints(after, Math.Clamp(limit, 1, CheckpointsMax), cancellationToken)];

    public async Task<(SealedState State, InclusionProof? Proof)> Inclusion(
        RecordKind kind, string id, long seq, long? number, CancellationToken cancellationToken)
    {
        if (await dialect.LeafOf(kind, id, seq, cancellationToken) is not { } found) return (SealedState.Unknown, null);
        if (await Numbered(number, cancellationToken) is not { } head) return (number is null ? SealedState.NotYet : SealedState.Unknown, null);
        if (found.Leaf is not { } leaf || leaf >= head.Size) return (SealedState.NotYet, null);

        var nodes = new TileNodes(dialect, cancellationToken);
        return (SealedState.Sealed, new InclusionProof(leaf, found.Hash, await MerkleProofs.Inclusion(leaf, head.Size, nodes.Hash), head));
    }

    public async Task<ConsistencyProof?> Consistency(long first, long second, CancellationToken cancellationToken)
    {
        if (await Numbered(first, cancellationToken) is not { } old || await Numbered(second, cancellationToken) is not { } later) return null;

        var nodes = new TileNodes(dialect, cancellationToken);
        return new ConsistencyProof(old, later, await MerkleProofs.Consistency(old.Size, later.Size, nodes.Hash));
    }

    /// <summary>The tree as the latest checkpoint has it.</summary>
    public async Task<(LedgerGrowth Tree, Checkpoint? Head)> Tree(CancellationToken cancellationToken)
    {
        if (await dialect.LatestCheckpoint(cancellationToken) is not { } head) return (LedgerGrowth.Empty(), null);

        var nodes = new TileNodes(dialect, cancellationToken);
        var edge = new List<LedgerTile>();
        for (var level = 0; head.Size >> (LedgerTile.Heights * level) > 0; level++)
        {
            var hashes = head.Size >> (LedgerTile.Heights * level);
            if ((hashes & (LedgerTile.Width - 1)) != 0) edge.Add(await nodes.Tile(level, hashes >> LedgerTile.Heights, (int)(hashes & (LedgerTile.Width - 1))));
        }

        var tree = LedgerGrowth.From(head.Size, edge, await MerkleProofs.Peaks(head.Size, nodes.Hash));
        return tree.Root().AsSpan().SequenceEqual(head.Root)
            ? (tree, head)
            : throw new LedgerSealException($"the tiles do not make the root of checkpoint {head.Number}");
    }

    private async Task<Checkpoint?> Numbered(long? number, CancellationToken cancellationToken) => number is not { } wanted
        ? await dialect.LatestCheckpoint(cancellationToken)
        : await dialect.Checkpoints(wanted - 1, 1, cancellationToken) is [var found] && found.Number == wanted ? found : null;
}

/// <summary>Nodes of the tree from stored tiles, each read once.</summary>
internal sealed class TileNodes(IRegisterDialect dialect, CancellationToken cancellationToken)
{
    private readonly Dictionary<(int Level, long Number), LedgerTile> known = [];

    public async ValueTask<byte[]> Hash(int height, long index)
    {
        var (level, within) = (height / LedgerTile.Heights, height % LedgerTile.Heights);
        var first = index << within;
        var (place, count) = ((int)(first & (LedgerTile.Width - 1)), 1 << within);
        var tile = await Tile(level, first >> LedgerTile.Heights, place + count);
        var tree = new MerkleFrontier();
        for (var i = 0; i < count; i++) tree.Add(tile.Hash(place + i).ToArray());
        return tree.Root();
    }

    /// <summary>The tile, cut off after so many hashes: it may have grown since the checkpoint.</summary>
    public async ValueTask<LedgerTile> Tile(int level, long number, int count)
    {
        if (!known.TryGetValue((level, number), out var tile) || tile.Count < count)
        {
            tile = await dialect.Tile(level, number, cancellationToken);
            if (tile is null || tile.Count < count)
                throw new LedgerSealException($"tile {number} of level {level} lacks hashes that were sealed");
            known[(level, number)] = tile;
        }

        return tile.Count == count ? tile : tile with { Hashes = tile.Hashes[..(count * MerkleHash.Bytes)] };
    }
}
