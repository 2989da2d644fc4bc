using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

// Stand here only until each format has its own file; whoever adds that file removes the class from here.
internal static class Interim
{
    public static Parsed<string> Match(string text, string pattern, RuleId problem)
    {
        var normal = text.Normalize(NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return Regex.IsMatch(normal, pattern, RegexOptions.NonBacktracking) ? Parsed.Value(normal) : Parsed.Problem<string>(problem);
    }
}

internal static class IcpNumber
{
    public static Parsed<string> Parse(string text) => Interim.Match(text, "^[一-龥]ICP备([0-9]{8}|[0-9]{10})号(-[1-9][0-9]{0,3})?$", RuleId.IcpNumberInvalid);
}

internal static class PublicSecurityNumber
{
    public static Parsed<string> Parse(string text) => Interim.Match(text, "^[一-龥]公网安备[0-9]{14}号$", RuleId.PublicSecurityNumberInvalid);
}

internal static class Sha256Text
{
    public static Parsed<string> Parse(string text) =>
        text.Length == 64 && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f') ? Parsed.Value(text) : Parsed.Problem<string>(RuleId.EvidenceHashInvalid);
}

internal static class WebAddress
{
    public static Parsed<string> Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Parsed.Value(text) : Parsed.Problem<string>(RuleId.UrlInvalid);
}

internal static class PhoneNumber
{
    public static Parsed<string> Parse(string text) => Interim.Match(text, "^[+0-9-]{5,20}$", RuleId.ContactInvalid);
}

internal static class EmailText
{
    public static Parsed<string> Parse(string text) => Interim.Match(text, "^[^@]+@[^@]+$", RuleId.ContactInvalid);
}

internal static class IpAddressText
{
    public static Parsed<string> Parse(string text) => IPAddress.TryParse(text, out _) ? Parsed.Value(text) : Parsed.Problem<string>(RuleId.IpAddressInvalid);
}

internal static class SiteName
{
    public static bool Fits(string name, string? note, string unit) => name == unit || note == unit;
}

internal static class Uscc
{
    public static Parsed<string> Parse(string text)
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var sum = weights.Select((w, i) => w * alphabet.IndexOf(text[i], StringComparison.Ordinal)).Sum();
        return alphabet[(31 - (sum % 31)) % 31] == text[17] ? Parsed.Value(text) : Parsed.Problem<string>(RuleId.UsccInvalid);
    }

    public static ImmutableArray<string> WarningsFor(string text, UnitType type) => type == default ? [] : [];
}
