using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Bench.Load.Seeding;

/// <summary>What the copies are called. Names differ in Chinese, as schools' names do, so that searches find many of them, or few, or none.</summary>
internal static class Copies
{
    /// <summary>A city's supervising authorities.</summary>
    public const int Authorities = 13;

    public const string Numerals = "零一二三四五六七八九";

    private const int Digits = 8;

    /// <summary>Prime to ten, so that all digits vary and no two copies have the same.</summary>
    private const long Scatter = 97;

    private const long Range = 100_000_000;

    /// <summary>The check digits of a copy's credit code are not computed: it is read, never entered. Its first two are the template's, by which rules know a kind of unit.</summary>
    public static Names Of(int number)
    {
        var digits = number.ToString("D8", CultureInfo.InvariantCulture);
        return new(SiteOf(number), $"12360199{digits}00", $"南昌基准{NumeralsOf(number)}学校", $"bench-{digits}.ncedu.cn", AuthorityOf(number));
    }

    public static string SiteOf(int number) => SiteId.Derive("bench", number.ToString("D8", CultureInfo.InvariantCulture)).Value;

    /// <summary>Eight of them, unlike any other copy's.</summary>
    public static string NumeralsOf(int number) => string.Create(Digits, number * Scatter % Range, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, rest /= 10) text[i] = Numerals[(int)(rest % 10)];
    });

    public static string AuthorityOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"123601{(number % Authorities) + 30:D2}0000000000");
}
