using System.Buffers;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>An e-mail address (NC-2.4): unquoted local part as it stands, domain in canonical form.</summary>
public static class EmailText
{
    private const int CharactersMax = 254;
    private const int LocalCharactersMax = 64;

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Reads an address. Refusal: <c>contact-invalid</c>.</summary>
    public static Parsed<string> Parse(string? text)
    {
        var address = text.AsSpan().Trim();
        var at = address.IndexOf('@');
        if (address.Length > CharactersMax || at is < 1 or > LocalCharactersMax || !IsLocal(address[..at])
            || DomainName.CanonicalHost(address[(at + 1)..]) is not { } host)
            return Parsed.Problem<string>(RuleId.ContactInvalid);

        var canonical = string.Concat(address[..at], "@", host);
        return canonical.Length <= CharactersMax ? Parsed.Value(canonical) : Parsed.Problem<string>(RuleId.ContactInvalid);
    }

    private static bool IsLocal(ReadOnlySpan<char> local) =>
        !local.ContainsAnyExcept(LocalCharacters) && local[0] != '.' && local[^1] != '.' && local.IndexOf("..") < 0;
}
