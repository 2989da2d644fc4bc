using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace NanchangEdu.Registry.Hosting.Tokens;

/// <summary>
/// Verifies each bearer token once a minute rather than at each request: a signature over P-256, and the token server looking at every
/// request, cost more than all else that a read does. What is remembered is the hash of the token and who it names. A refusal is
/// never remembered.
/// </summary>
public sealed class VerifiedTokens(TimeProvider clock) : IDisposable
{
    /// <summary>Tokens remembered at once; beyond that a token is verified at each request until others end.</summary>
    public const int RememberedMax = 10_000;

    private const string Prefix = "Bearer ";

    /// <summary>
    /// The longest time for which a verification holds, and never beyond the token's own end: so long may a token of a signing key
    /// that was withdrawn still be answered.
    /// </summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = RememberedMax });

    /// <summary>SHA-256 of a token: the token itself is not kept.</summary>
    private readonly record struct TokenHash(UInt128 Left, UInt128 Right);

    private sealed record Verified(ClaimsPrincipal Principal, DateTimeOffset Until);

    /// <summary>Lets the caller in if the token was verified of late.</summary>
    public bool LetIn(HttpContext context)
    {
        if (KeyOf(context) is not { } key || !known.TryGetValue(key, out Verified? verified) || clock.GetUtcNow() >= verified!.Until) return false;

        context.User = verified.Principal;
        return true;
    }

    /// <summary>Remembers whom authentication let in just now. A token that does not tell its end is not remembered.</summary>
    public void Remember(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true || KeyOf(context) is not { } key) return;

        var now = clock.GetUtcNow();
        if (EndOf(context) is not { } end || end <= now) return;

        var left = end - now < RememberedFor ? end - now : RememberedFor;
        using var entry = known.CreateEntry(key);
        entry.Value = new Verified(context.User, now + left);
        entry.AbsoluteExpirationRelativeToNow = left;
        entry.Size = 1;
    }

    public void Dispose() => known.Dispose();

    private static TokenHash? KeyOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;

        // The characters as they lie in memory: the hash is compared here and nowhere else.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan(Prefix.Length)), hash);
        return new TokenHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>When the token ends by which the request was let in; null when it does not tell.</summary>
    public static DateTimeOffset? EndOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
        ?? (long.TryParse(context.User.FindFirst("exp")?.Value, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
}

public static class VerifiedTokensComposition
{
    public static IServiceCollection AddVerifiedTokens(this IServiceCollection services) => services.AddSingleton<VerifiedTokens>();

    /// <summary>By this name the framework knows that authentication stands in the pipeline already.</summary>
    private const string AuthenticationIsThere = "__AuthenticationMiddlewareSet";

    /// <summary>Authentication, but for requests whose token was verified of late. Takes the place of <c>UseAuthentication</c>.</summary>
    /// <param name="tokenServer">
    /// Where the token server answers, in this very middleware: whatever token such a request carries, it must come by.
    /// </param>
    public static IApplicationBuilder UseVerifiedTokens(this IApplicationBuilder app, PathString tokenServer = default)
    {
        // It looks for it in the pipeline itself, not in a branch, and would put one of its own before everything: every token would be
        // verified at each request after all, and outside the wall that answers its exceptions.
        app.Properties[AuthenticationIsThere] = true;
        var tokens = app.ApplicationServices.GetRequiredService<VerifiedTokens>();
        return app.UseWhen(context => IsTokenServers(context) || !tokens.LetIn(context), stranger =>
        {
            stranger.UseAuthentication();
            stranger.Use((context, next) =>
            {
                tokens.Remember(context);
                return next(context);
            });
        });

        bool IsTokenServers(HttpContext context) =>
            tokenServer.HasValue && context.Request.Path.StartsWithSegments(tokenServer, StringComparison.OrdinalIgnoreCase);
    }
}
