using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// Tokens for an API client's secret, for the code of a sign-in, and for a refresh token. OpenIddict has checked what was presented before
/// this is reached; here it is asked whether the person, the client and the session still stand.
/// </summary>
internal sealed class TokenEndpoint(
    IOpenIddictApplicationManager clients, ClientSecrets secrets, Admission admission, SessionRegister sessions, ClientUses uses, IOptions<AuthOptions> options)
{
    public async Task<IResult> Issue(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("the token endpoint is not behind the token server");
        var principal = request.IsClientCredentialsGrantType()
            ? await ForClient(request, context, cancellationToken)
            : await ForSession(context);
        return principal is null
            ? Refused()
            : TypedResults.SignIn(principal, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>A principal as the token server takes it, for a person in a role.</summary>
    public static ClaimsPrincipal PrincipalOf(Actor actor, long? epoch, IEnumerable<string> scopes, string audience)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, RegistryClaims.Name, RegistryClaims.Role);
        identity.SetClaim(RegistryClaims.Person, actor.PersonId);
        identity.SetClaim(RegistryClaims.Name, actor.Name);
        identity.SetClaim(RegistryClaims.Role, Json.NameOf(actor.Role));
        identity.SetClaim(RegistryClaims.Unit, actor.Unit?.Uscc);
        identity.SetClaim(RegistryClaims.Authority, actor.Authority?.Uscc);
        identity.SetClaim(RegistryClaims.Epoch, epoch?.ToString(CultureInfo.InvariantCulture));
        identity.SetScopes(scopes);
        identity.SetResources(audience);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Another program that people sign in to by this registry is told who they are; what our own gateways need stays in the access token.</summary>
    public static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        RegistryClaims.Person or RegistryClaims.Name or RegistryClaims.Role or RegistryClaims.Unit or RegistryClaims.Authority =>
            [Destinations.AccessToken, Destinations.IdentityToken],
        _ => [Destinations.AccessToken],
    };

    private async Task<ClaimsPrincipal?> ForClient(OpenIddictRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var application = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken)
            ?? throw new InvalidOperationException("the token server let an unknown client pass");
        if (await secrets.OwnerOf(application, cancellationToken) is not var (personId, key)) return null;
        if (await admission.OfClient(personId, request.ClientId!, key, context.Connection.RemoteIpAddress) is not var (account, client)) return null;

        // no scope asked for: all that the client has
        var asked = request.GetScopes();
        if (asked.Any(scope => !client.Scopes.Contains(scope))) return null;

        uses.Note(client.ClientId, context.Connection.RemoteIpAddress);
        var actor = new Actor(account.PersonId, account.Name, client.Role, account.Unit, account.Authority);
        var principal = PrincipalOf(actor, account.Epoch, asked.IsEmpty ? client.Scopes : asked, options.Value.Audience);
        principal.SetClaim(RegistryClaims.Key, client.Key.ToString(CultureInfo.InvariantCulture));
        principal.SetDestinations(DestinationsOf);
        return principal;
    }

    /// <summary>A code or refresh token that is genuine leads to another token only while its session and person stand as they did.</summary>
    private async Task<ClaimsPrincipal?> ForSession(HttpContext context)
    {
        var presented = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (presented?.FindFirst(RegistryClaims.Session)?.Value is not { } session || !await sessions.Holds(session)) return null;
        if (presented.Claimed() is not { } claims || await admission.Of(claims, context.Connection.RemoteIpAddress) is null) return null;

        presented.SetDestinations(DestinationsOf);
        return presented;
    }

    private static ForbidHttpResult Refused() => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] =
                "账号、接口客户端或登录会话已失效，或不在许可的地址范围与授权范围内。 [The account, client or session no longer stands, or asks from elsewhere or for more than it may.]",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
