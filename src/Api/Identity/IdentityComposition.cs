using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using NanchangEdu.Registry.Api.Identity.External;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Api.Startup;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Security;
using OpenIddict.Validation.AspNetCore;

namespace NanchangEdu.Registry.Api.Identity;

/// <summary>
/// Who asks. One policy scheme in front: a bearer token, of the embedded server or of an external issuer, or else the cookie of a
/// session. Behind it the standing check, whichever it was.
/// </summary>
public static class IdentityComposition
{
    public const string Scheme = "registry";
    public const string KeysFolder = "keys";
    public const string TokenPath = "connect/token";
    public const string AuthorizePath = "connect/authorize";
    public const string RevocationPath = "connect/revocation";

    public static WebApplicationBuilder AddRegistryIdentity(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection(AuthOptions.Section);
        services.AddOptions<AuthOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var auth = section.Get<AuthOptions>() ?? new AuthOptions();

        var authentication = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, displayName: null, scheme => scheme.ForwardDefaultSelector = context => SchemeOf(context, auth.IsExternal))
            .AddSessionCookies();
        services.AddIdentityDatabase(surroundings);
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<Standings>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ClientUses>();
        services.AddSingleton<IClaimsTransformation, ScopeNormalisation>();
        services.AddAuthorization(Policies.AddTo);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ForbiddenAnswer>();
        services.AddAntiforgery(CookieGuard.Configure);
        services.AddKeyRing(surroundings);

        if (auth.IsExternal) authentication.AddExternalIssuer(auth);
        else services.AddTokenServer(surroundings);
        return builder;
    }

    /// <summary>
    /// What a program needs that makes cookies and codes: a ring in a shared database lies under a certificate that the database does not
    /// know. A migration needs none, and is given no keys.
    /// </summary>
    public static void AddKeyProtection(this WebApplicationBuilder builder, Surroundings surroundings)
    {
        if (!surroundings.Database.IsPostgres) return;

        var auth = builder.Configuration.GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new AuthOptions();
        var certificates = KeysOf(auth, surroundings).AllProtection;
        builder.Services.AddDataProtection().ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate([.. certificates]);
    }

    /// <summary>What runs beside the requests of a serving program.</summary>
    public static void AddIdentityUpkeep(this IServiceCollection services) => services.AddHostedService<IdentityUpkeep>();

    /// <summary>
    /// Whoever sends no token and no cookie is told what a program would be: that a token is missing. A browser that asks for a page to be
    /// printed is led to the sign-in.
    /// </summary>
    private static string SchemeOf(HttpContext context, bool isExternal)
    {
        if (context.Request.Headers.Authorization.Count == 0 && (context.Request.Headers.Cookie.Count > 0 || Printable.IsAskedBy(context)))
            return SessionCookies.Scheme;
        return isExternal ? JwtBearerDefaults.AuthenticationScheme : OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;
    }

    /// <summary>Cookies are made with keys that every gateway has: beside the data of one process, or in the database of all.</summary>
    private static void AddKeyRing(this IServiceCollection services, Surroundings surroundings)
    {
        var ring = services.AddDataProtection().SetApplicationName(RegistryClaims.Audience);
        if (surroundings.Database.IsPostgres) ring.PersistKeysToDbContext<IdentityDatabase>();
        else ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(surroundings.DataFolder, KeysFolder)));
    }

    /// <summary>Gateways of a cluster are given the same keys as files; one that made its own would refuse its neighbours' tokens.</summary>
    internal static TokenKeys KeysOf(AuthOptions auth, Surroundings surroundings)
    {
        if (auth.KeysFolder is { Length: > 0 } shared) return TokenKeys.Load(Path.GetFullPath(shared));
        if (surroundings is { Database.IsPostgres: true, SiloInside: false })
        {
            throw new RegistrySettingException(
                $"{AuthOptions.Section}:{nameof(AuthOptions.KeysFolder)}",
                "多个网关须使用同一套密钥，请填写密钥文件夹。",
                "gateways share their keys: name the folder that holds them.");
        }

        PrivateFiles.CreateFolder(surroundings.DataFolder);
        return TokenKeys.LoadOrCreate(Path.Combine(surroundings.DataFolder, KeysFolder));
    }
}
