using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// Brings the scopes of every issuer into one form: <c>scope</c> is one text with blanks in most tokens and several claims in
/// some, <c>scp</c> an array or a text. Policies ask for <see cref="RegistryClaims.NormalisedScope"/> only.
/// </summary>
internal sealed class ScopeNormalisation : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || principal.Identities.Any(IsOurs)) return Task.FromResult(principal);

        var scopes = principal.Claims
            .Where(claim => claim.Type is "scope" or "scp")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)
            .Select(scope => new Claim(RegistryClaims.NormalisedScope, scope));

        // a copy without any claim of our own name that the token may have brought
        var cleaned = new ClaimsPrincipal(principal.Identities.Select(identity =>
        {
            var copy = identity.Clone();
            foreach (var forged in copy.FindAll(RegistryClaims.NormalisedScope).ToArray()) copy.RemoveClaim(forged);
            return copy;
        }));
        cleaned.AddIdentity(new ClaimsIdentity(scopes, authenticationType: null) { Label = nameof(ScopeNormalisation) });
        return Task.FromResult(cleaned);
    }

    /// <summary>The scopes in the one form, of claims that were made here.</summary>
    public static ImmutableArray<string> ScopesIn(ClaimsPrincipal principal) =>
        [.. principal.Identities.Where(IsOurs).SelectMany(identity => identity.FindAll(RegistryClaims.NormalisedScope)).Select(claim => claim.Value)];

    private static bool IsOurs(ClaimsIdentity identity) => identity.Label == nameof(ScopeNormalisation);
}
