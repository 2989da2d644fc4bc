using System.Collections.Immutable;
using System.Numerics;

namespace NanchangEdu.Registry.Store;

/// <summary>The hash of a whole subtree of 2^<paramref name="height"/> leaves, the <paramref name="index"/>-th of its height.</summary>
public delegate ValueTask<byte[]> MerkleNodes(int height, long index);

/// <summary>Proofs of RFC 6962 §2.1.1 and §2.1.2, made from whole subtrees, and their checking by whoever was given one.</summary>
public static class MerkleProofs
{
    /// <summary>The audit path of a leaf in the tree of the first <paramref name="size"/> leaves.</summary>
    public static async Task<ImmutableArray<byte[]>> Inclusion(long leaf, long size, MerkleNodes nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var path = ImmutableArray.CreateBuilder<byte[]>();
        await Path(leaf, 0, size, path, nodes);
        return path.ToImmutable();
    }

    /// <summary>That the tree of the first <paramref name="first"/> leaves is the beginning of that of the first <paramref name="second"/>.</summary>
    public static async Task<ImmutableArray<byte[]>> Consistency(long first, long second, MerkleNodes nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var proof = ImmutableArray.CreateBuilder<byte[]>();
        await Subproof(first, 0, second, isWhole: true, proof, nodes);
        return proof.ToImmutable();
    }

    /// <summary>The head of the tree of the leaves from <paramref name="start"/> on, so many.</summary>
    public static async ValueTask<byte[]> Head(long start, long count, MerkleNodes nodes)
    {
        if (count == 0) return MerkleHash.Empty;
        if (long.IsPow2(count))
        {
            var height = BitOperations.Log2((ulong)count);
            return await nodes(height, start >> height);
        }

        var left = Split(count);
        var (before, after) = (await Head(start, left, nodes), await Head(start + left, count - left, nodes));
        return MerkleHash.Node(before, after);
    }

    /// <summary>The roots of the whole subtrees that make up a tree of this size, the greatest first.</summary>
    public static async Task<ImmutableArray<byte[]>> Peaks(long size, MerkleNodes nodes)
    {
        var peaks = ImmutableArray.CreateBuilder<byte[]>();
        long start = 0;
        for (var height = 62; height >= 0; height--)
        {
            if ((size >> height & 1) == 0) continue;
            peaks.Add(await nodes(height, start >> height));
            start += 1L << height;
        }

        return peaks.ToImmutable();
    }

    /// <summary>Whether the path leads from the leaf to the root.</summary>
    public static bool HoldsInclusion(long leaf, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (leaf < 0 || leaf >= size) return false;

        var (place, last, hash) = (leaf, size - 1, leafHash.ToArray());
        foreach (var beside in path)
        {
            if (last == 0) return false;
            if ((place & 1) == 1 || place == last)
            {
                hash = MerkleHash.Node(beside, hash);
                while ((place & 1) == 0 && place != 0) (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.Node(hash, beside);
            }

            (place, last) = (place >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the second tree begins with the first.</summary>
    public static bool HoldsConsistency(long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first <= 0 || first > second) return false;
        if (first == second) return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        if (proof.Count == 0) return false;

        var (place, last) = (first - 1, second - 1);
        while ((place & 1) == 1) (place, last) = (place >> 1, last >> 1);

        // a first tree that is one whole subtree is its own beginning and is left out of the proof
        var next = 0;
        var seed = long.IsPow2(first) ? firstRoot.ToArray() : proof[next++];
        var (old, whole) = (seed, seed);
        for (; next < proof.Count; next++)
        {
            if (last == 0) return false;
            var beside = proof[next];
            if ((place & 1) == 1 || place == last)
            {
                (old, whole) = (MerkleHash.Node(beside, old), MerkleHash.Node(beside, whole));
                while ((place & 1) == 0 && place != 0) (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                whole = MerkleHash.Node(whole, beside);
            }

            (place, last) = (place >> 1, last >> 1);
        }

        return last == 0 && firstRoot.SequenceEqual(old) && secondRoot.SequenceEqual(whole);
    }

    private static async Task Path(long leaf, long start, long count, ImmutableArray<byte[]>.Builder path, MerkleNodes nodes)
    {
        if (count == 1) return;

        var left = Split(count);
        if (leaf < left)
        {
            await Path(leaf, start, left, path, nodes);
            path.Add(await Head(start + left, count - left, nodes));
        }
        else
        {
            await Path(leaf - left, start + left, count - left, path, nodes);
            path.Add(await Head(start, left, nodes));
        }
    }

    private static async Task Subproof(long first, long start, long count, bool isWhole, ImmutableArray<byte[]>.Builder proof, MerkleNodes nodes)
    {
        if (first == count)
        {
            if (!isWhole) proof.Add(await Head(start, count, nodes));
            return;
        }

        var left = Split(count);
        if (first <= left)
        {
            await Subproof(first, start, left, isWhole, proof, nodes);
            proof.Add(await Head(start + left, count - left, nodes));
        }
        else
        {
            await Subproof(first - left, start + left, count - left, isWhole: false, proof, nodes);
            proof.Add(await Head(start, left, nodes));
        }
    }

    /// <summary>The greatest power of two below the count.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
