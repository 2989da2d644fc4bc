using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules.Tests.Properties;

/// <summary>One command and what became of it. <paramref name="After"/> is <paramref name="Before"/> when it was refused or hidden.</summary>
internal sealed record Step(Site Before, SiteCommand Command, Actor By, DateTimeOffset Now, RegistryPolicy Policy, Decision<SiteEvent> Decision, Site After);

/// <summary>Plays a random life: only accepted commands are adopted, as the shell does it.</summary>
internal sealed class Walk
{
    private static readonly Lazy<Beginning[]> Beginnings = new(Begin);

    private readonly Dictionary<UnitId, UnitFacts> units;
    private readonly UnitType type;
    private readonly int ticks;

    /// <param name="ticks">How many times within each wait the sweeper comes by.</param>
    public Walk(Life life, int ticks = 0)
    {
        var begun = Beginnings.Value[life.Start % Beginnings.Value.Length];
        (type, Site, Ledger, Inherited, this.ticks) = (begun.Type, begun.Site, begun.Ledger, begun.Site.QuotaEntries, ticks);
        Inherited = [.. begun.Ledger.OfType<SiteRegistered>().SelectMany(e => e.Inherited)];
        Now = begun.MayWait ? begun.Now.AddDays(300 + life.Later) : begun.Now.AddHours(life.Later);
        units = Sample.Units(type).ToDictionary(unit => unit.Id);
    }

    public Site Site { get; private set; }

    public ImmutableArray<SiteEvent> Ledger { get; private set; }

    /// <summary>What an earlier site of the lineage left.</summary>
    public ImmutableArray<QuotaEntry> Inherited { get; }

    public DateTimeOffset Now { get; private set; }

    public RegistryPolicy Policy => NanchangPack.Pack.At(Now, type);

    /// <summary>Plays the life to its end and shows every step.</summary>
    public static Walk Through(Life life, Action<Walk, Step> holds, int ticks = 0)
    {
        var walk = new Walk(life, ticks);
        foreach (var move in life.Moves) holds(walk, walk.Do(move));
        return walk;
    }

    public Step Do(Move move)
    {
        Wait(move.Wait);
        var current = SiteRules.At(Site, Policy, Now);
        if (move.Deed == Deed.RefreshUnit && current.Unit is { } sponsor) units[sponsor.Id] = units[sponsor.Id] with { Version = sponsor.Version + (move.A % 2) };
        var (command, by) = Hands.Of(move, current, Now);
        return Do(command, by);
    }

    private Step Do(SiteCommand command, Actor by)
    {
        var before = Site;
        var decision = SiteRules.Decide(before, command, new(by, Around(command, by), Policy, Now, "request-1"));
        Site = decision.Events.Aggregate(before, SiteRules.Evolve);
        Ledger = Ledger.AddRange(decision.Events);
        return new(before, command, by, Now, Policy, decision, Site);
    }

    private void Wait(int minutes)
    {
        var until = minutes switch
        {
            -1 => RegistryCalendar.EndOf(RegistryCalendar.DateOf(Now)),
            -2 => RegistryCalendar.EndOf(RegistryCalendar.DateOf(Now)).AddTicks(1),
            _ => Now.AddMinutes(minutes),
        };
        var from = Now;
        for (var tick = 1; tick <= ticks; tick++)
        {
            Now = from.AddTicks((until - from).Ticks * tick / ticks);
            if (Site.Exists) Do(new TickSite(), Actor.System);
        }

        Now = until;
    }

    private SiteSurroundings Around(SiteCommand command, Actor by)
    {
        var needs = SiteRules.NeedsOf(Site, command);
        return new(
            needs.HasFlag(SiteNeeds.Unit) ? Find(SiteRules.UnitFor(Site, command, by)) : null,
            needs.HasFlag(SiteNeeds.Authority) ? Find(Site.Unit?.Authority) : null,
            needs.HasFlag(SiteNeeds.Receiver) ? Find(SiteRules.ReceiverFor(Site, command)) : null,
            null);
    }

    private UnitFacts? Find(UnitId? id) => id is { } known ? units.GetValueOrDefault(known) : null;

    private static Beginning[] Begin()
    {
        var live = Beginning.Of(UnitType.BureauSchool, story => story.Live(), mayWait: true);
        return
        [
            Beginning.Of(UnitType.BureauSchool, story => story, mayWait: false),
            Beginning.Of(UnitType.BureauSchool, story => story.Draft().Prepared(), mayWait: false),
            Beginning.Of(UnitType.PrivateSchool, story => story.Approved(), mayWait: false),
            Beginning.Of(UnitType.BureauInstitution, Reborn, mayWait: true),
            Beginning.Of(UnitType.PrivateSchool, story => story.Live(), mayWait: true),
            live, live, live, live, live,
        ];
    }

    private static Story Reborn(Story story) => story.Live()
        .Downline("2026-02-02", "2026-02-06").ClosureApproved("2026-02-09", at: "2026-02-09").ClosureCompleted("2026-03-16")
        .Exempt(ExemptionKind.Reopening, "2026-12-31").Reborn().Launched("2026-03-17");

    private sealed record Beginning(UnitType Type, Site Site, ImmutableArray<SiteEvent> Ledger, DateTimeOffset Now, bool MayWait)
    {
        public static Beginning Of(UnitType type, Func<Story, Story> tell, bool mayWait)
        {
            var story = tell(Story.Of(type));
            return new(type, story.Site, story.Ledger, story.Now, mayWait);
        }
    }
}
