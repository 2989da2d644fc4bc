using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>ICP备案号 (NC-3.6): 赣ICP备2022004397号-1. Without the part after the dash it is the subject's number.</summary>
public sealed record IcpNumber
{
    /// <summary>号 was missing and has been put in.</summary>
    public const string HaoMissing = "hao-missing";

    /// <summary>The year in the serial lies before filings began or in the future.</summary>
    public const string YearOdd = "year-odd";

    /// <summary>Filed in another province than the registry's own.</summary>
    public const string ProvinceDiffers = "province-differs";

    /// <summary>非经营性互联网信息服务备案管理办法 dates from 2005.</summary>
    private const int FirstYear = 2005;

    private IcpNumber(char province, string serial, int? site) => (Province, Serial, Site) = (province, serial, site);

    public char Province { get; }

    /// <summary>8 digits, two of them the year, or 10 digits, four of them the year.</summary>
    public string Serial { get; }

    /// <summary>The number of the site; null in the subject's number.</summary>
    public int? Site { get; }

    /// <summary>The subject's number, without the site.</summary>
    public string Subject => $"{Province}ICP备{Serial}号";

    /// <summary>The canonical form.</summary>
    public string Text => Site is { } site ? string.Create(CultureInfo.InvariantCulture, $"{Subject}-{site}") : Subject;

    public int Year => int.Parse(Serial.Length == 10 ? Serial[..4] : $"20{Serial[..2]}", CultureInfo.InvariantCulture);

    public override string ToString() => Text;

    /// <summary>Reads a number. Refusal: <c>icp-number-invalid</c>.</summary>
    /// <param name="text">The text, as pasted.</param>
    /// <param name="provinceCharacter">The registry's own province, from the rule pack; another one warns.</param>
    /// <param name="yearNow">The current year, Asia/Shanghai; a later one warns.</param>
    public static Parsed<IcpNumber> Parse(string? text, string provinceCharacter, int yearNow)
    {
        if (TextForm.OfNumber(text) is not { } normal || Read(normal, out var hasHao) is not { } number)
            return Parsed.Problem<IcpNumber>(RuleId.IcpNumberInvalid);

        var warnings = ImmutableArray.CreateBuilder<string>();
        if (!hasHao) warnings.Add(HaoMissing);
        if (number.Year < FirstYear || number.Year > yearNow) warnings.Add(YearOdd);
        if (provinceCharacter != number.Province.ToString()) warnings.Add(ProvinceDiffers);
        return Parsed.Value(number, warnings.ToImmutable());
    }

    private static IcpNumber? Read(ReadOnlySpan<char> text, out bool hasHao)
    {
        hasHao = false;
        if (text.IsEmpty || !Provinces.IsProvince(text[0]) || !text[1..].StartsWith("ICP备")) return null;
        var rest = text[5..];

        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = rest.Length;
        if (digits is not (8 or 10)) return null;
        var serial = rest[..digits].ToString();
        rest = rest[digits..];

        hasHao = rest.StartsWith("号");
        if (hasHao) rest = rest[1..];
        if (rest.IsEmpty) return new(text[0], serial, null);

        if (rest[0] != '-' || rest.Length is < 2 or > 5 || rest[1] == '0' || rest[1..].ContainsAnyExceptInRange('0', '9')) return null;
        return new(text[0], serial, int.Parse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
