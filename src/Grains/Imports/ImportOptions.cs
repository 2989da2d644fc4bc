using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>How imports go about their work, and how long they are kept.</summary>
public sealed class ImportOptions
{
    public const int DefaultParallelMax = 32;
    public const int DefaultKeptMax = 20;
    public const int DefaultKeptDays = 30;
    public const int DefaultTroublesMax = 30;

    /// <summary>Rows of one import that are tried or carried out at the same time. 32 by default.</summary>
    [Range(1, 256)]
    public int ParallelMax { get; set; } = DefaultParallelMax;

    /// <summary>Imports kept for a person; with one more the oldest is forgotten. 20 by default.</summary>
    [Range(1, 1000)]
    public int KeptMax { get; set; } = DefaultKeptMax;

    /// <summary>Days for which an import is kept at most. 30 by default.</summary>
    [Range(1, 3660)]
    public int KeptDays { get; set; } = DefaultKeptDays;

    /// <summary>Troubles one after the other, with growing pauses between, after which an import is given up. 30 by default: about half an hour.</summary>
    [Range(1, 1000)]
    public int TroublesMax { get; set; } = DefaultTroublesMax;
}
