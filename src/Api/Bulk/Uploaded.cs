using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NanchangEdu.Registry.Api.Bulk.Files;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Bulk;

/// <summary>
/// A file as it was sent, and who sent it under which key: a command whose body is the bytes of the file. One that is not taken carries its
/// refusal instead, and <see cref="Door"/> sends that before the handler is reached.
/// </summary>
public sealed class Uploaded : IAsked, IEndpointParameterMetadataProvider
{
    private readonly byte[]? bytes;
    private readonly Envelope? envelope;

    private Uploaded(ProblemResult refusal) => Refusal = refusal;

    private Uploaded(byte[] bytes, FileFormat format, Envelope envelope) => (this.bytes, Format, this.envelope) = (bytes, format, envelope);

    public ProblemResult? Refusal { get; }

    internal FileFormat Format { get; }

    internal byte[] Bytes => bytes ?? throw new InvalidOperationException("a refused upload has no bytes");

    internal Envelope Envelope => envelope ?? throw new InvalidOperationException("a refused upload has no envelope");

    public static async ValueTask<Uploaded?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.Holder()?.Actor is not { } actor) return new Uploaded(Problems.Of(RuleId.RoleNotAllowed));
        if (IdempotencyKeys.Find(request.Headers[IdempotencyKeys.Header], out var key) is { } bad) return new Uploaded(bad);
        if (!Preconditions.TryIfMatch(request.Headers.IfMatch, out var expected)) return new Uploaded(Problems.Of(RuleId.PreconditionMalformed));

        // what is a little too large is still taken off the line, so that its sender hears why
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = 2L * Limits.UploadBytes;
        if (await Take(request) is not { } taken) return new Uploaded(TooLarge());
        if (FormatOf(request) is not { } format) return new Uploaded(UnknownForm());

        var traceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return new Uploaded(taken, format, new Envelope(actor, key, HashOf(request, taken), expected, traceId));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new UploadMetadata([FileForms.Xlsx, FileForms.Csv]));

    /// <summary>Null when it is too much.</summary>
    private static async Task<byte[]?> Take(HttpRequest request)
    {
        if (request.ContentLength > Limits.UploadBytes) return null;

        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Limits.UploadBytes) return null;
            buffer.Write(piece, 0, read);
        }

        return buffer.ToArray();
    }

    private static FileFormat? FormatOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || request.Headers.ContentEncoding.Count > 0) return null;
        if (type.MediaType.Equals(FileForms.Xlsx, StringComparison.OrdinalIgnoreCase)) return FileFormat.Xlsx;
        return type.MediaType.Equals(FileForms.Csv, StringComparison.OrdinalIgnoreCase) ? FileFormat.Csv : null;
    }

    /// <summary>Tells a repeat from another upload under the same key: the table stands in the query.</summary>
    private static string HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.PathBase}{request.Path}{request.QueryString}\n{request.ContentType}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ProblemResult TooLarge() =>
        BadFileException.TooLarge($"最多 {Limits.UploadBytes >> 20} MiB", $"{Limits.UploadBytes >> 20} MiB at most").ToProblem();

    private static ProblemResult UnknownForm() => BadFileException.Unreadable(
        $"Content-Type 应为 {FileForms.Xlsx} 或 {FileForms.Csv}", $"Content-Type is {FileForms.Xlsx} or {FileForms.Csv}").ToProblem();
}

/// <summary>
/// Says which files an upload takes, to the OpenAPI document. It does not say so to the routing, which would refuse another one in words about
/// JSON before it is known who sends it.
/// </summary>
public sealed record UploadMetadata(ImmutableArray<string> ContentTypes);
