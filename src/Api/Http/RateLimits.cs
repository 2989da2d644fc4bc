using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Section <c>RateLimit</c>. Counted per gateway: with M gateways a caller has at most M times as much.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    public const int PerSecondDefault = 500;
    public const int BurstDefault = 2000;

    /// <summary>Requests a second that one person, or one address without a token, may go on making.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = PerSecondDefault;

    /// <summary>How many may come at once.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = BurstDefault;
}

internal static class RateLimits
{
    private const int RefillsPerSecond = 5;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            var bucket = BucketOf(options.Value);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Requester>(context => Partition(context, bucket));
            limiter.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Problems.Of(RuleId.TooManyRequests).ExecuteAsync(rejected.HttpContext);
            };
        });
        return services.AddRateLimiter(_ => { });
    }

    private static RateLimitPartition<Requester> Partition(HttpContext context, Func<Requester, TokenBucketRateLimiterOptions> bucket)
    {
        // a probe that is turned away would take a healthy gateway out of service
        if (context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)) return RateLimitPartition.GetNoLimiter(default(Requester));

        var person = context.User.FindFirst(RegistryClaims.Person)?.Value;
        return RateLimitPartition.GetTokenBucketLimiter(
            person is null ? new Requester(null, context.Connection.RemoteIpAddress?.ToString()) : new Requester(person, null), bucket);
    }

    private static Func<Requester, TokenBucketRateLimiterOptions> BucketOf(RateLimitOptions options)
    {
        var tokens = Math.Max(1, options.PerSecond / RefillsPerSecond);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / options.PerSecond),
            AutoReplenishment = true,
            QueueLimit = 0,
        };
        return _ => bucket;
    }

    /// <summary>One of the two: the person of the token, or the address of whoever brings none.</summary>
    private readonly record struct Requester(string? Person, string? Address);
}
