namespace NanchangEdu.Registry.Store;

/// <summary>An event that is to become a leaf.</summary>
public readonly record struct LeafEvent(long Position, byte[] Hash);

/// <summary>
/// The tiles at the growing edge of the tree. Leaves are added in the order of positions; <see cref="Changed"/> are the tiles that must be
/// written for it.
/// </summary>
public sealed class LedgerGrowth
{
    private readonly List<Edge> edges = [];
    private readonly List<LedgerTile> filled = [];
    private readonly MerkleFrontier frontier = new();

    private LedgerGrowth()
    {
    }

    public long Size { get; private set; }

    /// <summary>The tiles that were filled since, and those at the edge that have grown.</summary>
    public IReadOnlyCollection<LedgerTile> Changed => [.. filled, .. edges.Select((edge, level) => (edge, level)).Where(e => e.edge.HasGrown).Select(e => e.edge.Tile(e.level))];

    public static LedgerGrowth Empty() => new();

    /// <summary>Takes up a tree where it stopped growing.</summary>
    /// <param name="size">Its leaves.</param>
    /// <param name="edge">The last tile of each level, as far as it is not whole.</param>
    /// <param name="peaks">The roots of the whole subtrees that make up the tree, from the greatest to the smallest.</param>
    /// <exception cref="LedgerSealException">They do not fit the size.</exception>
    public static LedgerGrowth From(long size, IEnumerable<LedgerTile> edge, IReadOnlyList<byte[]> peaks)
    {
        var growth = new LedgerGrowth { Size = size };
        foreach (var tile in edge.OrderBy(tile => tile.Level))
        {
            while (growth.edges.Count < tile.Level) growth.edges.Add(new Edge(size >> (LedgerTile.Heights * (growth.edges.Count + 1))));
            growth.edges.Add(new Edge(tile));
        }

        growth.Demand();
        growth.frontier.TakeUp(size, peaks);
        return growth;
    }

    public void Add(LeafEvent leaf)
    {
        var hash = MerkleHash.Leaf(leaf.Hash);
        frontier.Add(hash);
        Size++;
        EdgeAt(0).Span(leaf.Position);
        Put(0, hash);
    }

    /// <summary>The tree's head at this size.</summary>
    public byte[] Root() => frontier.Root();

    /// <summary>What was written need not be written again.</summary>
    public void Written()
    {
        filled.Clear();
        foreach (var edge in edges) edge.HasGrown = false;
    }

    private void Put(int level, byte[] hash)
    {
        var edge = EdgeAt(level);
        edge.Add(hash);
        if (!edge.IsFull) return;

        filled.Add(edge.Tile(level));
        var above = edge.Root();
        edges[level] = new Edge(edge.Number + 1);
        Put(level + 1, above);
    }

    private Edge EdgeAt(int level)
    {
        while (edges.Count <= level) edges.Add(new Edge(0));
        return edges[level];
    }

    private void Demand()
    {
        for (var level = 0; level < edges.Count; level++)
        {
            var leaves = Size >> (LedgerTile.Heights * level);
            var (number, count) = (leaves >> LedgerTile.Heights, (int)(leaves & (LedgerTile.Width - 1)));
            if (edges[level].Number != number || edges[level].Count != count)
                throw new LedgerSealException($"level {level} of the sealed tree holds {edges[level].Count} hashes in tile {edges[level].Number}, where {Size} leaves make {count} in tile {number}");
        }

        if (Size >> (LedgerTile.Heights * edges.Count) != 0)
            throw new LedgerSealException($"the sealed tree of {Size} leaves lacks its upper levels");
    }

    /// <summary>The last tile of a level, which still grows.</summary>
    private sealed class Edge(long number)
    {
        private readonly byte[] hashes = new byte[LedgerTile.Width * MerkleHash.Bytes];
        private long? firstPosition;
        private long? lastPosition;

        public Edge(LedgerTile tile) : this(tile.Number)
        {
            tile.Hashes.CopyTo(hashes, 0);
            (Count, firstPosition, lastPosition) = (tile.Count, tile.FirstPosition, tile.LastPosition);
        }

        public long Number => number;

        public int Count { get; private set; }

        public bool IsFull => Count == LedgerTile.Width;

        public bool HasGrown { get; set; }

        public void Span(long position)
        {
            firstPosition ??= position;
            lastPosition = position;
        }

        public void Add(byte[] hash)
        {
            hash.CopyTo(hashes, Count++ * MerkleHash.Bytes);
            HasGrown = true;
        }

        public LedgerTile Tile(int level) => new(level, number, hashes[..(Count * MerkleHash.Bytes)], firstPosition, lastPosition);

        public byte[] Root()
        {
            var tree = new MerkleFrontier();
            for (var place = 0; place < Count; place++) tree.Add(hashes[(place * MerkleHash.Bytes)..((place + 1) * MerkleHash.Bytes)]);
            return tree.Root();
        }
    }
}

/// <summary>What is stored of the sealed tree contradicts itself: nothing is sealed on top of it.</summary>
public sealed class LedgerSealException(string message) : Exception(message);
