using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using NanchangEdu.Registry.Api.Identity.Sessions;
using NanchangEdu.Registry.Api.Identity.Standing;

namespace NanchangEdu.Registry.Api.Identity.External;

/// <summary>An issuer elsewhere, by configuration alone: its tokens are taken, and with a client id people sign in there by browser.</summary>
internal static class ExternalIssuer
{
    public const string SignInScheme = "external";

    public const string CallbackPath = "/account/external";

    /// <summary>What a signature may be made with. Neither «none» nor a shared secret is among them.</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    public static void AddExternalIssuer(this AuthenticationBuilder authentication, AuthOptions auth)
    {
        authentication.AddJwtBearer();
        authentication.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>((bearer, options, clock) =>
            {
                var authority = options.Value.Authority!;
                bearer.Authority = authority.ToString();
                bearer.Audience = options.Value.Audience;
                bearer.RequireHttpsMetadata = !authority.IsLoopback;
                bearer.MapInboundClaims = false;
                bearer.TimeProvider = clock;
                Judge(bearer.TokenValidationParameters);
            });
        if (auth.ClientId is not null) authentication.AddBrowserSignIn();
    }

    private static void AddBrowserSignIn(this AuthenticationBuilder authentication)
    {
        authentication.AddOpenIdConnect(SignInScheme, displayName: null, _ => { });
        authentication.Services.AddOptions<OpenIdConnectOptions>(SignInScheme).Configure<IOptions<AuthOptions>, TimeProvider>((provider, options, clock) =>
        {
            var authority = options.Value.Authority!;
            provider.Authority = authority.ToString();
            provider.ClientId = options.Value.ClientId;
            provider.ClientSecret = options.Value.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null;
            provider.CallbackPath = CallbackPath;
            provider.SignInScheme = SessionCookies.Scheme;
            provider.RequireHttpsMetadata = !authority.IsLoopback;
            provider.ResponseType = "code";
            // the answer comes by GET: a cookie that is lax is sent with it, and none needs to be sent across sites
            provider.ResponseMode = "query";
            provider.UsePkce = true;
            provider.SaveTokens = false;
            provider.MapInboundClaims = false;
            provider.TimeProvider = clock;
            provider.Scope.Clear();
            provider.Scope.Add("openid");
            provider.Scope.Add("profile");
            Bake(provider.CorrelationCookie, options.Value);
            Bake(provider.NonceCookie, options.Value);
            Judge(provider.TokenValidationParameters);
            provider.Events.OnTicketReceived = Begin;
            provider.Events.OnRemoteFailure = Failed;
        });
    }

    /// <summary>Who comes back from the provider gets a session of ours; of the provider's own claims nothing else is kept.</summary>
    private static async Task Begin(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var cancellation = context.HttpContext.RequestAborted;
        var claims = context.Principal?.Claimed();
        if (claims is null || await services.GetRequiredService<Admission>().Of(claims, context.HttpContext.Connection.RemoteIpAddress) is not { } holder)
        {
            Refuse(context);
            return;
        }

        // Whether there was a second factor is the provider's to demand and to say.
        var hasSecondFactor = context.Principal!.FindAll("amr").Any(method => method.Value is "mfa" or "otp");
        var session = await services.GetRequiredService<SessionRegister>().Begin(
            holder.Actor.PersonId, holder.Actor.Role, hasSecondFactor, context.HttpContext, cancellation);
        context.Principal = SessionCookies.PrincipalOf(session, holder.Actor, epoch: null);
        context.Properties!.IsPersistent = false;
    }

    private static void Refuse(TicketReceivedContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(SignIn.SignInPaths.NotAdmitted);
    }

    /// <summary>Broken off, forged or too late: nothing has happened, and one may try again.</summary>
    private static Task Failed(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(SignIn.SignInPaths.Failed);
        return Task.CompletedTask;
    }

    private static void Bake(CookieBuilder cookie, AuthOptions auth)
    {
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = SessionCookies.IsSecure(auth) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static void Judge(TokenValidationParameters parameters)
    {
        parameters.NameClaimType = RegistryClaims.Name;
        parameters.RoleClaimType = RegistryClaims.Role;
        parameters.ClockSkew = TimeSpan.FromSeconds(AuthOptions.ClockSkewSeconds);
        parameters.ValidAlgorithms = Algorithms;
    }
}
