using System.Globalization;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Writes a problem in the caller's language. Nothing of the request itself is repeated, so equal refusals are equal bytes.</summary>
public sealed class ProblemResult(int status, Func<TextLanguage, Problem> words) : IResult, IStatusCodeHttpResult
{
    public const string MediaType = "application/problem+json";

    public int? StatusCode => status;

    public Problem In(TextLanguage language) => words(language);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var language = Languages.Of(httpContext.Request);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(In(language), Json.Options);

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        response.ContentLength = bytes.Length;
        response.Headers.ContentLanguage = Languages.TagOf(language);
        response.Headers.Vary = "Accept-Language";
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = Limits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
