using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>How the sweeper goes about its rounds.</summary>
public sealed class SweepOptions
{
    public const int DefaultEverySeconds = 60;
    public const int DefaultSumEverySeconds = 2;
    public const int DefaultPageSize = 200;
    public const int DefaultPagesPerSweepMax = 20;
    public const int DefaultReminderPagesPerSweepMax = 200;
    public const int DefaultRemindersPerSecondMax = 5200;
    public const int DefaultParallelMax = 8;
    public const int DefaultBackOffMinutesMax = 10;

    /// <summary>Seconds from one sweep to the next. 60 by default.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; set; } = DefaultEverySeconds;

    /// <summary>Seconds between summings up of the counters. 2 by default.</summary>
    [Range(1, 3600)]
    public int SumEverySeconds { get; set; } = DefaultSumEverySeconds;

    /// <summary>Due records taken at once. 200 by default.</summary>
    [Range(1, 500)]
    public int PageSize { get; set; } = DefaultPageSize;

    /// <summary>Pages taken in one sweep; the rest waits for the next. 20 by default.</summary>
    [Range(1, 1000)]
    public int PagesPerSweepMax { get; set; } = DefaultPagesPerSweepMax;

    /// <summary>Pages of a thousand deadlines told of in one sweep; the rest waits for the next. 200 by default.</summary>
    [Range(1, 10_000)]
    public int ReminderPagesPerSweepMax { get; set; } = DefaultReminderPagesPerSweepMax;

    /// <summary>Deadlines told of in a second at most: commands go on beside them. 5,200 by default.</summary>
    [Range(100, 1_000_000)]
    public int RemindersPerSecondMax { get; set; } = DefaultRemindersPerSecondMax;

    /// <summary>Records ticked at the same time. 8 by default.</summary>
    [Range(1, 256)]
    public int ParallelMax { get; set; } = DefaultParallelMax;

    /// <summary>The longest pause after sweeps that met trouble, each twice as long as the one before. 10 minutes by default.</summary>
    [Range(1, 60)]
    public int BackOffMinutesMax { get; set; } = DefaultBackOffMinutesMax;
}
