using System.ComponentModel.DataAnnotations;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>
/// How silos watch each other. Section <c>Registry:Membership</c>. Orleans' defaults declare a silent silo dead after more than a
/// minute and stall every entry point for as long; these do it in about six seconds and evicted nobody at a fifth of packets lost.
/// </summary>
public sealed class MembershipOptions
{
    public const string Section = "Registry:Membership";

    public const int DefaultProbeSeconds = 2;
    public const int DefaultMissedProbesMax = 2;
    public const int DefaultVotesForDeath = 2;
    public const int DefaultTableRefreshSeconds = 5;
    public const int DefaultAliveEverySeconds = 5;
    public const int DefaultMissedAlivesMax = 3;
    public const int DefaultDeadKeptHours = 24;
    public const int DefaultResponseSeconds = 5;

    /// <summary>Seconds after which a probe counts as missed. 2 by default: a pause of a second (garbage collection, a busy core) is no death.</summary>
    [Range(1, 60)]
    public int ProbeSeconds { get; set; } = DefaultProbeSeconds;

    /// <summary>Missed probes after which a silo is suspected. 2 by default.</summary>
    [Range(1, 10)]
    public int MissedProbesMax { get; set; } = DefaultMissedProbesMax;

    /// <summary>Silos that must suspect one before it is dead. 2 by default: with three silos both others, so that a silo cut off alone evicts nobody.</summary>
    [Range(1, 10)]
    public int VotesForDeath { get; set; } = DefaultVotesForDeath;

    /// <summary>Seconds between readings of the membership table. 5 by default: it bounds how long a silo that was evicted while asleep goes on answering.</summary>
    [Range(1, 300)]
    public int TableRefreshSeconds { get; set; } = DefaultTableRefreshSeconds;

    /// <summary>Seconds between a silo's signs of life in the table. 5 by default.</summary>
    [Range(1, 300)]
    public int AliveEverySeconds { get; set; } = DefaultAliveEverySeconds;

    /// <summary>Missed signs of life after which a starting silo takes no notice of a row. 3 by default: a cold start waits for dead rows at most this many periods.</summary>
    [Range(1, 20)]
    public int MissedAlivesMax { get; set; } = DefaultMissedAlivesMax;

    /// <summary>Hours for which the row of a dead silo stays, for whoever looks into an incident. 24 by default.</summary>
    [Range(1, 24 * 30)]
    public int DeadKeptHours { get; set; } = DefaultDeadKeptHours;

    /// <summary>Seconds after which a call between processes counts as unanswered. 5 by default: the answer is then 503, and the same key may be repeated.</summary>
    [Range(1, 60)]
    public int ResponseSeconds { get; set; } = DefaultResponseSeconds;
}
