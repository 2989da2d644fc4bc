using System.Security.Cryptography;

namespace NanchangEdu.Registry.Api.Tests.Ledger;

/// <summary>Verifies proofs by the steps of RFC 9162, as an auditor's own program would: nothing of the registry's code is asked.</summary>
internal static class Rfc9162
{
    /// <summary>§2.1.1, of a leaf.</summary>
    public static byte[] Leaf(byte[] entry) => SHA256.HashData([0, .. entry]);

    /// <summary>§2.1.3.2.</summary>
    public static bool Includes(long leafIndex, long treeSize, byte[] leafHash, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (leafIndex >= treeSize) return false;

        var (fn, sn, r) = (leafIndex, treeSize - 1, leafHash);
        foreach (var p in path)
        {
            if (sn == 0) return false;

            if (IsOdd(fn) || fn == sn)
            {
                r = Node(p, r);
                ShiftUntilOddOrZero(ref fn, ref sn);
            }
            else
            {
                r = Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    /// <summary>§2.1.4.2.</summary>
    public static bool IsConsistent(long first, long second, byte[] firstRoot, byte[] secondRoot, IReadOnlyList<byte[]> path)
    {
        if (first == second) return path.Count == 0 && firstRoot.AsSpan().SequenceEqual(secondRoot);
        if (path.Count == 0) return false;

        byte[][] whole = (first & (first - 1)) == 0 ? [firstRoot, .. path] : [.. path];
        var (fn, sn) = (first - 1, second - 1);
        while (IsOdd(fn)) (fn, sn) = (fn >> 1, sn >> 1);
        var (fr, sr) = (whole[0], whole[0]);
        foreach (var c in whole.Skip(1))
        {
            if (sn == 0) return false;

            if (IsOdd(fn) || fn == sn)
            {
                (fr, sr) = (Node(c, fr), Node(c, sr));
                ShiftUntilOddOrZero(ref fn, ref sn);
            }
            else
            {
                sr = Node(sr, c);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fr.AsSpan().SequenceEqual(firstRoot) && sr.AsSpan().SequenceEqual(secondRoot);
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    private static bool IsOdd(long number) => (number & 1) == 1;

    private static void ShiftUntilOddOrZero(ref long fn, ref long sn)
    {
        while (!IsOdd(fn) && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
    }
}
