using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>Tokens, roles and scopes. One policy scheme in front: the embedded server's tokens, or those of an external issuer.</summary>
public static class IdentityComposition
{
    public const string Scheme = "registry";
    public const string KeysFolder = "keys";
    public const string TokenPath = "connect/token";

    public static WebApplicationBuilder AddRegistryIdentity(this WebApplicationBuilder builder, string dataFolder)
    {
        var section = builder.Configuration.GetSection(IdentityOptions.Section);
        builder.Services.AddOptions<IdentityOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var external = section.GetValue<Uri?>(nameof(IdentityOptions.Authority));

        var authentication = builder.Services.AddAuthentication(Scheme).AddPolicyScheme(Scheme, displayName: null, scheme =>
            scheme.ForwardDefault = external is null
                ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
                : JwtBearerDefaults.AuthenticationScheme);

        if (external is null)
            builder.Services.AddTokenServer(dataFolder);
        else
            authentication.AddExternalIssuer(builder.Services);

        builder.Services.AddDataProtection()
            .SetApplicationName(RegistryClaims.Audience)
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(dataFolder, KeysFolder)));
        builder.Services.AddSingleton<IClaimsTransformation, ScopeNormalisation>();
        builder.Services.AddAuthorization(Policies.AddTo);
        return builder;
    }

    private static void AddTokenServer(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => TokenKeys.LoadOrCreate(Path.Combine(dataFolder, KeysFolder)));
        services.AddDbContext<IdentityDatabase>(options => options
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "identity.db") }.ConnectionString)
            .AddInterceptors(new DurableConnections()));
        services.AddScoped<CredentialIssuer>();

        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(TokenPath);
                server.AllowClientCredentialsFlow();
                server.RegisterScopes([.. Scopes.Descriptions.Keys]);
                // tokens are short-lived, self-contained and read by every gateway from the keys alone: nothing to store, nothing to prune
                server.DisableTokenStorage();
                server.DisableAccessTokenEncryption();
                server.UseAspNetCore().EnableTokenEndpointPassthrough();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
            });

        services.AddOptions<OpenIddictServerOptions>().Configure<TokenKeys, IOptions<IdentityOptions>, TimeProvider>(
            (server, keys, identity, clock) =>
            {
                server.Issuer = identity.Value.PublicUrl;
                server.AccessTokenLifetime = TimeSpan.FromMinutes(identity.Value.AccessTokenMinutes);
                server.TimeProvider = clock;
                server.SigningCredentials.Add(new SigningCredentials(keys.Signing, SecurityAlgorithms.EcdsaSha256));
                server.EncryptionCredentials.Add(new EncryptingCredentials(
                    keys.Encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            });
        services.AddOptions<OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreOptions>().Configure<IOptions<IdentityOptions>>(
            (server, identity) => server.DisableTransportSecurityRequirement =
                identity.Value.PublicUrl is { Scheme: "http", IsLoopback: true });
        services.AddOptions<OpenIddictValidationOptions>().Configure<IOptions<IdentityOptions>, TimeProvider>(
            (validation, identity, clock) =>
            {
                validation.TimeProvider = clock;
                validation.Audiences.Add(identity.Value.Audience);
                validation.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(IdentityOptions.ClockSkewSeconds);
                // OpenIddict looks at exp alone; a token that is not valid yet is none either
                validation.TokenValidationParameters.ValidateLifetime = true;
                validation.TokenValidationParameters.LifetimeValidator = (notBefore, _, _, parameters) =>
                    notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime + parameters.ClockSkew;
            });
    }

    private static void AddExternalIssuer(this AuthenticationBuilder authentication, IServiceCollection services)
    {
        authentication.AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>, TimeProvider>(
            (bearer, identity, clock) =>
            {
                var authority = identity.Value.Authority!;
                bearer.Authority = authority.ToString();
                bearer.Audience = identity.Value.Audience;
                bearer.RequireHttpsMetadata = !authority.IsLoopback;
                bearer.MapInboundClaims = false;
                bearer.TimeProvider = clock;
                bearer.TokenValidationParameters.NameClaimType = RegistryClaims.Name;
                bearer.TokenValidationParameters.RoleClaimType = RegistryClaims.Role;
                bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(IdentityOptions.ClockSkewSeconds);
                bearer.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];
            });
    }
}
