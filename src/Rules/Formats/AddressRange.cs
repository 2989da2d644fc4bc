using System.Net;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Formats;

/// <summary>A network in CIDR form, from which alone an API client is let in: IPv4 or IPv6, in canonical form.</summary>
public static class AddressRange
{
    /// <summary>Reads a network whose address is its first one. Refusal: <c>address-range-invalid</c>.</summary>
    public static Parsed<string> Parse(string? text)
    {
        const int charactersMax = 49;
        var written = text.AsSpan().Trim();
        var slash = written.IndexOf('/');
        return slash > 0 && written.Length <= charactersMax && IpAddressText.Address(written[..slash]) is { } first
            && IPNetwork.TryParse(written, out var network) && network.BaseAddress.Equals(first)
            ? Parsed.Value(network.ToString()) : Parsed.Problem<string>(RuleId.AddressRangeInvalid);
    }
}
