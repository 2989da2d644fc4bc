using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Bench.Peer;

/// <summary>The two requests that are measured, with what the registry's door asks of them.</summary>
internal static class SiteEndpoints
{
    public static void MapSites(this WebApplication app)
    {
        var site = app.MapGroup("/api/v1/sites/{id}");
        site.MapGet("", async (string id, HttpContext context, SiteDesk desk) =>
                await Send(context, SiteId.TryParse(id, out var known) ? await desk.Read(known, context.User.ToActor()) : new(404, [], null)))
            .RequireAuthorization("read");

        site.MapPut("/evidence/{kind}", async (string id, string kind, HttpContext context, SiteDesk desk) =>
        {
            var key = context.Request.Headers["Idempotency-Key"].ToString();
            if (!SiteId.TryParse(id, out var known) || !Enum.TryParse<EvidenceKind>(kind, ignoreCase: true, out var evidence)) return await Send(context, new(404, [], null));
            if (key.Length is 0 or > 128) return await Send(context, new(400, [], null));

            var body = await Body(context.Request);
            var statement = JsonSerializer.Deserialize<EvidenceStatement>(body, Lenient)!;
            var envelope = new Envelope(context.User.ToActor(), key, HashOf(context.Request, body), null, TraceId(context));
            return await Send(context, await desk.Execute(known, new RecordEvidence(evidence, statement), envelope));
        }).RequireAuthorization("filings");
    }

    /// <summary>Members that need not be given may be missing.</summary>
    private static JsonSerializerOptions Lenient { get; } = new(RegistryJson.Options) { RespectRequiredConstructorParameters = false };

    private static async Task<byte[]> Body(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    private static string HashOf(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    private static async Task<IResult> Send(HttpContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentLength = answer.Body.Length;
        response.ContentType = "application/json; charset=utf-8";
        if (answer.ETag is not null) response.Headers.ETag = answer.ETag;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        return Results.Empty;
    }
}
