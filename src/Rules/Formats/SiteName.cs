using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>网站名称 (NC-4.3): 网站要以本单位名称命名, or the standard name stands beside the old one.</summary>
public static class SiteName
{
    /// <summary>The name is another one; the unit's name is annotated beside it.</summary>
    public const string Annotated = "name-annotated";

    private const int CharactersMax = 100;

    /// <summary>Whether the name is the unit's, or the unit's name is annotated beside it.</summary>
    public static bool Fits(string? siteName, string? nameNote, string unitName) => Parse(siteName, nameNote, unitName).IsValid;

    /// <summary>
    /// Compares by what people read: width, white space and letter case make no difference. Refusal: <c>site-name-mismatch</c>. The
    /// value is the site's name as stated, without surrounding white space.
    /// </summary>
    public static Parsed<string> Parse(string? siteName, string? nameNote, string unitName)
    {
        var (name, note, unit) = (TextForm.OfName(siteName), TextForm.OfName(nameNote), TextForm.OfName(unitName));
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(unit) || siteName!.Trim() is not { Length: <= CharactersMax } shown
            || shown.Any(char.IsControl))
            return Parsed.Problem<string>(RuleId.SiteNameMismatch);
        if (name == unit) return Parsed.Value(shown);
        return note == unit ? Parsed.Value(shown, Annotated) : Parsed.Problem<string>(RuleId.SiteNameMismatch);
    }
}
