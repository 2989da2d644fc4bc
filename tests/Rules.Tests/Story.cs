using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>
/// A site's life told by real commands under stated local times, with the pack that is shipped: what is given must be accepted, what is
/// asked last is judged by the Then steps. The surroundings are those that <see cref="SiteRules.NeedsOf"/> tells the shell to fetch, no more.
/// Times are Asia/Shanghai (<see cref="Sample.Instant"/>) and never go back; a step without a time comes a minute after the last.
/// </summary>
internal sealed partial class Story
{
    private readonly Dictionary<UnitId, UnitFacts> units;
    private readonly Heritage? heritage;
    private Func<RegistryPolicy, RegistryPolicy> change = policy => policy;
    private Decision<SiteEvent>? decision;

    private Story(UnitType type, SiteId id, Heritage? heritage)
    {
        units = Units(type).ToDictionary(unit => unit.Id);
        Site = Site.Unknown(id);
        this.heritage = heritage;
    }

    /// <summary>The record as the commands so far have left it.</summary>
    public Site Site { get; private set; }

    /// <summary>Every event so far.</summary>
    public ImmutableArray<SiteEvent> Ledger { get; private set; } = [];

    public DateTimeOffset Now { get; private set; } = Instant("2026-01-04");

    /// <summary>What is in force now for the sponsor.</summary>
    public RegistryPolicy Policy => change(NanchangPack.Pack.At(Now, units[SchoolId].Type));

    /// <summary>The record as it stands now: what time alone has brought about is in it.</summary>
    public Site Current => SiteRules.At(Site, Policy, Now);

    /// <summary>The number of the request filed last.</summary>
    public int Request => Site.Requests[^1].Number;

    /// <summary>The refusal of the last command.</summary>
    public Refusal Refusal => decision?.Refusal ?? throw new InvalidOperationException("the last command was not refused");

    /// <summary>The rule that refused the last command; null when none did.</summary>
    public RuleId? RefusedBy => Decided.Refusal?.Rule;

    /// <summary>The events of the last command.</summary>
    public ImmutableArray<SiteEvent> Events => decision?.Events ?? [];

    /// <summary>A site of a unit of that type, before its registration.</summary>
    public static Story Of(UnitType type = UnitType.BureauSchool) => new(type, FirstSiteId, null);

    /// <summary>The next site of the same unit after this one was closed, before its registration (D17, NC-3.10).</summary>
    public Story Reborn()
    {
        var next = new Story(units[SchoolId].Type, NextSiteId, Heritage.FromClosed(Site)) { Now = Now, change = change };
        foreach (var unit in units.Values) next.units[unit.Id] = unit;
        return next;
    }

    /// <summary>The pack with a number changed.</summary>
    public Story Under(Func<RegistryPolicy, RegistryPolicy> changed)
    {
        var before = change;
        change = policy => changed(before(policy));
        return this;
    }

    /// <summary>The unit's record has changed; its sites are not told yet.</summary>
    public Story Unit(UnitId id, Func<UnitFacts, UnitFacts> changed)
    {
        var before = units[id];
        units[id] = changed(before) with { Version = before.Version + 1 };
        return this;
    }

    /// <summary>The lead has granted the school an exemption.</summary>
    public Story Exempt(ExemptionKind kind, string until, UnitId? unit = null) => Unit(unit ?? SchoolId, facts => facts with
    {
        Exemptions = facts.Exemptions.Add(new(facts.Exemptions.Length + 1, kind, "历史原因", Day(until), Lead.Name, Now)),
    });

    /// <summary>The lead has named a substitute.</summary>
    public Story Substitute(Actor of, Actor by, string from, string until) => Unit(AuthorityId, facts => facts with
    {
        Substitutes = facts.Substitutes.Add(new(of.PersonId, of.Name, by.PersonId, by.Name, Day(from), Day(until))),
    });

    /// <summary>A step of the past: it must be accepted.</summary>
    public Story Given(SiteCommand command, Actor by, string? at = null)
    {
        var made = Decide(command, by, at);
        Assert.False(made.Hidden, $"{command} by {by.Name}: the site is hidden");
        Assert.True(made.Refusal is null, $"{command} by {by.Name} at {Now:u}: {Words(made.Refusal)}");
        Adopt(made);
        decision = null;
        return this;
    }

    /// <summary>A step of the past, about something that the story numbered.</summary>
    public Story Given(Func<Story, SiteCommand> command, Actor by, string? at = null) => Given(command(this), by, at);

    /// <summary>Time goes by and nobody does anything, not even the sweeper.</summary>
    public Story Later(string at)
    {
        MoveTo(Instant(at));
        decision = null;
        return this;
    }

    /// <summary>Time goes by and the sweeper records what it brought about.</summary>
    public Story Ticked(string at) => Given(new TickSite(), Actor.System, at);

    /// <summary>The command in question.</summary>
    public Story When(SiteCommand command, Actor by, string? at = null)
    {
        decision = Decide(command, by, at);
        Adopt(decision);
        return this;
    }

    /// <summary>The command in question, about something that the story numbered.</summary>
    public Story When(Func<Story, SiteCommand> command, Actor by, string? at = null) => When(command(this), by, at);

    /// <summary>Refused by this rule; the figures named are among those shown, and none that the rule's text needs is missing.</summary>
    public Story ThenRefused(RuleId rule, params (string Name, object Value)[] figures)
    {
        Assert.True(Decided.Refusal is not null, $"expected {rule}, but it was {(Decided.Hidden ? "hidden" : "accepted")}");
        Assert.Equal(rule, Refusal.Rule);
        RefusalWords.AreComplete(Refusal);
        foreach (var (name, value) in figures)
        {
            var expected = value switch
            {
                int number => Figure.Of(name, number),
                DateOnly date => Figure.Of(name, date),
                DateTimeOffset instant => Figure.Of(name, instant),
                _ => Figure.Of(name, (string)value),
            };
            Assert.Contains(expected, Refusal.Figures);
        }

        return this;
    }

