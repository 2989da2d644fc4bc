using System.Buffers;
using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>统一社会信用代码 (NC-3.2): GB 32100-2015, with the organisation code of GB 11714 in places 9 to 17.</summary>
public sealed record Uscc
{
    /// <summary>Not 18 characters of the code's alphabet: no override makes it a code.</summary>
    public const string PatternWrong = "pattern-wrong";

    /// <summary>The last character is not the check digit of the others.</summary>
    public const string CheckDigitWrong = "check-digit-wrong";

    /// <summary>Place 17 is not the check digit of the organisation code in places 9 to 16.</summary>
    public const string OrganisationCodeWrong = "organisation-code-wrong";

    /// <summary>The registering department and kind (places 1 and 2) do not go with the unit's type.</summary>
    public const string PrefixDiffers = "prefix-differs";

    /// <summary>The division (places 3 to 8) is that of another province.</summary>
    public const string DivisionDiffers = "division-differs";

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly SearchValues<char> AlphabetCharacters = SearchValues.Create(Alphabet);
    private static readonly ImmutableArray<int> Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly ImmutableArray<int> OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    private Uscc(string text) => Text = text;

    /// <summary>The 18 characters, upper case.</summary>
    public string Text { get; }

    public override string ToString() => Text;

    /// <summary>
    /// Reads a code. Refusal: <c>uscc-invalid</c>, its warnings saying which check failed; where <see cref="PatternWrong"/> is not
    /// among them the authority's lead may override (<see cref="IsOverridable"/>).
    /// </summary>
    public static Parsed<Uscc> Parse(string? text)
    {
        if (TextForm.OfNumber(text) is not { } code || !HasPattern(code)) return Parsed.Problem<Uscc>(RuleId.UsccInvalid, PatternWrong);

        var wrong = ImmutableArray.CreateBuilder<string>();
        if (code[16] != OrganisationCheckDigit(code)) wrong.Add(OrganisationCodeWrong);
        if (code[17] != CheckDigit(code)) wrong.Add(CheckDigitWrong);
        return wrong.Count > 0 ? Parsed.Problem<Uscc>(RuleId.UsccInvalid, wrong.ToImmutable()) : Parsed.Value(new Uscc(code));
    }

    /// <summary>Reads a code and warns when prefix or division do not go with the unit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">The unit's type.</param>
    /// <param name="divisionPrefix">The first two digits of the province's divisions, from the rule pack.</param>
    public static Parsed<Uscc> Parse(string? text, UnitType type, string divisionPrefix)
    {
        var parsed = Parse(text);
        return parsed.Value is { } code ? parsed with { Warnings = WarningsOf(code.Text, type, divisionPrefix) } : parsed;
    }

    /// <summary>What does not go with the unit in a code of the right pattern, overridden ones included.</summary>
    public static ImmutableArray<string> WarningsOf(string code, UnitType type, string divisionPrefix)
    {
        if (!HasPattern(code)) return [];
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (!PrefixesOf(type).Contains(code[..2])) warnings.Add(PrefixDiffers);
        if (!code.AsSpan(2).StartsWith(divisionPrefix, StringComparison.Ordinal)) warnings.Add(DivisionDiffers);
        return warnings.ToImmutable();
    }

    /// <summary>Whether the text has the pattern, so that a failing check digit may be overridden.</summary>
    public static bool IsOverridable(string? text) => TextForm.OfNumber(text) is { } code && HasPattern(code);

    /// <summary>The check digit that the first 17 characters ask for; null when they have not the pattern.</summary>
    public static char? ExpectedCheckDigit(string? text) =>
        TextForm.OfNumber(text) is { } code && HasPattern(code) ? CheckDigit(code) : null;

    /// <summary>11 机关, 12 事业单位, 52 民办非企业; a private school run for profit is a company (91).</summary>
    private static ImmutableArray<string> PrefixesOf(UnitType type) => type switch
    {
        UnitType.Bureau => ["11"],
        UnitType.BureauInstitution or UnitType.BureauSchool or UnitType.ProvincialInstitutionSchool => ["12"],
        UnitType.PrivateSchool => ["52", "91"],
        _ => [],
    };

    /// <summary>The first two digits of a code's division, its province; empty when it has not the pattern.</summary>
    public static string ProvinceOf(string code) => HasPattern(code) ? code[2..4] : "";

    private static bool HasPattern(string code) =>
        code.Length == 18 && !code.AsSpan().ContainsAnyExcept(AlphabetCharacters) && !code.AsSpan(2, 6).ContainsAnyExceptInRange('0', '9');

    private static char CheckDigit(string code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * Weights[i];
        return Alphabet[(31 - (sum % 31)) % 31];
    }

    // Here letters count A = 10 … Z = 35, those that the code leaves out included.
    private static char OrganisationCheckDigit(string code)
    {
        var sum = 0;
        for (var i = 0; i < OrganisationWeights.Length; i++)
        {
            var character = code[8 + i];
            sum += (character <= '9' ? character - '0' : character - 'A' + 10) * OrganisationWeights[i];
        }

        return (11 - (sum % 11)) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }
}
