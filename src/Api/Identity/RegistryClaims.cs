using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>The claims of access tokens and sessions, whoever issued them. An external issuer must be set up to send these names.</summary>
public static class RegistryClaims
{
    public const string Audience = "nanchang-registry";

    /// <summary>The person; self-approval is judged by it.</summary>
    public const string Person = "sub";
    public const string Name = "name";
    /// <summary>Wire name of the <see cref="Contracts.Role"/>.</summary>
    public const string Role = "role";
    /// <summary>USCC of the unit whose member the person is.</summary>
    public const string Unit = "unit";
    /// <summary>USCC of the supervising authority for which a reviewer or lead acts.</summary>
    public const string Authority = "authority";

    /// <summary>Of our own tokens: <see cref="AccountStanding.Epoch"/> when it was issued.</summary>
    public const string Epoch = "epoch";
    /// <summary>Of our own tokens for an API client: the number of the secret that it was issued for.</summary>
    public const string Key = "key";
    /// <summary>The API client that a token was issued to.</summary>
    public const string Client = "client_id";
    /// <summary>The session that a token or cookie belongs to.</summary>
    public const string Session = "sid";

    /// <summary>One claim per scope, made by <see cref="ScopeNormalisation"/> alone. No token can bring it.</summary>
    public const string NormalisedScope = "urn:nce:scope";

    private static readonly ConditionalWeakTable<ClaimsPrincipal, Reading> Known = [];

    /// <summary>
    /// What the token says, and nothing more: whether it still holds is for <see cref="Standing.StandingCheck"/>. Null when it does not say
    /// enough: a sponsor's role without a unit, a reviewer's without an authority, a role we do not know.
    /// </summary>
    internal static TokenClaims? Claimed(this ClaimsPrincipal principal) => principal.Identity?.IsAuthenticated == true
        ? Known.GetValue(principal, static known => new Reading(Read(known))).Claims
        : null;

    /// <summary>A remembered token comes with the same principal at every request: it is read once.</summary>
    private sealed record Reading(TokenClaims? Claims);

    private static TokenClaims? Read(ClaimsPrincipal principal)
    {
        if (Single(principal, Person) is not { Length: > 0 and <= Limits.PersonIdLength } person) return null;
        if (!TryRole(Single(principal, Role), out var role)) return null;
        if (!TryUnit(Single(principal, Unit), out var unit) || !TryUnit(Single(principal, Authority), out var authority)) return null;
        if (role is Contracts.Role.Clerk or Contracts.Role.Head && unit is null) return null;
        if (role is Contracts.Role.Reviewer or Contracts.Role.Lead && authority is null) return null;

        var name = Single(principal, Name) is { Length: > 0 and <= Limits.NameLength } given ? given : person;
        return new TokenClaims(
            new Actor(person, name, role, unit, authority), ScopeNormalisation.ScopesIn(principal),
            Number(principal, Epoch), Single(principal, Client), Number(principal, Key), Single(principal, Session));
    }

    /// <summary>A claim that stands twice is as good as none: which of the two would it be?</summary>
    private static string? Single(ClaimsPrincipal principal, string type)
    {
        var found = principal.FindAll(type).Take(2).ToArray();
        return found.Length == 1 ? found[0].Value : null;
    }

    private static long? Number(ClaimsPrincipal principal, string type) =>
        long.TryParse(Single(principal, type), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryRole(string? text, out Role role)
    {
        role = default;
        if (text is null) return false;
        foreach (var candidate in Enum.GetValues<Role>())
        {
            if (candidate != Contracts.Role.System && Json.NameOf(candidate) == text)
            {
                role = candidate;
                return true;
            }
        }

        return false;
    }

    private static bool TryUnit(string? text, out UnitId? unit)
    {
        unit = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!UnitId.TryParse(text, out var id)) return false;
        unit = id;
        return true;
    }
}

/// <summary>What a token or a session's cookie says of its holder.</summary>
internal sealed record TokenClaims(
    Actor Actor, ImmutableArray<string> Scopes, long? Epoch, string? ClientId, long? Key, string? SessionId);
