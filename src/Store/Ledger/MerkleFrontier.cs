namespace NanchangEdu.Registry.Store;

/// <summary>
/// A tree that only grows, of which nothing is kept but the roots of its whole subtrees: enough to say its root at any size on the way.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly List<(int Height, byte[] Hash)> whole = [];

    public long Size { get; private set; }

    public void Add(byte[] leaf)
    {
        var (height, hash) = (0, leaf);
        while (whole is [.., var last] && last.Height == height)
        {
            hash = MerkleHash.Node(last.Hash, hash);
            height++;
            whole.RemoveAt(whole.Count - 1);
        }

        whole.Add((height, hash));
        Size++;
    }

    /// <summary>Goes on from a tree of this size; its whole subtrees follow from the size, the greatest first.</summary>
    /// <exception cref="LedgerSealException">There are not as many as the size asks for.</exception>
    internal void TakeUp(long size, IReadOnlyList<byte[]> peaks)
    {
        whole.Clear();
        Size = size;
        var next = 0;
        for (var height = 62; height >= 0; height--)
        {
            if ((size >> height & 1) == 0) continue;
            if (next == peaks.Count) throw new LedgerSealException($"a tree of {size} leaves has more than {peaks.Count} whole subtrees");
            whole.Add((height, peaks[next++]));
        }

        if (next != peaks.Count) throw new LedgerSealException($"a tree of {size} leaves has {next} whole subtrees, not {peaks.Count}");
    }

    /// <summary>The tree head of RFC 6962 §2.1 at this size.</summary>
    public byte[] Root()
    {
        if (whole.Count == 0) return MerkleHash.Empty;

        var root = whole[^1].Hash;
        for (var i = whole.Count - 2; i >= 0; i--) root = MerkleHash.Node(whole[i].Hash, root);
        return root;
    }
}
