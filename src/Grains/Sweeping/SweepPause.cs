namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>Sweeps that met trouble are followed by pauses that double, so that a database in need is not pressed.</summary>
internal sealed class SweepPause(SweepOptions options)
{
    private const int DoublingsMax = 20;

    private DateTimeOffset until = DateTimeOffset.MinValue;
    private int troubledSweeps;

    public bool IsOver(DateTimeOffset now) => now >= until;

    public void After(int troubles, DateTimeOffset now)
    {
        troubledSweeps = troubles > 0 ? Math.Min(troubledSweeps + 1, DoublingsMax) : 0;
        until = troubledSweeps == 0
            ? DateTimeOffset.MinValue
            : now.AddSeconds(Math.Min(options.EverySeconds * Math.Pow(2, troubledSweeps), options.BackOffMinutesMax * 60));
    }
}
