using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.OpenApi;

namespace NanchangEdu.Registry.Api.Printing;

/// <summary>
/// An answer in two forms: JSON for programs, and the same data as a page for whoever prints it. The page's ETag is that of the data: the
/// time of printing, which stands on it, makes no other page.
/// </summary>
internal sealed class Printable(JsonBytes json, string? format, Func<RazorComponentResult> page) : IResult
{
    private const string AsJson = "json";
    private const string AsPage = "html";

    public static readonly QueryParameter Format = new(
        "format", "`json`, or `html` for a page to be printed. If absent, what `Accept` prefers: a browser gets the page, whoever takes anything gets JSON.",
        Choices: [AsJson, AsPage]);

    /// <summary>Whether a browser asks for the page of an endpoint that has one.</summary>
    public static bool IsAskedBy(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<OperationMetadata>() is { IsPrinted: true } && PrefersPage(context.Request);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.Vary = HeaderNames.Accept;
        if (format is null ? !PrefersPage(request) : format != AsPage) return json.ExecuteAsync(httpContext);

        var etag = $"{json.ETag[..^1]}-page\"";
        response.Headers.ETag = etag;
        if (!Preconditions.IsKnown(request, etag)) return page().ExecuteAsync(httpContext);

        response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private static bool PrefersPage(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Wish(accepted, MediaTypeNames.Text.Html) > Wish(accepted, MediaTypeNames.Application.Json);
    }

    private static double Wish(IList<MediaTypeHeaderValue> accepted, string mediaType) => accepted
        .Where(one => one.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        .Select(one => one.Quality ?? 1)
        .DefaultIfEmpty(0)
        .Max();
}
