using Scalar.AspNetCore;

namespace NanchangEdu.Registry.Api.OpenApi;

/// <summary>The API's description, for programs and for readers; nothing of it is fetched from elsewhere.</summary>
internal static class ReadingPage
{
    public const string DocumentPath = "/openapi/v1.json";
    public const string Path = "/docs";

    public static void MapReadingPage(this WebApplication app)
    {
        app.MapOpenApi(DocumentPath).AllowAnonymous();
        app.MapScalarApiReference(Path, scalar =>
        {
            scalar.Title = "南昌教育网站登记 · NanchangEdu.Registry";
            scalar.OpenApiRoutePattern = DocumentPath;
            scalar.DefaultFonts = false;
            scalar.Telemetry = false;
            scalar.ProxyUrl = null;
            scalar.Agent = new ScalarAgentOptions { Disabled = true };
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        }).AllowAnonymous();
        app.MapGet("/", () => Results.Redirect(Path)).AllowAnonymous().ExcludeFromDescription();
    }
}
