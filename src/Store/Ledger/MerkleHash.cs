using System.Security.Cryptography;

namespace NanchangEdu.Registry.Store;

/// <summary>
/// The hashes of RFC 6962 §2.1 over the ledger's events: a leaf is SHA-256(0x00 ‖ the event's chain hash), a node SHA-256(0x01 ‖ left ‖ right).
/// The chain hash covers the event's bytes and the event before, so the leaf does, too.
/// </summary>
public static class MerkleHash
{
    public const int Bytes = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> eventHash)
    {
        Span<byte> input = stackalloc byte[1 + LedgerChain.HashBytes];
        input[0] = LeafPrefix;
        eventHash.CopyTo(input[1..]);
        return SHA256.HashData(input[..(1 + eventHash.Length)]);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Bytes)];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Bytes)..]);
        return SHA256.HashData(input);
    }
}
