using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity.Standing;

/// <summary>Whether somebody whose token or secret is genuine is still let in, and as whom.</summary>
internal sealed class Admission(Standings standings, IOptions<AuthOptions> options, TimeProvider clock)
{
    /// <summary>China keeps one time all year; the date alone is needed here.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private bool IsExternal => options.Value.IsExternal;

    /// <summary>The holder of these claims, or null. An account's record goes before whatever the token says of the person.</summary>
    /// <exception cref="Store.StoreUnavailableException"/>
    public async ValueTask<TokenHolder?> Of(TokenClaims claims, IPAddress? address)
    {
        var standing = await standings.Of(claims.Actor.PersonId);
        if (standing.Account is not { } account) return IsExternal ? await Stranger(claims) : null;
        if (account.State != AccountState.Active || !account.Roles.Contains(claims.Actor.Role)) return null;
        if (!IsExternal && claims.Epoch != account.Epoch) return null;
        if (claims.Key is not null && (ClientOf(account, claims) is not { } client || !LetsIn(client, claims, address))) return null;

        var actor = new Actor(account.PersonId, account.Name, claims.Actor.Role, account.Unit, account.Authority) { Subordinates = standing.Below };
        return new TokenHolder(actor, claims.Scopes, claims.ClientId, claims.SessionId);
    }

    /// <summary>The client of an account, if it may have a token now.</summary>
    /// <exception cref="Store.StoreUnavailableException"/>
    public async ValueTask<(AccountStanding Account, ApiClient Client)?> OfClient(string personId, string clientId, long key, IPAddress? address)
    {
        if ((await standings.Of(personId)).Account is not { State: AccountState.Active } account) return null;

        var client = account.Clients.FirstOrDefault(c => c.ClientId == clientId && c.Key == key);
        return client is not null && account.Roles.Contains(client.Role) && IsCurrent(client) && Covers(client.Addresses, address)
            ? (account, client)
            : null;
    }

    /// <summary>The external issuer answers for them; the register only says which authorities lie below theirs.</summary>
    private async ValueTask<TokenHolder?> Stranger(TokenClaims claims)
    {
        var actor = claims.Actor.Authority is { } authority
            ? claims.Actor with { Subordinates = await standings.Below(authority) }
            : claims.Actor;
        return new TokenHolder(actor, claims.Scopes, claims.ClientId, claims.SessionId);
    }

    private static ApiClient? ClientOf(AccountStanding account, TokenClaims claims) =>
        account.Clients.FirstOrDefault(client => client.ClientId == claims.ClientId && client.Key == claims.Key);

    private bool LetsIn(ApiClient client, TokenClaims claims, IPAddress? address) =>
        client.Role == claims.Actor.Role && claims.Scopes.All(scope => client.Scopes.Contains(scope)) && IsCurrent(client)
        && Covers(client.Addresses, address);

    private bool IsCurrent(ApiClient client) => client.RevokedAt is null
        && (client.ExpiresOn is not { } last || last >= DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Shanghai).DateTime));

    private static bool Covers(ImmutableArray<string> ranges, IPAddress? address)
    {
        if (ranges.IsDefaultOrEmpty) return true;
        if (address is null) return false;

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return ranges.Any(range => IPNetwork.Parse(range).Contains(plain));
    }
}
