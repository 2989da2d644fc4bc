using System.Text;
using System.Text.RegularExpressions;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>The sweeper records what time brought about; no answer waits for it.</summary>
public sealed partial class SweepTests
{
    [Fact]
    public async Task What_is_due_is_recorded_once_however_often_it_is_swept()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await SiteWithALapsedWindow(registry, 60_000_001);
        var version = await registry.Store.Version(RecordKind.Site, site.Value, default);

        var swept = new[] { await registry.Sweeper.Sweep(default), await registry.Sweeper.Sweep(default), await registry.Sweeper.Sweep(default) };

        Assert.Equal([1, 0, 0], swept);
        Assert.Equal(version + 1, await registry.Store.Version(RecordKind.Site, site.Value, default));
        Assert.Contains("windowLapsed", await Types(registry, site));
    }

    [Fact]
    public async Task A_missed_sweep_changes_no_answer()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await SiteWithALapsedWindow(registry, 60_000_002);

        var missed = await Quota(registry, site);
        Assert.Equal(1, await registry.Sweeper.Sweep(default));
        var swept = await Quota(registry, site);

        Assert.Equal(missed, swept);
        Assert.Contains("\"leftTimes\"", missed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tick_before_anything_is_due_commits_nothing()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var site = await story.Draft(await story.Unit(60_000_003));
        var commits = registry.Store.Commits;

        var outcome = await registry.Site(site).Execute(new TickSite(), Actor.System.Asks(), default);

        Assert.Equal((OutcomeKind.Done, 1L), (outcome.Kind, outcome.Version));
        Assert.Equal(commits, registry.Store.Commits);
    }

    [Fact]
    public async Task A_units_new_name_reaches_its_sites_and_the_unit_is_due_no_more()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(60_000_004);
        var site = await story.Draft(unit);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), People.Administrator.Asks(), default);
        var due = await registry.Catalog.Due(RecordKind.Unit, registry.Clock.GetUtcNow(), 10, default);

        var swept = await registry.Sweeper.Sweep(default);

        Assert.Equal([unit.Uscc], due);
        Assert.Equal(2, swept);                                                            // the site, then the unit's mark
        Assert.Empty(await registry.Catalog.Due(RecordKind.Unit, registry.Clock.GetUtcNow(), 10, default));
        var view = await registry.Site(site).Read(new AskView(), People.Centre, checkedAgainstStore: false, default);
        Assert.Contains("南昌市更名学校", Encoding.UTF8.GetString(view.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_stays_due_while_one_of_its_sites_could_not_be_told()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(60_000_005);
        await story.Draft(unit);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), People.Administrator.Asks(), default);
        registry.Store.FailNextCommit(CommitFault.LostBefore);

        var troubled = await registry.Sweeper.Sweep(default);
        var stillDue = await registry.Catalog.Due(RecordKind.Unit, registry.Clock.GetUtcNow(), 10, default);
        var next = await registry.Sweeper.Sweep(default);

        Assert.Equal((0, 2), (troubled, next));
        Assert.Equal([unit.Uscc], stillDue);
        Assert.Empty(await registry.Catalog.Due(RecordKind.Unit, registry.Clock.GetUtcNow(), 10, default));
    }

    [Fact]
    public async Task A_tick_that_failed_is_made_up_for_by_the_next_sweep()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await SiteWithALapsedWindow(registry, 60_000_006);
        registry.Store.FailNextCommit(CommitFault.Conflict);

        var swept = new[] { await registry.Sweeper.Sweep(default), await registry.Sweeper.Sweep(default) };

        Assert.Equal([0, 1], swept);
        Assert.Single(await Types(registry, site), type => type == "windowLapsed");
    }

    [Fact]
    public async Task Two_sweepers_at_once_record_what_is_due_once()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await SiteWithALapsedWindow(registry, 60_000_007);

        await Task.WhenAll(registry.Sweeper.Sweep(default), registry.Grain<IDeadlineGrain>("deadline-of-a-partition").Sweep(default));

        Assert.Single(await Types(registry, site), type => type == "windowLapsed");
    }

    [Fact]
    public async Task An_answer_is_kept_for_the_days_promised_and_then_let_go()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(60_000_008);
        var envelope = People.Administrator.Asks();
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), envelope, default);

        registry.Clock.Advance(TimeSpan.FromDays(6));
        await registry.Sweeper.Sweep(default);
        var kept = await registry.Store.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey, default);
        registry.Clock.Advance(TimeSpan.FromDays(2));
        await registry.Sweeper.Sweep(default);

        Assert.NotNull(kept);
        Assert.Null(await registry.Store.FindAnswer(envelope.By.PersonId, envelope.IdempotencyKey, default));
    }

    [Fact]
    public async Task The_registrys_own_commands_leave_no_answer_behind()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await SiteWithALapsedWindow(registry, 60_000_009);
        var envelope = Actor.System.Asks();

        var outcome = await registry.Site(site).Execute(new TickSite(), envelope, default);

        Assert.Equal(OutcomeKind.Done, outcome.Kind);
        Assert.Null(await registry.Store.FindAnswer(Actor.System.PersonId, envelope.IdempotencyKey, default));
    }

    private static async Task<SiteId> SiteWithALapsedWindow(RegistryCluster registry, int number)
    {
        var story = new Story(registry);
        var site = await story.LiveSite(number);
        await story.Tell(site, People.Clerk(Usccs.Of(number)), story.OneDay(0));
        await story.Tell(site, People.Reviewer, new AssignRequest(2, null, null));
        await story.Tell(site, People.Reviewer, new ApproveRequest(2, null));
        registry.Clock.Advance(TimeSpan.FromDays(40));
        return site;
    }

    private static async Task<string[]> Types(RegistryCluster registry, SiteId site)
    {
        var history = await registry.Catalog.History(RecordKind.Site, site.Value, CatalogScope.Everything, null, 200, default);
        return [.. history!.Items.Select(row => row.Type)];
    }

    private static async Task<string> Quota(RegistryCluster registry, SiteId site)
    {
        var answer = await registry.Site(site).Read(new AskQuota(2026), People.Centre, checkedAgainstStore: false, default);
        Assert.Equal(ReadKind.Found, answer.Kind);
        return Version().Replace(Encoding.UTF8.GetString(answer.Body), "");
    }

    [GeneratedRegex("\"version\":[0-9]+,?")]
    private static partial Regex Version();
}
