using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains.Sealing;

/// <summary>How often the ledger is sealed. Section <c>Registry:Seal</c>.</summary>
public sealed class SealOptions
{
    public const string Section = "Registry:Seal";

    public const int DefaultEverySeconds = 5;
    public const int DefaultEventsMax = 1000;
    public const int DefaultLookMilliseconds = 1000;

    /// <summary>Seconds after which what was written is sealed at the latest. 5 by default.</summary>
    [Range(1, 3600)]
    public int EverySeconds { get; set; } = DefaultEverySeconds;

    /// <summary>Unsealed events at which it is sealed at once. 1000 by default.</summary>
    [Range(1, 100_000)]
    public int EventsMax { get; set; } = DefaultEventsMax;

    /// <summary>Milliseconds between looks at how many there are. 1000 by default.</summary>
    [Range(100, 60_000)]
    public int LookMilliseconds { get; set; } = DefaultLookMilliseconds;
}
