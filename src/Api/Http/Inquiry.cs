using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// A question that is too long for a query string, so that it comes as a body. It changes nothing: it has no key, and repeating it asks anew.
/// What is malformed carries its refusal, as in <see cref="Asked{T}"/>.
/// </summary>
[SuppressMessage("Design", "CA1000", Justification = "Minimal APIs bind through static members.")]
public sealed class Inquiry<T> : IAsked, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? body;
    private readonly Actor? by;

    private Inquiry(T? body, Actor? by, ProblemResult? refusal)
    {
        this.body = body;
        this.by = by;
        Refusal = refusal;
    }

    public ProblemResult? Refusal { get; }

    public T Body => body ?? throw new InvalidOperationException("a refused question has no body");

    public Actor By => by ?? throw new InvalidOperationException("a refused question is nobody's");

    public static async ValueTask<Inquiry<T>?> BindAsync(HttpContext context)
    {
        if (context.Holder()?.Actor is not { } actor) return Refused(Problems.Of(RuleId.RoleNotAllowed));

        var (bytes, untaken) = await BodyReader.Take(context.Request, mayBeEmpty: false);
        if (untaken is not null) return Refused(untaken);
        var (body, unread) = BodyReader.Parse<T>(bytes);
        return unread is not null ? Refused(unread) : new Inquiry<T>(body, actor, refusal: null);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AskedMetadata(typeof(T)));

    private static Inquiry<T> Refused(ProblemResult refusal) => new(null, null, refusal);
}
