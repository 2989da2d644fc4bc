using System.Buffers;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>The SHA-256 of a piece of evidence: 64 hexadecimal characters, lower case, so that equal files have equal texts.</summary>
public static class Sha256Text
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a hash. Refusal: <c>evidence-hash-invalid</c>.</summary>
    public static Parsed<string> Parse(string? text) =>
        text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(Hexadecimal)
            ? Parsed.Value(text)
            : Parsed.Problem<string>(RuleId.EvidenceHashInvalid);
}
