using System.Globalization;

namespace NanchangEdu.Registry.Tests;

/// <summary>Codes of units that there are not, with right check digits (GB 32100, GB 11714).</summary>
internal static class UnitCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    public static string Of(int number)
    {
        var organisation = number.ToString("D8", CultureInfo.InvariantCulture);
        var check = (11 - (organisation.Select((digit, i) => (digit - '0') * Weights[i]).Sum() % 11)) switch { 10 => 'X', 11 => '0', var n => (char)('0' + n) };
        var body = $"12360100{organisation}{check}";
        var weight = 1;
        var sum = 0;
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return body + Alphabet[(31 - (sum % 31)) % 31];
    }
}
