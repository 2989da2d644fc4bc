using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>Well-formed 统一社会信用代码 by number: civil non-enterprise units of Nanchang, both check digits right.</summary>
internal static class Usccs
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static UnitId Of(int number)
    {
        var organisation = number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
        int[] weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = organisation.Zip(weights, (digit, weight) => (digit - '0') * weight).Sum();
        var check = (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };

        var body = $"52360100{organisation}{check}";
        var (total, power) = (0, 1);
        foreach (var character in body)
        {
            total += Alphabet.IndexOf(character, StringComparison.Ordinal) * power;
            power = power * 3 % 31;
        }

        return new UnitId(body + Alphabet[(31 - (total % 31)) % 31]);
    }
}
