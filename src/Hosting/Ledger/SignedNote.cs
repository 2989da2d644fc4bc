using System.Text;

namespace NanchangEdu.Registry.Hosting.Ledger;

/// <summary>
/// A text with signatures below it, C2SP signed-note: the text, which ends with a newline, an empty line, then for each signature
/// <c>— name base64(key hash ‖ signature)</c>.
/// </summary>
public static class SignedNote
{
    private const string Dash = "— ";
    private const int LengthMax = 100_000;

    public static string Sign(string text, LedgerKey key)
    {
        if (!text.EndsWith('\n')) throw new ArgumentException("the text of a note ends with a newline", nameof(text));

        var signature = key.Sign(Encoding.UTF8.GetBytes(text));
        return $"{text}\n{Dash}{key.Verifier.Name} {Convert.ToBase64String([.. key.Verifier.Hash, .. signature])}\n";
    }

    /// <returns>The signed text, when one of the verifiers stands behind it; null otherwise.</returns>
    public static string? Open(string note, IReadOnlyCollection<LedgerVerifier> verifiers)
    {
        var end = note.IndexOf($"\n\n{Dash}", StringComparison.Ordinal);
        if (note.Length > LengthMax || end < 0 || !note.EndsWith('\n')) return null;

        var text = note[..(end + 1)];
        var bytes = Encoding.UTF8.GetBytes(text);
        return note[(end + 2)..^1].Split('\n').Any(line => Holds(line, bytes, verifiers)) ? text : null;
    }

    private static bool Holds(string line, byte[] text, IReadOnlyCollection<LedgerVerifier> verifiers)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [var name, var encoded]) return false;

        var signed = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, signed, out var length) || length <= LedgerVerifier.KeyHashBytes) return false;

        var (hash, signature) = (signed[..LedgerVerifier.KeyHashBytes], signed[LedgerVerifier.KeyHashBytes..length]);
        return verifiers.Any(verifier => verifier.Name == name && verifier.Hash.AsSpan().SequenceEqual(hash) && verifier.Verifies(text, signature));
    }
}
