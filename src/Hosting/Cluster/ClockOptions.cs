using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>How far a process's clock may be from the database's. Section <c>Registry:Clock</c>.</summary>
public sealed class ClockOptions
{
    public const string Section = "Registry:Clock";

    public const int DefaultSkewSecondsMax = 5;
    public const int DefaultEverySeconds = 15;

    /// <summary>Seconds of difference beyond which the process is not ready: it would decide under a wrong date. 5 by default.</summary>
    [Range(1, 300)]
    public int SkewSecondsMax { get; set; } = DefaultSkewSecondsMax;

    /// <summary>Seconds between comparisons. 15 by default.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; set; } = DefaultEverySeconds;
}
