using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Health;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// A request needs room in the bucket of its client and in that of its unit, so that a unit with fifty clients cannot take the gateway for
/// itself. The client's is asked first: whom it refuses has cost his unit nothing. Whom the unit refuses has paid at his own, which
/// brakes him; a bucket gives nothing back.
/// </summary>
internal sealed class RateLimits(RequestDelegate next, RateBuckets buckets)
{
    private readonly StringValues bothPolicies = $"{buckets.Clients.Policy}, {buckets.Units.Policy}";
    private readonly StringValues clientPolicy = buckets.Clients.Policy;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        // a probe that is turned away would take a healthy gateway out of service
        if (path.StartsWithSegments(HealthPaths.Root, StringComparison.Ordinal) || AttemptPaths.Hold(path)) return next(context);

        var requester = Requester.Of(context);
        using var own = buckets.Clients.Take(requester.Client);
        if (requester.Unit is not { } unit)
        {
            RateWords.Tell(context, clientPolicy, OfClient(requester.Client));
            return own.IsAcquired ? next(context) : RateWords.Refuse(context, own);
        }

        if (!own.IsAcquired)
        {
            RateWords.Tell(context, bothPolicies, OfClient(requester.Client));
            return RateWords.Refuse(context, own);
        }

        using var shared = buckets.Units.Take(unit);
        RateWords.Tell(context, bothPolicies, OfBoth(requester.Client, unit));
        return shared.IsAcquired ? next(context) : RateWords.Refuse(context, shared);
    }

    private string OfClient(ClientKey client) => RateWords.Left(buckets.Clients, client);

    private string OfBoth(ClientKey client, string unit)
    {
        var (own, shared) = (buckets.Clients, buckets.Units);
        return string.Create(
            CultureInfo.InvariantCulture, stackalloc char[RateWords.LengthUsual],
            $"{own.BeforeLeft}{own.Left(client)}{own.AfterLeft}, {shared.BeforeLeft}{shared.Left(unit)}{shared.AfterLeft}");
    }
}

/// <summary>
/// Attempts at a secret, by address, whoever is named in them. Stands before authentication: that is where the token server looks at a
/// client's secret and refuses it.
/// </summary>
internal sealed class AttemptLimits(RequestDelegate next, RateBuckets buckets)
{
    private readonly StringValues policy = buckets.Attempts.Policy;

    public Task InvokeAsync(HttpContext context)
    {
        if (!AttemptPaths.Hold(context.Request.Path)) return next(context);

        var network = Requester.NetworkOf(context.Connection.RemoteIpAddress);
        using var lease = buckets.Attempts.Take(network);
        RateWords.Tell(context, policy, RateWords.Left(buckets.Attempts, network));
        return lease.IsAcquired ? next(context) : RateWords.Refuse(context, lease);
    }
}

/// <summary>All buckets of this gateway.</summary>
internal sealed class RateBuckets(IOptions<RateLimitOptions> options) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public RatePolicy<ClientKey> Clients { get; } = new("client", options.Value.PerSecond, Second, options.Value.Burst);

    public RatePolicy<string> Units { get; } = new(
        "unit",
        options.Value.UnitPerSecond ?? options.Value.PerSecond * RateLimitOptions.ClientsPerUnit,
        Second,
        options.Value.UnitBurst ?? options.Value.Burst * RateLimitOptions.ClientsPerUnit);

    public RatePolicy<UInt128> Attempts { get; } = new("attempts", options.Value.AttemptsPerMinute, Minute, options.Value.AttemptsPerMinute);

    public void Dispose()
    {
        Clients.Dispose();
        Units.Dispose();
        Attempts.Dispose();
    }
}

/// <summary>What callers are told of limits, on every answer that was counted.</summary>
internal static class RateWords
{
    public const string PolicyHeader = "RateLimit-Policy";
    public const string LeftHeader = "RateLimit";

    /// <summary>A longer text is only slower.</summary>
    public const int LengthUsual = 96;

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration) =>
        services.AddChecked<RateLimitOptions>(configuration, RateLimitOptions.Section).AddSingleton<RateBuckets>();

    /// <summary>Written when the answer starts: who clears an answer on the way, to tell of an exception, cannot lose it.</summary>
    public static void Tell(HttpContext context, StringValues policy, string left) =>
        context.Response.OnStarting(
            static state =>
            {
                var told = (Told)state;
                told.Response.Headers[PolicyHeader] = told.Policy;
                told.Response.Headers[LeftHeader] = told.Left;
                return Task.CompletedTask;
            },
            new Told(context.Response, policy, left));

    public static Task Refuse(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        context.Response.Headers.RetryAfter = WholeSeconds(wait).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(RuleId.TooManyRequests).ExecuteAsync(context);
    }

    public static string Left<TKey>(RatePolicy<TKey> policy, TKey key)
        where TKey : notnull =>
        string.Create(CultureInfo.InvariantCulture, stackalloc char[LengthUsual], $"{policy.BeforeLeft}{policy.Left(key)}{policy.AfterLeft}");

    /// <summary>Times are told in seconds, and none is none.</summary>
    public static int WholeSeconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    private sealed record Told(HttpResponse Response, StringValues Policy, string Left);
}
