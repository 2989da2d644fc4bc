using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What the rules say to a command: events, or one refusal, or that the record does not exist for this caller.</summary>
public sealed record Decision<TEvent>(ImmutableArray<TEvent> Events, Refusal? Refusal, bool Hidden)
{
    public static Decision<TEvent> Accept(params ReadOnlySpan<TEvent> events) => new([.. events], null, Hidden: false);

    public static Decision<TEvent> Refuse(Refusal refusal) => new([], refusal, Hidden: false);

    /// <summary>Outside the caller's scope: answered exactly like a record that does not exist.</summary>
    public static Decision<TEvent> Hide { get; } = new([], null, Hidden: true);

    public static implicit operator Decision<TEvent>(Refusal refusal) => Refuse(refusal);

    public static implicit operator Decision<TEvent>(TEvent @event) => Accept(@event);
}

/// <summary>What a decision on a site needs from other records, as <see cref="SiteRules.NeedsOf"/> says.</summary>
public sealed record SiteSurroundings(UnitFacts? Unit, UnitFacts? Authority, UnitFacts? Receiver, Heritage? Heritage)
{
    public static SiteSurroundings None { get; } = new(null, null, null, null);
}

/// <summary>What a unit's closed site leaves to the next one (D17, NC-3.10).</summary>
public sealed record Heritage(string Lineage, ImmutableArray<QuotaEntry> Entries, DateTimeOffset ClosedAt)
{
    public static Heritage FromClosed(Site closed) =>
        new(closed.Lineage, closed.QuotaEntries, closed.ClosedAt ?? throw new ArgumentException("the site is not closed", nameof(closed)));
}

[Flags]
public enum SiteNeeds
{
    None = 0,
    Unit = 1,
    Authority = 2,
    Receiver = 4,
    Heritage = 8,
}

/// <summary>Everything beside state and command on which a decision stands. <paramref name="Now"/> is read once per command.</summary>
public sealed record SiteContext(Actor By, SiteSurroundings Around, RegistryPolicy Policy, DateTimeOffset Now, string RequestId)
{
    public DateOnly Today => RegistryCalendar.DateOf(Now);

    public Person Person => new(By.PersonId, By.Name, By.Role);

    public Refusal Refuse(RuleId rule, params ReadOnlySpan<Figure> figures) => Policy.Refuse(rule, figures);

    public Refusal Refuse(RuleId rule, IEnumerable<RefusalItem> items, params ReadOnlySpan<Figure> figures) => Policy.Refuse(rule, items, figures);

    public QuotaStampSource Quota => new(Policy, Now);
}

/// <summary>The policy's side of the quota's arithmetic.</summary>
public readonly record struct QuotaStampSource(RegistryPolicy Policy, DateTimeOffset Now)
{
    public Clauses.QuotaLimits Limits => new(Policy.DownlineTimesPerYearMax, Policy.DownlineDaysPerYearMax);

    public Clauses.QuotaStamp Stamp(DateTimeOffset at) => new(Policy.RuleReference("downline-limits"), at);
}
