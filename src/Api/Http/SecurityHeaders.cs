using System.Net.Mime;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Identity;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>What browsers are told about every answer: nothing is sniffed, framed, cached, sent on or embedded elsewhere.</summary>
internal sealed class SecurityHeaders
{
    /// <summary>A year. Of this name alone: what else stands under the domain is not ours to bind.</summary>
    public const string HttpsOnly = "max-age=31536000";

    public const string PermissionsPolicyHeader = "Permissions-Policy";

    /// <summary>No page of ours needs a device or the payer; said on every answer, so it is short.</summary>
    public const string NoDevices = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    public const string OpenerPolicyHeader = "Cross-Origin-Opener-Policy";
    public const string ResourcePolicyHeader = "Cross-Origin-Resource-Policy";
    public const string ThisOriginAlone = "same-origin";

    /// <summary>Pages for people with an account: no script at all, and a form goes nowhere but here.</summary>
    public const string AccountPath = "/account";

    public const string AccountPage =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>A page that is printed, wherever it stands: a style sheet from here and nothing else.</summary>
    public const string PrintedPage = "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The reading page's own script starts from an inline element and styles itself; everything comes from here.</summary>
    public const string Page =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    public const string Data = "default-src 'none'; frame-ancestors 'none'";

    private static readonly string[] Pages = [OpenApi.ReadingPage.Path, Operators.OrleansDashboard.Path];

    private readonly RequestDelegate next;
    private readonly bool isPublicByHttps;
    private readonly Func<object, Task> set;

    public SecurityHeaders(RequestDelegate next, IOptions<AuthOptions> identity)
    {
        this.next = next;
        isPublicByHttps = identity.Value.PublicUrl.Scheme == Uri.UriSchemeHttps;
        set = Set;
    }

    /// <summary>Set when the answer starts: who clears an answer on the way, to tell of an exception, cannot lose them.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(set, context);
        return next(context);
    }

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var policy = PolicyOf(context.Request.Path, context.Response.ContentType);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers[OpenerPolicyHeader] = ThisOriginAlone;
        headers[ResourcePolicyHeader] = ThisOriginAlone;
        headers[PermissionsPolicyHeader] = NoDevices;
        headers.ContentSecurityPolicy = policy;
        // by plain http a browser ignores it, and where the registry is known by http it would lock people out
        if (isPublicByHttps && context.Request.IsHttps) headers.StrictTransportSecurity = HttpsOnly;
        if (!ReferenceEquals(policy, Page) && headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static string PolicyOf(PathString path, string? contentType)
    {
        // in any case of letters, as routes are matched
        if (path.StartsWithSegments(AccountPath, StringComparison.OrdinalIgnoreCase)) return AccountPage;
        foreach (var page in Pages)
        {
            if (path.StartsWithSegments(page, StringComparison.Ordinal)) return Page;
        }

        return contentType?.StartsWith(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase) == true ? PrintedPage : Data;
    }
}
