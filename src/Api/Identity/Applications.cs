using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Brings the programs in which people sign in through this registry into the token server, as the operator configured them.</summary>
internal sealed class Applications(IOpenIddictApplicationManager applications, IOptions<AuthOptions> options)
{
    public async Task Configure(CancellationToken cancellationToken)
    {
        foreach (var application in options.Value.Applications)
        {
            var descriptor = Describe(application);
            if (await applications.FindByClientIdAsync(application.ClientId, cancellationToken) is { } known)
                await applications.UpdateAsync(known, descriptor, cancellationToken);
            else
                await applications.CreateAsync(descriptor, cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor Describe(ApplicationOptions application)
    {
        var secret = application.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null;
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = application.ClientId,
            ClientSecret = secret,
            ClientType = secret is null ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = application.Name,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        foreach (var scope in Contracts.Scopes.Descriptions.Keys) descriptor.Permissions.Add(Permissions.Prefixes.Scope + scope);
        foreach (var uri in application.RedirectUris) descriptor.RedirectUris.Add(uri);
        return descriptor;
    }
}
