using System.Diagnostics;
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
    private const int StepsMax = 5;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(6);

    /// <summary>Slows the load down until the processors are idle for a third of the time.</summary>
    /// <param name="settling">
    /// For how long busy processors tell nothing, after the start and after each step: programs that have learned what they do most are compiled further, and
    /// what waited meanwhile is worked off.
    /// </param>
    public static async Task Leave(Pace pace, TimeSpan settling, Action<string> tell, CancellationToken cancellationToken)
    {
        await Task.Delay(Look, cancellationToken);
        for (var step = 1; step <= StepsMax && pace.PerSecond > PerSecondMin && await BusyAfter(settling, cancellationToken) is { } busy; step++)
        {
            var slower = Math.Max(PerSecondMin, (int)(pace.PerSecond * BusyWanted / busy));
            tell(string.Create(CultureInfo.InvariantCulture, $"the processors are busy for {busy * 100:F0} % of the time at {pace.PerSecond} commands a second: {slower} from now on"));
            pace.SlowDownTo(slower);
        }
    }

    /// <summary>What part of the time the processors are busy when they had so long to settle; null as soon as there is room.</summary>
    private static async Task<double?> BusyAfter(TimeSpan settling, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var before = Ticks();
            await Task.Delay(Look, cancellationToken);
            var after = Ticks();
            var busy = 1 - ((double)(after.Idle - before.Idle) / Math.Max(1, after.All - before.All));
            if (busy <= BusyMax) return null;
            if (waited.Elapsed >= settling) return busy;
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
