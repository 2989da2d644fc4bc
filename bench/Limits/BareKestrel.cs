using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting.Tokens;

namespace NanchangEdu.Registry.Bench.Limits;

/// <summary>Kestrel and the authentication, nothing else: every question is answered by the same bytes, which are a real site's view, or by 304.</summary>
internal static class BareKestrel
{
    private const string CountersTag = "\"counters\"";

    public static int Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddTokenAuthentication(("read", [Role.Centre], ["registry.read"]));
        var view = File.ReadAllBytes(builder.Configuration["Bench:View"] ?? throw new InvalidOperationException("Bench:View is not set"));

        var app = builder.Build();
        app.UseVerifiedTokens();
        app.UseAuthorization();
        app.MapGet("/api/v1/sites/{id}", (HttpContext context) => Answer(context.Response, view)).RequireAuthorization("read");
        app.MapGet("/api/v1/counters", (HttpContext context) => Unchanged(context)).RequireAuthorization("read");
        app.MapGet("/healthz/ready", () => "ready");
        app.Run();
        return 0;
    }

    /// <summary>Whoever has what it would answer is told so; it has nothing else to say.</summary>
    private static void Unchanged(HttpContext context)
    {
        context.Response.Headers.ETag = CountersTag;
        var isKnown = context.Request.Headers.IfNoneMatch == CountersTag;
        context.Response.StatusCode = isKnown ? StatusCodes.Status304NotModified : StatusCodes.Status412PreconditionFailed;
    }

    private static Task Answer(HttpResponse response, byte[] view)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = view.Length;
        return response.Body.WriteAsync(view, 0, view.Length);
    }
}
