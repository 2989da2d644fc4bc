using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>The IP address of a site's server (NC-9.4): public unicast, IPv4 or IPv6, in canonical form.</summary>
public static class IpAddressText
{
    /// <summary>The address is one of those set aside for documents and samples: no server has it.</summary>
    public const string Documentation = "documentation-address";

    /// <summary>IANA's special-purpose registry, the entries that are not globally reachable unicast.</summary>
    private static readonly ImmutableArray<IPNetwork> Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2002::/16",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly ImmutableArray<IPNetwork> Documents =
        [.. new[] { "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Reads an address. Refusal: <c>ip-address-invalid</c>.</summary>
    public static Parsed<string> Parse(string? text)
    {
        const int charactersMax = 45;
        var written = text.AsSpan().Trim();
        if (written.Length > charactersMax || Address(written) is not { } address || !IsPublic(address))
            return Parsed.Problem<string>(RuleId.IpAddressInvalid);
        return Documents.Any(network => network.Contains(address))
            ? Parsed.Value(address.ToString(), Documentation) : Parsed.Value(address.ToString());
    }

    /// <summary>Whether it is globally reachable unicast, as it is written: an IPv4 address inside an IPv6 one is not.</summary>
    public static bool IsPublic(IPAddress address) =>
        !Refused.Any(network => network.Contains(address))
        && (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address));

    // The framework also reads 127.1, 0x7f000001, octal parts, brackets and zones: one server would have many spellings.
    internal static IPAddress? Address(ReadOnlySpan<char> written)
    {
        if (written.IndexOfAny('[', ']', '%') >= 0) return null;
        if (!written.Contains(':') && !IsDottedQuad(written)) return null;
        return IPAddress.TryParse(written, out var address) ? address : null;
    }

    private static bool IsDottedQuad(ReadOnlySpan<char> written)
    {
        var parts = 0;
        foreach (var range in written.Split('.'))
        {
            var part = written[range];
            parts++;
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')) return false;
        }

        return parts == 4;
    }
}
