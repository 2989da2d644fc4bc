using System.Text;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>The normalisations that the formats share. Each is bounded by the length its caller allows.</summary>
internal static class TextForm
{
    /// <summary>True when no surrogate stands alone: normalisation and punycode throw on one.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }

    /// <summary>
    /// A filing number as people paste it: NFKC, without white space, the dashes of all typefaces as one, ASCII letters upper case.
    /// Null when the text is no text at all or longer than any number.
    /// </summary>
    public static string? OfNumber(string? text)
    {
        // Normalisation may lengthen a text and spaces may stand between any two characters: far above either.
        const int charactersMax = 200;
        if (text is null || text.Length > charactersMax || !IsWellFormed(text)) return null;

        var normal = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(character) || IsInvisible(character)) continue;
            normal.Append(character switch
            {
                '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '－' => '-',
                >= 'a' and <= 'z' => char.ToUpperInvariant(character),
                _ => character,
            });
        }

        return normal.ToString();
    }

    /// <summary>
    /// A name for comparison: NFKC, so that full-width and half-width are one, without white space, ASCII letters lower case.
    /// Null when the text is no text at all or longer than any name.
    /// </summary>
    public static string? OfName(string? text)
    {
        const int charactersMax = 400;
        if (text is null || text.Length > charactersMax || !IsWellFormed(text)) return null;

        var normal = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
            if (!char.IsWhiteSpace(character) && !IsInvisible(character))
                normal.Append(char.IsAsciiLetterUpper(character) ? char.ToLowerInvariant(character) : character);
        return normal.ToString();
    }

    // Zero-width characters, byte-order mark and direction marks come along when people copy from documents.
    private static bool IsInvisible(char character) =>
        character is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or '\u2060' or '\uFEFF';
}
