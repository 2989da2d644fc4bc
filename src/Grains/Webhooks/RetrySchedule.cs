using System.Collections.Immutable;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>How long an event waits after each failed attempt: seven attempts in some seven hours.</summary>
internal static class RetrySchedule
{
    /// <summary>Receivers that went down together are not all called at the same instant.</summary>
    private const double Spread = 0.2;

    private static readonly ImmutableArray<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    public static int AttemptsMax => Pauses.Length + 1;

    /// <param name="attempts">How many have failed, from 1.</param>
    /// <param name="chance">From 0 to 1: the pause is up to a tenth shorter or longer.</param>
    /// <returns>Null when that was the last one.</returns>
    public static TimeSpan? After(int attempts, double chance) =>
        attempts < AttemptsMax ? Pauses[attempts - 1] * (1 - (Spread / 2) + (Spread * chance)) : null;
}
