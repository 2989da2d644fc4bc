namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>What one drive showed: answers a second, and how long they took, in milliseconds.</summary>
internal sealed record Figures(double PerSecond, double P50, double P90, double P99, double Max, long Count)
{
    /// <param name="ticks">The latency of every answer within the window, in <see cref="TimeProvider.GetTimestamp"/> ticks. It is sorted.</param>
    public static Figures Of(List<long> ticks, TimeSpan window)
    {
        if (ticks.Count == 0) throw new InvalidOperationException("nothing was answered within the window");

        ticks.Sort();
        return new(
            ticks.Count / window.TotalSeconds, At(ticks, 0.5), At(ticks, 0.9), At(ticks, 0.99), Milliseconds(ticks[^1]), ticks.Count);
    }

    private static double At(List<long> sorted, double share) => Milliseconds(sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))]);

    private static double Milliseconds(long ticks) => ticks * 1000.0 / TimeProvider.System.TimestampFrequency;
}
