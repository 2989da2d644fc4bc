using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Api.Http;

/// <summary>Section <c>RateLimit</c>. Counted per gateway: with M gateways a caller has at most M times as much.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    public const int PerSecondDefault = 500;
    public const int BurstDefault = 2000;
    public const int AttemptsPerMinuteDefault = 120;

    /// <summary>A unit has so many times what a client has, unless its own limit is set: four may work at full speed, fifty may not.</summary>
    public const int ClientsPerUnit = 4;

    /// <summary>Requests a second that one client, or one person or address that is no client's, may go on making.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = PerSecondDefault;

    /// <summary>How many may come at once.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = BurstDefault;

    /// <summary>Requests a second that all clients of one unit, or one authority, may go on making together. Unset: as many as four clients.</summary>
    [Range(1, 10_000_000)]
    public int? UnitPerSecond { get; set; }

    /// <summary>How many of a unit may come at once. Unset: as many as of four clients.</summary>
    [Range(1, 100_000_000)]
    public int? UnitBurst { get; set; }

    /// <summary>Requests a minute, and at once, that one address may make where secrets are tried: <see cref="AttemptPaths"/>.</summary>
    [Range(1, 10_000_000)]
    public int AttemptsPerMinute { get; set; } = AttemptsPerMinuteDefault;
}
