using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// Sign-in to another program by this registry: the authorization code flow with PKCE. The programs are configured by the operator, so nobody
/// is asked for consent; who is not signed in yet, signs in first.
/// </summary>
internal sealed class AuthorizeEndpoint(Admission admission, IOptions<AuthOptions> options)
{
    public async Task<IResult> Authorize(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("the authorization endpoint is not behind the token server");
        var browser = await context.AuthenticateAsync(SessionCookies.Scheme);
        var claims = browser.Principal?.Claimed();
        if (claims is null || claims.SessionId is not { } session || await admission.Of(claims, context.Connection.RemoteIpAddress) is not { } holder)
        {
            if (request.HasPromptValue(OpenIddictConstants.PromptValues.None)) return LoginRequired();
            return TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = context.Request.PathBase + context.Request.Path + context.Request.QueryString },
                [SessionCookies.Scheme]);
        }

        var possible = Scopes.Of(holder.Actor.Role);
        var scopes = request.GetScopes().Where(scope =>
            scope is OpenIddictConstants.Scopes.OpenId or OpenIddictConstants.Scopes.OfflineAccess or OpenIddictConstants.Scopes.Profile || possible.Contains(scope));
        var principal = TokenEndpoint.PrincipalOf(holder.Actor, claims.Epoch, scopes, options.Value.Audience);
        principal.SetClaim(RegistryClaims.Session, session);
        principal.SetDestinations(TokenEndpoint.DestinationsOf);
        return TypedResults.SignIn(principal, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static ForbidHttpResult LoginRequired() => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.LoginRequired,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
