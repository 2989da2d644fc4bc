using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Silo.Sample;

/// <summary>
/// 统一社会信用代码 made from a running number: right in form, prefix and both check digits, and plainly nobody's, as the
/// organisation code begins with zeros.
/// </summary>
internal static class SampleUscc
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static UnitId Of(int number, UnitType type, string division)
    {
        var organisation = number.ToString("D8", CultureInfo.InvariantCulture);
        var body = $"{PrefixOf(type)}{division}{organisation}{OrganisationCheck(organisation)}";
        return new UnitId(body + Check(body));
    }

    /// <summary>The same code with a wrong check digit, as a few old certificates have it.</summary>
    public static UnitId Misprinted(UnitId id) =>
        new(id.Uscc[..^1] + Alphabet[(Alphabet.IndexOf(id.Uscc[^1], StringComparison.Ordinal) + 1) % Alphabet.Length]);

    /// <summary>11 机关, 12 事业单位, 52 民办非企业单位.</summary>
    private static string PrefixOf(UnitType type) => type switch
    {
        UnitType.Bureau => "11",
        UnitType.PrivateSchool => "52",
        _ => "12",
    };

    private static char OrganisationCheck(string organisation)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (organisation[i] - '0') * weights[i];
        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }

    private static char Check(string body)
    {
        var (sum, weight) = (0, 1);
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
