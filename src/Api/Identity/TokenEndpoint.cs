using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Client credentials for an access token. OpenIddict has checked client and secret before this is reached.</summary>
internal static class TokenEndpoint
{
    /// <summary>Nothing, when tokens come from an external issuer.</summary>
    public static void MapTokenServer(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(TokenKeys))) return;
        app.MapPost(IdentityComposition.TokenPath, Issue).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<SignInHttpResult> Issue(
        HttpContext context,
        IOpenIddictApplicationManager clients,
        Microsoft.Extensions.Options.IOptions<IdentityOptions> options,
        CancellationToken cancellationToken)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("the token endpoint is not behind the token server");
        var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken)
            ?? throw new InvalidOperationException("the token server let an unknown client pass");
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        var permissions = await clients.GetPermissionsAsync(client, cancellationToken);

        var identity = new ClaimsIdentity(
            TokenValidationParameters.DefaultAuthenticationType, RegistryClaims.Name, RegistryClaims.Role);
        foreach (var (claim, value) in properties)
        {
            if (ClientProperties.Claims.Contains(claim) && value.GetString() is { } text) identity.SetClaim(claim, text);
        }

        // no scope asked for: all that the client has. OpenIddict refused those it has not
        var asked = request.GetScopes();
        identity.SetScopes(asked.IsEmpty ? ClientProperties.ScopesIn(permissions) : asked);
        identity.SetResources(options.Value.Audience);
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return TypedResults.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
