using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>A command's request that may have been refused while it was taken in.</summary>
public interface IAsked
{
    ProblemResult? Refusal { get; }
}

/// <summary>A command without anything to say but itself: the body is empty or <c>{}</c>.</summary>
public sealed record Nothing;

/// <summary>
/// A command as it was asked: the body, and who asks under which key and on which version. A request that is malformed carries its
/// refusal instead, and <see cref="Door"/> sends that before the handler is reached.
/// </summary>
[SuppressMessage("Design", "CA1000", Justification = "Minimal APIs bind through static members.")]
public sealed class Asked<T> : IAsked, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? body;
    private readonly Envelope? envelope;

    private Asked(T? body, Envelope? envelope, ProblemResult? refusal)
    {
        this.body = body;
        this.envelope = envelope;
        Refusal = refusal;
    }

    public ProblemResult? Refusal { get; }

    public T Body => body ?? throw new InvalidOperationException("a refused request has no body");

    public Envelope Envelope => envelope ?? throw new InvalidOperationException("a refused request has no envelope");

    public static async ValueTask<Asked<T>?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.Holder()?.Actor is not { } actor) return Refused(Problems.Of(RuleId.RoleNotAllowed));
        if (IdempotencyKeys.Find(request.Headers[IdempotencyKeys.Header], out var key) is { } bad) return Refused(bad);
        if (!Preconditions.TryIfMatch(request.Headers.IfMatch, out var expected))
            return Refused(Problems.Of(RuleId.PreconditionMalformed));

        var (bytes, untaken) = await BodyReader.Take(request, mayBeEmpty: typeof(T) == typeof(Nothing));
        if (untaken is not null) return Refused(untaken);
        var (body, unread) = bytes.Length == 0 && typeof(T) == typeof(Nothing)
            ? ((T)(object)new Nothing(), null)
            : BodyReader.Parse<T>(bytes);
        if (unread is not null) return Refused(unread);

        return new Asked<T>(
            body, new Envelope(actor, key, HashOf(request, bytes), expected, TraceId(context)), refusal: null);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AskedMetadata(typeof(T)));

    private static Asked<T> Refused(ProblemResult refusal) => new(null, null, refusal);

    /// <summary>Tells a repeat from another request under the same key.</summary>
    private static string HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.PathBase}{request.Path}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}

/// <summary>Says what body a command takes, to the OpenAPI document.</summary>
public sealed record AskedMetadata(Type BodyType) : IAcceptsMetadata
{
    public IReadOnlyList<string> ContentTypes { get; } = ["application/json"];

    public Type? RequestType => BodyType;

    public bool IsOptional => BodyType == typeof(Nothing);
}
