using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

public enum QuotaEntryKind
{
    Reserve = 1,
    Consume = 2,
    Release = 3,
    Convert = 4,
    Correct = 5,
}

/// <summary>One line of the downline quota's ledger, for one calendar year (Asia/Shanghai). The counters are sums of these and nothing else.</summary>
/// <param name="Seq">1, 2, 3 … within the book.</param>
/// <param name="Window">The window concerned.</param>
/// <param name="Dates">The dates of the year that this entry reserves, consumes or releases, ascending.</param>
/// <param name="Slot">The n of the claim <c>downline-slot</c> taken, kept or given back, when times change.</param>
/// <param name="Rule">The rule and pack version decided under, <c>downline-limits@2026.1</c>.</param>
public sealed record QuotaEntry(
    int Seq,
    int Window,
    QuotaEntryKind Kind,
    int Year,
    int ReservedTimes,
    int ReservedDays,
    int UsedTimes,
    int UsedDays,
    ImmutableArray<DateOnly> Dates,
    int? Slot,
    string Rule,
    DateTimeOffset At);
