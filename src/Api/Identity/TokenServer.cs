using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Startup;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>The embedded token server and the passwords of those who sign in here.</summary>
internal static class TokenServer
{
    private const int PasswordCharactersMin = 5;

    public static void AddTokenServer(this IServiceCollection services, Surroundings surroundings)
    {
        services.AddSingleton(provider => IdentityComposition.KeysOf(provider.GetRequiredService<IOptions<AuthOptions>>().Value, surroundings));
        services.AddScoped<ClientSecrets>();
        services.AddScoped<Passwords>();
        services.AddScoped<TokenEndpoint>();
        services.AddScoped<AuthorizeEndpoint>();
        services.AddScoped<Applications>();
        services.AddPasswords();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(IdentityComposition.TokenPath);
                server.SetAuthorizationEndpointUris(IdentityComposition.AuthorizePath);
                server.SetRevocationEndpointUris(IdentityComposition.RevocationPath);
                server.AllowClientCredentialsFlow();
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.AllowRefreshTokenFlow();
                server.RegisterScopes([.. Contracts.Scopes.Descriptions.Keys, OpenIddictConstants.Scopes.OfflineAccess, OpenIddictConstants.Scopes.Profile]);
                // access tokens are self-contained: every gateway reads them from the keys alone, and their holder's standing from the register
                server.DisableAccessTokenEncryption();
                // what cannot be sent back to the program that asked is said in the registry's own words
                server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().EnableStatusCodePagesIntegration();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                // A token in an address would lie in logs (RFC 9700 §4.3.2), and nobody's body is read before it is known who sends it.
                validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
            });
        services.ConfigureServer();
        services.ConfigureValidation();
    }

    public static void MapTokenServer(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(TokenKeys))) return;

        app.MapPost(IdentityComposition.TokenPath, (HttpContext context, TokenEndpoint endpoint, CancellationToken ct) => endpoint.Issue(context, ct))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapMethods(IdentityComposition.AuthorizePath, [HttpMethods.Get, HttpMethods.Post], (HttpContext context, AuthorizeEndpoint endpoint) => endpoint.Authorize(context))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static void AddPasswords(this IServiceCollection services)
    {
        services.AddIdentityCore<Credentials>()
            .AddEntityFrameworkStores<IdentityDatabase>()
            .AddErrorDescriber<PasswordWords>()
            .AddDefaultTokenProviders()
            .AddSignInManager();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AuthOptions>>((identity, auth) =>
        {
            identity.Lockout.MaxFailedAccessAttempts = auth.Value.LockoutFailures;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(auth.Value.LockoutMinutes);
            identity.Lockout.AllowedForNewUsers = true;
            // length is what makes a password hard to guess; demands on its letters make it hard to remember
            identity.Password.RequiredLength = auth.Value.PasswordLengthMin;
            identity.Password.RequiredUniqueChars = PasswordCharactersMin;
            identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        });
        services.AddOptions<DataProtectionTokenProviderOptions>().Configure<IOptions<AuthOptions>>((tokens, auth) =>
            tokens.TokenLifespan = TimeSpan.FromDays(auth.Value.InvitationDays));
    }

    private static void ConfigureServer(this IServiceCollection services)
    {
        services.AddOptions<OpenIddictServerOptions>().Configure<TokenKeys, IOptions<AuthOptions>, TimeProvider>((server, keys, auth, clock) =>
        {
            server.Issuer = auth.Value.PublicUrl;
            server.AccessTokenLifetime = TimeSpan.FromMinutes(auth.Value.AccessTokenMinutes);
            server.RefreshTokenLifetime = TimeSpan.FromHours(auth.Value.SessionHours);
            server.TimeProvider = clock;
            foreach (var key in keys.AllSigning) server.SigningCredentials.Add(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256));
            foreach (var key in keys.AllEncryption)
                server.EncryptionCredentials.Add(new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        });
        services.AddOptions<OpenIddictServerAspNetCoreOptions>().Configure<IOptions<AuthOptions>>(
            (server, auth) => server.DisableTransportSecurityRequirement = auth.Value.PublicUrl is { Scheme: "http", IsLoopback: true });
    }

    private static void ConfigureValidation(this IServiceCollection services) =>
        services.AddOptions<OpenIddictValidationOptions>().Configure<IOptions<AuthOptions>, TimeProvider>((validation, auth, clock) =>
        {
            validation.TimeProvider = clock;
            validation.Audiences.Add(auth.Value.Audience);
            validation.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(AuthOptions.ClockSkewSeconds);
            // OpenIddict looks at exp alone; a token that is not valid yet is none either
            validation.TokenValidationParameters.ValidateLifetime = true;
            validation.TokenValidationParameters.LifetimeValidator = (notBefore, _, _, parameters) =>
                notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime + parameters.ClockSkew;
        });
}
