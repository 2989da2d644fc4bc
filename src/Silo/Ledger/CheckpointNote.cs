using System.Globalization;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo.Ledger;

/// <summary>
/// A tree head as text, C2SP tlog-checkpoint: the ledger's name, the size, the root in base64; and a line of our own with the number, the
/// last position and the instant.
/// </summary>
internal static class CheckpointNote
{
    private const string Word = "sealed";
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static Checkpoint Sign(TreeHead head, LedgerKey key)
    {
        var sealedAt = head.SealedAt.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{key.Verifier.Name}\n{head.Size}\n{Convert.ToBase64String(head.Root)}\n{Word} {head.Number} {head.LastPosition} {sealedAt}\n");
        return new Checkpoint(head.Number, head.Size, head.LastPosition, head.Root, head.SealedAt.ToUniversalTime(), key.Verifier.Text, SignedNote.Sign(text, key));
    }

    /// <returns>What the note says, when one of the verifiers stands behind it; null otherwise.</returns>
    public static TreeHead? Open(string note, IReadOnlyCollection<LedgerVerifier> verifiers) => SignedNote.Open(note, verifiers) is { } text ? Read(text) : null;

    private static TreeHead? Read(string text)
    {
        if (text.Split('\n') is not [_, var size, var root, var ours, ""] || ours.Split(' ') is not [Word, var number, var position, var instant]) return null;

        var hash = new byte[root.Length];
        return long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && DateTimeOffset.TryParseExact(instant, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && Convert.TryFromBase64String(root, hash, out var length) && length == MerkleHash.Bytes
                ? new TreeHead(which, leaves, last, hash[..length], at)
                : null;
    }
}
