using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Clauses;

/// <summary>The limits of NC-3.12 for one calendar year, out of the rule pack in force.</summary>
public readonly record struct QuotaLimits(int Times, int Days);

/// <summary>Under which rule and pack version, and when, an entry was made.</summary>
public readonly record struct QuotaStamp(string Rule, DateTimeOffset At);

/// <summary>Times and days, of which neither is negative.</summary>
public readonly record struct QuotaAmount(int Times, int Days);

/// <summary>What one calendar year (Asia/Shanghai) has reserved and used: sums of entries, nothing else.</summary>
public readonly record struct QuotaCounters(int ReservedTimes, int ReservedDays, int UsedTimes, int UsedDays)
{
    /// <summary>What may still be reserved.</summary>
    public QuotaAmount Left(QuotaLimits limits) =>
        new(Math.Max(0, limits.Times - ChargedTimes), Math.Max(0, limits.Days - ChargedDays));

    /// <summary>What stands beyond the limit: an overrun, a converted emergency, a correction, or a limit lowered since (D22).</summary>
    public QuotaAmount Over(QuotaLimits limits) =>
        new(Math.Max(0, ChargedTimes - limits.Times), Math.Max(0, ChargedDays - limits.Days));

    internal int ChargedTimes => ReservedTimes + UsedTimes;

    internal int ChargedDays => ReservedDays + UsedDays;
}

/// <summary>A window's charged time: the year it counts in, the n of its claim <c>downline-slot</c>, reserved or used.</summary>
public readonly record struct QuotaTime(int Year, int Slot, bool Used);

/// <summary>
/// The downline quota's ledger of one lineage (D17). The entries are all that is stored; what a window holds is
/// folded from them, so that there is no second truth to fall apart from the first.
/// </summary>
public sealed record QuotaBook(ImmutableArray<QuotaEntry> Entries)
{
    public static QuotaBook Empty { get; } = new([]);

    /// <summary>The years with entries, ascending.</summary>
    [JsonIgnore]
    public ImmutableArray<int> Years => [.. Entries.Select(e => e.Year).Distinct().Order()];

    /// <summary>The slots of times now charged: what the claims <c>downline-slot</c> of the lineage must be.</summary>
    [JsonIgnore]
    public ImmutableArray<(int Year, int Slot)> HeldSlots => QuotaHoldings.Of(this).Slots;

    /// <summary>A number that no window of the book has had, not even one inherited from an earlier site of the lineage.</summary>
    [JsonIgnore]
    public int NextWindow => Entries.Select(e => e.Window).DefaultIfEmpty(0).Max() + 1;

    [JsonIgnore]
    internal int NextSeq => Entries.IsEmpty ? 1 : Entries[^1].Seq + 1;

    public QuotaCounters Of(int year)
    {
        var sum = default(QuotaCounters);
        foreach (var e in Entries)
        {
            if (e.Year == year)
                sum = new(
                    sum.ReservedTimes + e.ReservedTimes, sum.ReservedDays + e.ReservedDays,
                    sum.UsedTimes + e.UsedTimes, sum.UsedDays + e.UsedDays);
        }

        return sum;
    }

    /// <summary>The time that the window is charged with; null when it has none, or gave it back.</summary>
    public QuotaTime? TimeOf(int window) => QuotaHoldings.Of(this).Of(window).Time;

    /// <summary>The dates now reserved for the window, ascending.</summary>
    public ImmutableArray<DateOnly> ReservedDatesOf(int window) => [.. QuotaHoldings.Of(this).Of(window).Reserved];

    /// <summary>The dates that the window has used, overrun included, ascending.</summary>
    public ImmutableArray<DateOnly> UsedDatesOf(int window) => [.. QuotaHoldings.Of(this).Of(window).Used];

    /// <exception cref="InvalidOperationException">The entries do not follow on the book's last one: they were made against another book.</exception>
    public QuotaBook Append(ImmutableArray<QuotaEntry> entries)
    {
        var expected = NextSeq;
        foreach (var e in entries)
        {
            if (e.Seq != expected++)
                throw new InvalidOperationException($"Quota entry {e.Seq} does not follow entry {expected - 2}.");
        }

        return entries.IsEmpty ? this : new(Entries.AddRange(entries));
    }
}
