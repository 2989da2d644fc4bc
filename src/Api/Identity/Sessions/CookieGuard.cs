using Microsoft.AspNetCore.Antiforgery;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Identity.Sessions;

/// <summary>
/// A browser sends its cookie along with whatever a foreign page makes it send. So a command that comes by a session proves that it
/// was meant: by the token of <c>GET /account/antiforgery</c> in a header. Who brings a bearer token has meant it.
/// </summary>
internal sealed class CookieGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Header = "X-CSRF-Token";

    public static void Configure(AntiforgeryOptions options)
    {
        options.HeaderName = Header;
        options.FormFieldName = "csrf";
        options.SuppressXFrameOptionsHeader = true; // every answer has it
    }

    /// <summary>As secure as the session's own cookie.</summary>
    public static void Bake(AntiforgeryOptions options, AuthOptions auth)
    {
        var isSecure = SessionCookies.IsSecure(auth);
        options.Cookie.Name = isSecure ? "__Host-registry-csrf" : "registry-csrf";
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var isByCookie = context.Request.Headers.Authorization.Count == 0 && context.Holder() is not null;
        if (isByCookie && !IsSafe(context.Request.Method) && context.Request.Path.StartsWithSegments(Routes.Root, StringComparison.Ordinal)
            && !await antiforgery.IsRequestValidAsync(context))
        {
            await Problems.Of(RuleId.AntiforgeryMissing).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
