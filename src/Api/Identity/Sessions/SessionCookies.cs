using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Printing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity.Sessions;

/// <summary>The cookie of a session. It says who is signed in; that they still are is looked up at each request.</summary>
internal static class SessionCookies
{
    public const string Scheme = "session";

    /// <summary>Between the password and the second factor: good for nothing else, and not for long.</summary>
    public const string StepScheme = "sign-in-step";

    public const string SignInPath = "/account/sign-in";

    private static readonly TimeSpan StepLasts = TimeSpan.FromMinutes(10);

    public static AuthenticationBuilder AddSessionCookies(this AuthenticationBuilder authentication)
    {
        authentication.AddCookie(Scheme).AddCookie(StepScheme);
        authentication.Services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<AuthOptions>, TimeProvider>((cookie, auth, clock) =>
        {
            Bake(cookie, auth.Value, "registry", clock);
            cookie.ExpireTimeSpan = TimeSpan.FromHours(auth.Value.SessionHours);
            cookie.Events.OnValidatePrincipal = Validate;
            cookie.Events.OnRedirectToLogin = AskToSignIn;
        });
        authentication.Services.AddOptions<CookieAuthenticationOptions>(StepScheme).Configure<IOptions<AuthOptions>, TimeProvider>((cookie, auth, clock) =>
        {
            Bake(cookie, auth.Value, "registry-step", clock);
            cookie.ExpireTimeSpan = StepLasts;
        });
        return authentication;
    }

    /// <summary>The session as the holder of a role: what its cookie carries.</summary>
    public static ClaimsPrincipal PrincipalOf(Session session, Actor actor, long? epoch)
    {
        var identity = new ClaimsIdentity(Scheme, RegistryClaims.Name, RegistryClaims.Role);
        identity.AddClaim(new Claim(RegistryClaims.Person, actor.PersonId));
        identity.AddClaim(new Claim(RegistryClaims.Name, actor.Name));
        identity.AddClaim(new Claim(RegistryClaims.Role, Json.NameOf(actor.Role)));
        identity.AddClaim(new Claim(RegistryClaims.Session, session.Id));
        identity.AddClaim(new Claim("scope", string.Join(' ', Scopes.Of(actor.Role))));
        if (actor.Unit is { } unit) identity.AddClaim(new Claim(RegistryClaims.Unit, unit.Uscc));
        if (actor.Authority is { } authority) identity.AddClaim(new Claim(RegistryClaims.Authority, authority.Uscc));
        if (epoch is { } number) identity.AddClaim(new Claim(RegistryClaims.Epoch, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>A page on loopback is served without TLS, where a cookie marked secure would never come back.</summary>
    public static bool IsSecure(AuthOptions auth) => auth.PublicUrl is not { Scheme: "http", IsLoopback: true };

    private static void Bake(CookieAuthenticationOptions cookie, AuthOptions auth, string name, TimeProvider clock)
    {
        var isSecure = IsSecure(auth);
        cookie.Cookie.Name = isSecure ? $"__Host-{name}" : name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = SignInPath;
        cookie.AccessDeniedPath = SignInPath;
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.TimeProvider = clock;
    }

    /// <summary>Whoever asks for a page is led to the sign-in; a program is told that it has no standing.</summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static bool IsForPage(HttpRequest request) => request.Path.StartsWithSegments(Routes.Root, StringComparison.Ordinal)
        ? Printable.IsAskedBy(request.HttpContext)
        : request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionRegister>();
        var id = context.Principal?.FindFirst(RegistryClaims.Session)?.Value;
        if (id is not null && await sessions.InBrowser(id, context.HttpContext.RequestAborted) is not null) return;

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }
}
