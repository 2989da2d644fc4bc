using System.Globalization;
using System.Threading.RateLimiting;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>
/// Token buckets of one kind, and what callers are told of them in the words of draft-ietf-httpapi-ratelimit-headers: a quota
/// <c>q</c>, the window <c>w</c> in which an empty bucket fills again, how much is there (<c>r</c>) and how long until there is more (<c>t</c>).
/// </summary>
internal sealed class RatePolicy<TKey> : IDisposable
    where TKey : notnull
{
    private const int RefillsPerSecond = 5;

    private readonly PartitionedRateLimiter<TKey> buckets;

    public RatePolicy(string name, int requests, TimeSpan per, int burst)
    {
        var tokens = Math.Max(1, (int)(requests / (per.TotalSeconds * RefillsPerSecond)));
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = per * tokens / requests,
            // the partitions' one timer fills them all
            AutoReplenishment = false,
            QueueLimit = 0,
        };
        Func<TKey, RateLimiter> make = _ => new TokenBucketRateLimiter(options);
        buckets = PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.Get(key, make));

        Policy = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={burst};w={RateWords.WholeSeconds(per * burst / requests)}");
        BeforeLeft = $"\"{name}\";r=";
        AfterLeft = string.Create(CultureInfo.InvariantCulture, $";t={RateWords.WholeSeconds(options.ReplenishmentPeriod)}");
    }

    /// <summary>The item of <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; }

    /// <summary>The item of <c>RateLimit</c>, up to the number that changes.</summary>
    public string BeforeLeft { get; }

    public string AfterLeft { get; }

    /// <summary>One request: nothing waits, and what was taken is not given back.</summary>
    public RateLimitLease Take(TKey key) => buckets.AttemptAcquire(key);

    /// <summary>How many more may come at once.</summary>
    public long Left(TKey key) => buckets.GetStatistics(key)!.CurrentAvailablePermits;

    public void Dispose() => buckets.Dispose();
}
