using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>The sweeper brings deadlines to mind: each rung once, the missed ones too, and no more once somebody reacted.</summary>
public sealed class ReminderTests
{
    private static readonly ReminderFilter All = new(CatalogScope.Everything, null, null, null, null, null, 200);

    /// <summary>Filed on Monday, 2 March 2026; five working days make it due on the 9th.</summary>
    [Fact]
    public async Task Each_rung_is_told_once_however_often_it_is_swept_and_the_superior_when_nobody_reacts()
    {
        await using var registry = await RegistryCluster.Start();
        await Filed(registry, 61_000_001);

        await registry.Sweeper.Sweep(default);
        Assert.Empty(await Told(registry));

        registry.Clock.Advance(TimeSpan.FromDays(7));
        await registry.Sweeper.Sweep(default);
        await registry.Sweeper.Sweep(default);
        Assert.Equal(["0 authority"], await Told(registry));

        // nobody swept for days: what was missed is told all the same, in its order
        registry.Clock.Advance(TimeSpan.FromDays(4));
        await Task.WhenAll(registry.Sweeper.Sweep(default), registry.Grain<IDeadlineGrain>("deadline-of-a-partition").Sweep(default));
        Assert.Equal(["0 authority", "1 authority", "2 authority", "3 authority", "3! authority", "4 authority"], await Told(registry));
    }

    [Fact]
    public async Task Once_somebody_reacted_the_superior_is_not_told_and_once_it_is_met_nobody_is()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await Filed(registry, 61_000_002);
        registry.Clock.Advance(TimeSpan.FromDays(7));
        await registry.Sweeper.Sweep(default);
        var known = await registry.Site(site).Execute(new AcknowledgeDeadline(DeadlineKinds.Request, 1, "明日审核"), People.Reviewer.Asks(), default);
        Assert.Equal(OutcomeKind.Done, known.Kind);

        registry.Clock.Advance(TimeSpan.FromDays(3));
        await registry.Sweeper.Sweep(default);
        Assert.Equal(["0 authority", "1 authority", "2 authority", "3 authority"], await Told(registry));
        Assert.All((await registry.Catalog.Reminders(All, default)).Items, row => Assert.Equal((true, true), (row.IsOpen, row.IsAcknowledged)));

        await registry.Site(site).Execute(new WithdrawRequest(1, "资料有误"), People.Clerk(Usccs.Of(61_000_002)).Asks(), default);
        registry.Clock.Advance(TimeSpan.FromDays(30));
        await registry.Sweeper.Sweep(default);
        Assert.Equal(4, (await Told(registry)).Length);
    }

    private static async Task<SiteId> Filed(RegistryCluster registry, int number)
    {
        var story = new Story(registry);
        var unit = await story.Unit(number);
        var site = await story.Draft(unit);
        var filed = await registry.Site(site).Execute(new SubmitLaunch(null), People.Clerk(unit).Asks(), default);
        Assert.Equal(OutcomeKind.Done, filed.Kind);
        return site;
    }

    private static async Task<string[]> Told(RegistryCluster registry) =>
        [.. (await registry.Catalog.Reminders(All, default)).Items.OrderBy(r => r.Reminder.Rung).ThenBy(r => r.Reminder.IsEscalation)
            .Select(r => $"{r.Reminder.Rung}{(r.Reminder.IsEscalation ? "!" : "")} {r.Reminder.ToParty}")];
}
