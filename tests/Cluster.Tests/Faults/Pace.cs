using System.Diagnostics;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>Lets so many commands a second begin, evenly. What an outage kept from beginning is not made up for afterwards.</summary>
internal sealed class Pace(int perSecond)
{
    private readonly Lock gate = new();
    private long step = Stopwatch.Frequency / perSecond;
    private long next;

    public static Pace Unbounded { get; } = new(1_000_000);

    public int PerSecond { get; private set; } = perSecond;

    public void SlowDownTo(int commands)
    {
        lock (gate) (PerSecond, step) = (commands, Stopwatch.Frequency / commands);
    }

    public Task Next(CancellationToken cancellationToken)
    {
        long wait;
        lock (gate)
        {
            var now = Stopwatch.GetTimestamp();
            next = Math.Max(next + step, now);
            wait = next - now;
        }

        return wait <= 0 ? Task.CompletedTask : Task.Delay(Stopwatch.GetElapsedTime(0, wait), cancellationToken);
    }
}
