using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>网址: a complete public http or https address, such as that of a notice (NC-3.10, NC-3.11).</summary>
public static class WebAddress
{
    private const int CharactersMax = 2048;

    /// <summary>
    /// Reads an address: absolute, with a host that is a full host name or a public IP address, without credentials. Canonical:
    /// host in lower case and punycode, no default port. Refusal: <c>url-invalid</c>.
    /// </summary>
    public static Parsed<string> Parse(string? text)
    {
        var written = text.AsSpan().Trim();
        return written.Length is > 0 and <= CharactersMax && IsPlain(written) && TextForm.IsWellFormed(written)
            && Uri.TryCreate(written.ToString(), UriKind.Absolute, out var uri) && Canonical(uri) is { Length: <= CharactersMax } canonical
            ? Parsed.Value(canonical)
            : Parsed.Problem<string>(RuleId.UrlInvalid);
    }

    private static string? Canonical(Uri uri)
    {
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || HostOf(uri) is not { } host) return null;
        var port = uri.IsDefaultPort ? "" : FormattableString.Invariant($":{uri.Port}");
        return $"{uri.Scheme}://{host}{port}{uri.PathAndQuery}{uri.Fragment}";
    }

    private static string? HostOf(Uri uri) => uri.HostNameType switch
    {
        UriHostNameType.Dns => DomainName.CanonicalHost(uri.Host),
        UriHostNameType.IPv4 => IpAddressText.Parse(uri.Host).Value,
        UriHostNameType.IPv6 => IpAddressText.Parse(uri.Host.Trim('[', ']')).Value is { } address ? $"[{address}]" : null,
        _ => null,
    };

    // Readers differ on backslashes, white space, control characters and broken escapes: what one takes for a path another takes
    // for a host.
    private static bool IsPlain(ReadOnlySpan<char> written)
    {
        for (var i = 0; i < written.Length; i++)
        {
            var character = written[i];
            if (character == '\\' || char.IsWhiteSpace(character) || char.IsControl(character)) return false;
            if (character == '%' && (i + 2 >= written.Length || !char.IsAsciiHexDigit(written[i + 1]) || !char.IsAsciiHexDigit(written[i + 2]))) return false;
        }

        return written.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || written.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
    }
}
