using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>
/// 联系电话 (NC-2.4, NC-2.5): a mobile number (13907910000), a land line with area code (0791-83980000, with extension
/// 0791-83980000-801) or a 400 number (400-000-0000 is kept as 4000000000).
/// </summary>
public static class PhoneNumber
{
    /// <summary>Reads a number as people write it. Refusal: <c>contact-invalid</c>.</summary>
    public static Parsed<string> Parse(string? text)
    {
        if (TextForm.OfNumber(text) is not { } normal) return Parsed.Problem<string>(RuleId.ContactInvalid);
        var written = normal.Replace("(", "", StringComparison.Ordinal).Replace(')', '-').Trim('-');
        var country = written.StartsWith("+86", StringComparison.Ordinal) ? 3 : written.StartsWith("0086", StringComparison.Ordinal) ? 4 : 0;
        written = written[country..].TrimStart('-');

        // After the country's code the leading zero of the area code is left out.
        var number = Mobile(written) ?? ServiceNumber(written) ?? LandLine(written) ?? (country > 0 ? LandLine($"0{written}") : null);
        return number is null ? Parsed.Problem<string>(RuleId.ContactInvalid) : Parsed.Value(number);
    }

    private static string? Mobile(string written)
    {
        var digits = written.Replace("-", "", StringComparison.Ordinal);
        return digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9' && IsDigits(digits) ? digits : null;
    }

    private static string? ServiceNumber(string written)
    {
        var digits = written.Replace("-", "", StringComparison.Ordinal);
        return digits.Length == 10 && digits.StartsWith("400", StringComparison.Ordinal) && IsDigits(digits) ? digits : null;
    }

    private static string? LandLine(string written)
    {
        // Three digits in Beijing and where the code begins with 02, four elsewhere.
        if (written.Length < 10 || written[0] != '0') return null;
        var areaLength = written[1] == '2' || written.StartsWith("010", StringComparison.Ordinal) ? 3 : 4;
        var (area, rest) = (written[..areaLength], written[areaLength..].TrimStart('-'));
        if (!IsDigits(area) || area[1] == '0') return null;

        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var (number, extension) = dash < 0 ? (rest, null) : (rest[..dash], rest[(dash + 1)..]);
        if (number.Length is not (7 or 8) || !IsDigits(number) || number[0] is '0' or '1') return null;
        if (extension is null) return $"{area}-{number}";
        return extension.Length is >= 1 and <= 6 && IsDigits(extension) ? $"{area}-{number}-{extension}" : null;
    }

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
