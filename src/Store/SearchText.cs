using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Store;

/// <summary>The one form in which texts are searched: compatibility forms unified (NFKC), lower case, no control characters.</summary>
internal static class SearchText
{
    /// <summary>Texts and queries are cut here; it also keeps patterns within what databases accept.</summary>
    public const int LengthMax = 4000;

    private const char Escape = '\\';

    public static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        // Runes, because normalisation refuses lone surrogates; they come out as U+FFFD.
        Span<char> letters = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control) plain.Append(' ');
            else plain.Append(letters[..rune.EncodeToUtf16(letters)]);
        }

        // Lower-casing can undo the composed form (İ), hence once more.
        var folded = plain.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC).Trim();
        return folded.Length <= LengthMax ? folded : folded[..(char.IsHighSurrogate(folded[LengthMax - 1]) ? LengthMax - 1 : LengthMax)];
    }

    public static string OfUnit(string id, UnitCatalogRow row) => Normalise($"{row.Name} {id}");

    public static string OfAccount(string id, AccountCatalogRow row) => Normalise($"{row.Name} {row.UserName} {id}");

    /// <summary>The LIKE pattern that finds the query as a plain substring; null when there is nothing to search for.</summary>
    public static string? LikePattern(string? query)
    {
        if (query is null || Normalise(query) is not { Length: > 0 } text)
            return null;

        var pattern = new StringBuilder("%", text.Length + 2);
        foreach (var letter in text)
        {
            if (letter is '%' or '_' or Escape)
                pattern.Append(Escape);
            pattern.Append(letter);
        }

        return pattern.Append('%').ToString();
    }
}
