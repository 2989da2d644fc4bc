using System.Security.Cryptography;
using System.Text.Json;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>JSON that is ready to be sent, under its ETag. A GET whose caller has it already is answered 304.</summary>
public sealed class JsonBytes(byte[] body, string etag, int status) : IResult, IStatusCodeHttpResult
{
    public const string MediaType = "application/json; charset=utf-8";

    public string ETag => etag;

    public string? Location { get; init; }

    public int? StatusCode => status;

    /// <summary>An answer the gateway itself put together, from the catalog: its ETag is the hash of its bytes.</summary>
    public static JsonBytes Of<T>(T view)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(view, Json.Options);
        return new JsonBytes(bytes, $"\"h-{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"", StatusCodes.Status200OK);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = etag;
        if (Location is not null) response.Headers.Location = Location;

        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isRead && Preconditions.IsKnown(request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = status;
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
