using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Takes a request's body in: all of it, within bounds, as UTF-8 JSON of the expected shape, or a refusal.</summary>
internal static class BodyReader
{
    /// <summary>The bytes as they came; a refusal when they are too many or not JSON by their own word.</summary>
    public static async Task<(byte[] Bytes, ProblemResult? Refusal)> Take(HttpRequest request, bool mayBeEmpty)
    {
        if (request.ContentLength > Limits.BodyBytes) return ([], Problems.Of(RuleId.BodyTooLarge));

        var buffer = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = await request.Body.ReadAsync(buffer.GetMemory(4096), request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > Limits.BodyBytes) return ([], Problems.Of(RuleId.BodyTooLarge));
        }

        var bytes = buffer.WrittenSpan.ToArray();
        if (bytes.Length == 0 && mayBeEmpty) return (bytes, null);
        return IsJson(request) ? (bytes, null) : (bytes, Problems.Of(RuleId.UnsupportedMediaType));
    }

    public static (T? Value, ProblemResult? Refusal) Parse<T>(byte[] bytes) where T : class
    {
        if (bytes.Length == 0) return (null, Problems.Malformed(Fault.Missing("body")));
        if (StrictJson.Find(bytes) is { } fault) return (null, Problems.Malformed(fault));

        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Limits.JsonDepth });
        var faults = BodyShape.Find(document.RootElement, typeof(T));
        if (faults.Count > 0) return (null, Problems.Malformed([.. faults.Take(Limits.FaultsNamed)]));
        var value = document.RootElement.Deserialize<T>(Json.Options);
        return value is ICrossChecked body && body.Find() is { } cross ? (null, Problems.Malformed(cross)) : (value, null);
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Encoding is UTF8Encoding)
        && request.Headers.ContentEncoding.Count == 0;
}

/// <summary>A body whose members must agree with each other.</summary>
public interface ICrossChecked
{
    Fault? Find();
}
