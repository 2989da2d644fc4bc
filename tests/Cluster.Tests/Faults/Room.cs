using System.Globalization;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// Leaves the machine room beside the load. Where it has none, a process that starts anew waits for the processor, and what is measured
/// is no recovery of the registry's.
/// </summary>
internal static class Room
{
    private const double BusyMax = 0.7;
    private const double BusyWanted = 0.55;
    private const int PerSecondMin = 20;
    private const int LooksMax = 5;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(6);

    /// <summary>Slows the load down until the processors are idle for a third of the time. The first look is left out: programs are compiled meanwhile.</summary>
    public static async Task Leave(Pace pace, Action<string> tell, CancellationToken cancellationToken)
    {
        await Task.Delay(Look, cancellationToken);
        for (var look = 1; look <= LooksMax && pace.PerSecond > PerSecondMin; look++)
        {
            var before = Ticks();
            await Task.Delay(Look, cancellationToken);
            var after = Ticks();
            var busy = 1 - ((double)(after.Idle - before.Idle) / Math.Max(1, after.All - before.All));
            if (busy <= BusyMax) return;

            var slower = Math.Max(PerSecondMin, (int)(pace.PerSecond * BusyWanted / busy));
            tell(string.Create(CultureInfo.InvariantCulture, $"the processors are busy for {busy * 100:F0} % of the time at {pace.PerSecond} commands a second: {slower} from now on"));
            pace.SlowDownTo(slower);
        }
    }

    /// <summary>Of all processors since the start, as the kernel counts: user, nice, system, idle, iowait, and what follows (proc_stat(5)).</summary>
    private static (long Idle, long All) Ticks()
    {
        var counts = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (counts[3] + counts[4], counts.Sum());
    }
}
