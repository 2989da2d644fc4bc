using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using NanchangEdu.Registry.Api.Identity;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Whose bucket is charged: one of the three, the client of the token before its person, and the network of whoever brings none.</summary>
internal readonly record struct ClientKey(string? Client, string? Person, UInt128 Network);

/// <summary>Who asks, as far as rate limits care.</summary>
/// <param name="Unit">The unit for which is asked, or the authority; null for whoever belongs to none.</param>
internal sealed record Requester(ClientKey Client, string? Unit)
{
    /// <summary>As tokens of the embedded server and of external issuers name the program that asks.</summary>
    public const string ClientClaim = "client_id";

    private const int NetworkBitsOfIpv6 = 64;

    private static readonly ConditionalWeakTable<ClaimsPrincipal, Requester> Known = [];

    /// <summary>A remembered token comes with the same principal at every request: it is read once.</summary>
    public static Requester Of(HttpContext context)
    {
        var user = context.User;
        var named = user.Identity?.IsAuthenticated == true ? Known.GetValue(user, static principal => Read(principal)) : null;
        return named is { Client: { Client: not null } or { Person: not null } }
            ? named
            : new Requester(new ClientKey(null, null, NetworkOf(context.Connection.RemoteIpAddress)), named?.Unit);
    }

    /// <summary>An IPv4 address, however it is written, is one by itself; a household has all of an IPv6 /64 and may change within it at will.</summary>
    public static UInt128 NetworkOf(IPAddress? address)
    {
        if (address is null) return UInt128.Zero;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        if (written == 4) return new UInt128(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes));

        var whole = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address.IsIPv4MappedToIPv6 ? whole : whole >> NetworkBitsOfIpv6 << NetworkBitsOfIpv6;
    }

    private static Requester Read(ClaimsPrincipal principal)
    {
        var client = Text(principal, ClientClaim);
        return new Requester(
            new ClientKey(client, client is null ? Text(principal, RegistryClaims.Person) : null, UInt128.Zero),
            Text(principal, RegistryClaims.Unit) ?? Text(principal, RegistryClaims.Authority));
    }

    private static string? Text(ClaimsPrincipal principal, string claim) => principal.FindFirst(claim)?.Value is { Length: > 0 } text ? text : null;
}
