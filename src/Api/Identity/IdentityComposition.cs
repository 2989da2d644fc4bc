using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting;
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

    public static WebApplicationBuilder AddRegistryIdentity(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        var section = builder.Configuration.GetSection(IdentityOptions.Section);
        builder.Services.AddOptions<IdentityOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var external = section.GetValue<Uri?>(nameof(IdentityOptions.Authority));

        var authentication = builder.Services.AddAuthentication(Scheme).AddPolicyScheme(Scheme, displayName: null, scheme =>
            scheme.ForwardDefault = external is null
                ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
                : JwtBearerDefaults.AuthenticationScheme);

        if (external is null)
            builder.Services.AddTokenServer(surroundings);
        else
            authentication.AddExternalIssuer(builder.Services);

        // Nothing is protected yet: there are no cookies. A gateway of a cluster may have no disk to keep a ring on.
        var protection = builder.Services.AddDataProtection().SetApplicationName(RegistryClaims.Audience);
        if (surroundings.Database.IsPostgres) protection.UseEphemeralDataProtectionProvider();
        else protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(surroundings.DataFolder, KeysFolder)));
        builder.Services.AddSingleton<IClaimsTransformation, ScopeNormalisation>();
        builder.Services.AddAuthorization(Policies.AddTo);
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, ForbiddenAnswer>();
        return builder;
    }

    private static void AddTokenServer(this IServiceCollection services, Surroundings surroundings)
    {
        services.AddSingleton(provider => Keys(provider.GetRequiredService<IOptions<IdentityOptions>>().Value, surroundings));
        services.AddIdentityDatabase(surroundings);
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

    /// <summary>Gateways of a cluster are given the same keys as files; one that made its own would refuse its neighbours' tokens.</summary>
    private static TokenKeys Keys(IdentityOptions identity, Surroundings surroundings)
    {
        if (identity.KeysFolder is { } shared) return TokenKeys.Load(Path.GetFullPath(shared));
        if (surroundings is { Database.IsPostgres: true, SiloInside: false })
        {
            throw new RegistrySettingException(
                $"{IdentityOptions.Section}:{nameof(IdentityOptions.KeysFolder)}",
                "多个网关须使用同一套令牌密钥，请填写密钥文件夹。",
                "gateways share their token keys: name the folder that holds them.");
        }

        PrivateFiles.CreateFolder(surroundings.DataFolder);
        return TokenKeys.LoadOrCreate(Path.Combine(surroundings.DataFolder, KeysFolder));
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
