namespace NanchangEdu.Registry.Store;

/// <summary>
/// A run of up to 256 hashes of one level of the tree: at level 0 those of leaves, at level n those of whole subtrees of 256ⁿ leaves.
/// All that proofs need of a ledger of any length lies in the tiles; only the last one of each level still grows.
/// </summary>
/// <param name="Number">0, 1, 2 … within the level.</param>
/// <param name="Hashes">One after the other, 32 bytes each.</param>
/// <param name="FirstPosition">Position of the event of the first leaf; null above level 0.</param>
/// <param name="LastPosition">That of the last one there is.</param>
public sealed record LedgerTile(int Level, long Number, byte[] Hashes, long? FirstPosition, long? LastPosition)
{
    /// <summary>log₂ of the width: so many heights of the tree lie in one level of tiles.</summary>
    public const int Heights = 8;

    public const int Width = 1 << Heights;

    public int Count => Hashes.Length / MerkleHash.Bytes;

    public ReadOnlySpan<byte> Hash(int place) => Hashes.AsSpan(place * MerkleHash.Bytes, MerkleHash.Bytes);
}
