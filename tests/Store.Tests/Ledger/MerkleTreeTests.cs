namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The tree against the vectors that RFC 6962 implementations share, and against the RFC's own recursive definition.</summary>
public sealed class MerkleTreeTests
{
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void A_growing_tree_has_the_roots_of_the_shared_vectors()
    {
        var tree = new MerkleFrontier();
        Assert.Equal(Roots[0], Convert.ToHexStringLower(tree.Root()));
        for (var i = 0; i < Leaves.Length; i++)
        {
            tree.Add(MerkleHash.Leaf(Convert.FromHexString(Leaves[i])));
            Assert.Equal(Roots[i + 1], Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Fact]
    public async Task Every_proof_of_small_trees_holds_and_no_altered_one_does()
    {
        var leaves = Enumerable.Range(0, 40).Select(i => MerkleHash.Leaf([(byte)i])).ToArray();
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = Root(leaves[..size]);
            for (var leaf = 0; leaf < size; leaf++)
            {
                var path = await MerkleProofs.Inclusion(leaf, size, (height, index) => ValueTask.FromResult(Root(leaves[(int)(index << height)..(int)((index + 1) << height)])));
                Assert.True(MerkleProofs.HoldsInclusion(leaf, size, leaves[leaf], path, root), $"leaf {leaf} of {size}");
                Assert.False(MerkleProofs.HoldsInclusion(leaf, size, leaves[(leaf + 1) % leaves.Length], path, root));
                Assert.False(MerkleProofs.HoldsInclusion(leaf, size, leaves[leaf], path, MerkleHash.Leaf(root)));
                if (size > 1) Assert.False(MerkleProofs.HoldsInclusion((leaf + 1) % size, size, leaves[leaf], path, root));
                if (path.Length > 0) Assert.False(MerkleProofs.HoldsInclusion(leaf, size, leaves[leaf], path[..^1], root));
                Assert.False(MerkleProofs.HoldsInclusion(leaf, size, leaves[leaf], path.Add(root), root));
            }
        }
    }

    [Fact]
    public async Task A_tree_is_proved_to_begin_with_each_of_its_beginnings_and_with_no_other()
    {
        var leaves = Enumerable.Range(0, 33).Select(i => MerkleHash.Leaf([(byte)i])).ToArray();
        for (var second = 1; second <= leaves.Length; second++)
        {
            for (var first = 1; first <= second; first++)
            {
                var (old, whole) = (Root(leaves[..first]), Root(leaves[..second]));
                var proof = await MerkleProofs.Consistency(first, second, (height, index) => ValueTask.FromResult(Root(leaves[(int)(index << height)..(int)((index + 1) << height)])));
                Assert.True(MerkleProofs.HoldsConsistency(first, second, old, whole, proof), $"{first} in {second}");
                Assert.False(MerkleProofs.HoldsConsistency(first, second, MerkleHash.Leaf(old), whole, proof));
                Assert.False(MerkleProofs.HoldsConsistency(first, second, old, MerkleHash.Leaf(whole), proof));
                if (proof.Length > 0) Assert.False(MerkleProofs.HoldsConsistency(first, second, old, whole, proof[..^1]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(66_000)]
    public void Tiles_taken_up_again_grow_into_the_same_tree(int size)
    {
        var (whole, first) = (LedgerGrowth.Empty(), LedgerGrowth.Empty());
        for (var i = 0; i < size; i++) first.Add(Leaf(i));
        var stored = first.Changed.ToDictionary(tile => (tile.Level, tile.Number));
        var edge = stored.Values.Where(tile => tile.Count < LedgerTile.Width).Where(tile => tile.Number == size >> (8 * (tile.Level + 1)));

        var again = LedgerGrowth.From(size, edge, Peaks(stored, size));
        Assert.Equal(first.Root(), again.Root());
        for (var i = size; i < size + 700; i++) again.Add(Leaf(i));
        foreach (var tile in again.Changed) stored[(tile.Level, tile.Number)] = tile;

        for (var i = 0; i < size + 700; i++) whole.Add(Leaf(i));
        Assert.Equal(whole.Root(), again.Root());
        Assert.Equal(whole.Changed.OrderBy(t => t.Level).ThenBy(t => t.Number).Select(Told), stored.Values.OrderBy(t => t.Level).ThenBy(t => t.Number).Select(Told));
    }

    [Fact]
    public void A_tree_whose_edge_does_not_fit_its_size_is_not_taken_up()
    {
        var tree = LedgerGrowth.Empty();
        for (var i = 0; i < 300; i++) tree.Add(Leaf(i));
        var edge = tree.Changed.Where(tile => tile.Count < LedgerTile.Width).ToArray();
        var peaks = Peaks(tree.Changed.ToDictionary(tile => (tile.Level, tile.Number)), 300);

        Assert.Throws<LedgerSealException>(() => LedgerGrowth.From(301, edge, peaks));
        Assert.Throws<LedgerSealException>(() => LedgerGrowth.From(300, edge[..^1], peaks));
        Assert.Throws<LedgerSealException>(() => LedgerGrowth.From(300, edge, peaks[..^1]));
    }

    private static LeafEvent Leaf(int i) => new(1000 + i, System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i)));

    private static string Told(LedgerTile tile) => $"{tile.Level}/{tile.Number} {tile.FirstPosition}-{tile.LastPosition} {Convert.ToHexString(tile.Hashes)}";

    private static byte[][] Peaks(Dictionary<(int Level, long Number), LedgerTile> tiles, long size)
    {
        var peaks = new List<byte[]>();
        long start = 0;
        for (var height = 62; height >= 0; height--)
        {
            if ((size >> height & 1) == 0) continue;
            var (level, within) = (height / 8, height % 8);
            var first = start >> (8 * level);
            var tile = tiles[(level, first >> 8)];
            peaks.Add(Root([.. Enumerable.Range(0, 1 << within).Select(i => tile.Hash((int)(first & 255) + i).ToArray())]));
            start += 1L << height;
        }

        return [.. peaks];
    }

    /// <summary>The definition of RFC 6962 §2.1, word for word.</summary>
    private static byte[] Root(byte[][] leaves)
    {
        if (leaves.Length == 0) return MerkleHash.Empty;
        if (leaves.Length == 1) return leaves[0];
        var k = 1;
        while (k * 2 < leaves.Length) k *= 2;
        return MerkleHash.Node(Root(leaves[..k]), Root(leaves[k..]));
    }
}
