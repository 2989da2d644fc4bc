namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>What a text of PostgreSQL can be.</summary>
internal static class PostgresText
{
    /// <summary>So many narrow the search enough; the pattern decides in any case.</summary>
    private const int GramsMax = 24;

    /// <summary>NUL and halves of characters are in no text of the database: who looks for them finds nothing, and is not an error.</summary>
    public static bool CanHold(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>
    /// What every text that matches the LIKE pattern <c>%…%</c> must hold, as the function <c>grams</c> takes it from texts:
    /// the pairs of neighbours, or the one character there is. Of up to two characters that is all there is to match.
    /// </summary>
    public static (string[] Grams, bool AreAll) Grams(string pattern)
    {
        var letters = new List<string>();
        for (var elements = pattern[1..^1].EnumerateRunes(); elements.MoveNext();)
        {
            if (elements.Current.Value == '\\')
                elements.MoveNext();
            letters.Add(elements.Current.ToString());
        }

        string[] grams = letters is [var only] ? [only] : [.. letters.Zip(letters.Skip(1), string.Concat).Distinct(StringComparer.Ordinal).Take(GramsMax)];
        return (grams, letters.Count is 1 or 2);
    }
}