    /// <summary>The refusal names exactly these things, in this order.</summary>
    public Story ThenItems(params string[] codes)
    {
        Assert.Equal(codes, Refusal.Items.Select(item => item.Code));
        return this;
    }

    /// <summary>Answered as a record that does not exist.</summary>
    public Story ThenHidden()
    {
        Assert.True(Decided is { Hidden: true, Refusal: null, Events: [] }, $"expected hidden, but it was {Words(Decided.Refusal)}");
        return this;
    }

    /// <summary>Accepted with exactly these events, in this order.</summary>
    public Story Then(params Type[] events)
    {
        ThenAccepted();
        Assert.Equal(events, Decided.Events.Select(e => e.GetType()));
        return this;
    }

    public Story ThenAccepted()
    {
        Assert.True(Decided is { Hidden: false, Refusal: null }, Decided.Hidden ? "it was hidden" : Words(Decided.Refusal));
        return this;
    }

    /// <summary>Accepted, with one event of the type, of which this holds.</summary>
    public Story Then<TEvent>(Action<TEvent> holds) where TEvent : SiteEvent
    {
        ThenAccepted();
        holds(Assert.Single(Decided.Events.OfType<TEvent>()));
        return this;
    }

    /// <summary>The stage now, whether or not a sweeper came by.</summary>
    public Story ThenStage(Stage stage)
    {
        Assert.Equal(stage, Current.Stage);
        return this;
    }

    /// <summary>The state of a request now; of the one filed last unless told otherwise.</summary>
    public Story ThenRequest(RequestState state, int? number = null)
    {
        Assert.Equal(state, Current.RequestOf(number ?? Request)!.State);
        return this;
    }

    /// <summary>The year's counters now, each as <c>1t/3d</c>.</summary>
    public Story ThenQuota(int year, string? used = null, string? reserved = null, string? left = null, string? over = null)
    {
        var counters = Current.Quota.Of(year);
        QuotaLimits limits = new(Policy.DownlineTimesPerYearMax, Policy.DownlineDaysPerYearMax);
        Is(used, counters.UsedTimes, counters.UsedDays, "used");
        Is(reserved, counters.ReservedTimes, counters.ReservedDays, "reserved");
        Is(left, counters.Left(limits).Times, counters.Left(limits).Days, "left");
        Is(over, counters.Over(limits).Times, counters.Over(limits).Days, "over");
        return this;

        static void Is(string? expected, int times, int days, string what)
        {
            if (expected is not null) Assert.Equal($"{what} {expected}", $"{what} {times}t/{days}d");
        }
    }

    /// <summary>An item of the launch gate now; why it does not pass, the last date it counts, the last date of a duty.</summary>
    public Story ThenGate(string code, GateState state, string? reason = null, string? expires = null, string? due = null)
    {
        var item = Assert.Single(LaunchGate.Evaluate(Current, Policy, RegistryCalendar.DateOf(Now)), item => item.Code == code);
        Assert.Equal((state, reason), (item.State, item.Reason));
        if (expires is not null) Assert.Equal(Day(expires), item.ExpiresOn);
        if (due is not null) Assert.Equal(Day(due), item.DueOn);

        // Every reason is told in words of its own.
        var words = LaunchGate.ToRefusalItem(item);
        Assert.DoesNotContain("请按要求办理", words.Zh, StringComparison.Ordinal);
        Assert.DoesNotContain("please act as required", words.En, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Any other thing that holds of the record now.</summary>
    public Story ThenSite(Action<Site> holds)
    {
        holds(Current);
        return this;
    }

    private Decision<SiteEvent> Decided => decision ?? throw new InvalidOperationException("no command is in question: When comes first");

    private Decision<SiteEvent> Decide(SiteCommand command, Actor by, string? at)
    {
        MoveTo(at is null ? Now.AddMinutes(1) : Instant(at));
        return SiteRules.Decide(Site, command, new(by, Around(command, by), Policy, Now, "request-1"));
    }

    private SiteSurroundings Around(SiteCommand command, Actor by)
    {
        var needs = SiteRules.NeedsOf(Site, command);
        return new(
            needs.HasFlag(SiteNeeds.Unit) ? Find(SiteRules.UnitFor(Site, command, by)) : null,
            needs.HasFlag(SiteNeeds.Authority) ? Find(Site.Unit?.Authority) : null,
            needs.HasFlag(SiteNeeds.Receiver) ? Find(SiteRules.ReceiverFor(Site, command)) : null,
            needs.HasFlag(SiteNeeds.Heritage) ? heritage : null);
    }

    private UnitFacts? Find(UnitId? id) => id is { } known ? units.GetValueOrDefault(known) : null;

    private void Adopt(Decision<SiteEvent> made)
    {
        Site = made.Events.Aggregate(Site, SiteRules.Evolve);
        Ledger = Ledger.AddRange(made.Events);
    }

    private void MoveTo(DateTimeOffset at)
    {
        Assert.True(at >= Now, $"the story goes back from {Now:u} to {at:u}");
        Now = at;
    }

    private static string Words(Refusal? refusal) =>
        refusal is null ? "accepted" : $"{RuleCatalog.NameOf(refusal.Rule)}: {RuleCatalog.Describe(refusal, TextLanguage.English)}";
}
