namespace NanchangEdu.Registry.Api.Http;

/// <summary>What browsers are told about every answer: nothing is sniffed, framed, cached or sent on.</summary>
internal static class SecurityHeaders
{
    /// <summary>The reading page's own script starts from an inline element and styles itself; everything comes from here.</summary>
    private const string Page =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    private static readonly string[] Pages = ["/docs", Operators.OrleansDashboard.Path];

    private const string Data = "default-src 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    });

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var isPage = IsPage(context.Request.Path);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = isPage ? Page : Data;
        if (!isPage && headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static bool IsPage(PathString path)
    {
        foreach (var page in Pages)
        {
            if (path.StartsWithSegments(page, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
