using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>公安联网备案号 (NC-3.7): 赣公网安备36010802000584号, 14 digits that begin with the division.</summary>
public sealed record PublicSecurityNumber
{
    /// <summary>The province's character and the division in the digits do not agree.</summary>
    public const string DivisionDiffers = "division-differs";

    /// <summary>Filed in another province than the registry's own.</summary>
    public const string ProvinceDiffers = "province-differs";

    private const string Middle = "公网安备";
    private const int CodeDigits = 14;

    private PublicSecurityNumber(char province, string code) => (Province, Code) = (province, code);

    public char Province { get; }

    /// <summary>The 14 digits.</summary>
    public string Code { get; }

    /// <summary>The canonical form.</summary>
    public string Text => $"{Province}{Middle}{Code}号";

    public override string ToString() => Text;

    /// <summary>Reads a number. Refusal: <c>public-security-number-invalid</c>.</summary>
    /// <param name="text">The text, as pasted.</param>
    /// <param name="provinceCharacter">The registry's own province, from the rule pack; another one warns.</param>
    public static Parsed<PublicSecurityNumber> Parse(string? text, string provinceCharacter)
    {
        if (TextForm.OfNumber(text) is not { } normal || Read(normal) is not { } number)
            return Parsed.Problem<PublicSecurityNumber>(RuleId.PublicSecurityNumberInvalid);

        var warnings = ImmutableArray.CreateBuilder<string>();
        if (Provinces.DivisionOf(number.Province) is not { } division || !number.Code.StartsWith(division, StringComparison.Ordinal))
            warnings.Add(DivisionDiffers);
        if (provinceCharacter != number.Province.ToString()) warnings.Add(ProvinceDiffers);
        return Parsed.Value(number, warnings.ToImmutable());
    }

    private static PublicSecurityNumber? Read(string text)
    {
        if (text.Length != 1 + Middle.Length + CodeDigits + 1 || text[0] is < '一' or > '龥' || text[^1] != '号') return null;
        if (!text.AsSpan(1).StartsWith(Middle)) return null;
        var code = text.AsSpan(1 + Middle.Length, CodeDigits);
        return code.ContainsAnyExceptInRange('0', '9') ? null : new(text[0], code.ToString());
    }
}
