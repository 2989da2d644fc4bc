using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>What a silo tells of its records, and that it tells nothing more.</summary>
public sealed class MeterTests
{
    [Fact]
    public async Task Commands_are_counted_by_kind_record_and_outcome_and_refusals_by_rule()
    {
        await using var registry = await RegistryCluster.Start();
        using var measured = Listen(registry);
        var story = new Story(registry);
        var unit = await story.Unit(61_000_001);
        var site = await story.Draft(unit);

        await registry.Site(site).Execute(new LaunchSite(null), People.Clerk(unit).Asks(), default);
        await registry.Site(site).Execute(new TickSite(), Actor.System.Asks(), default);
        var account = await story.Account(unit);
        await registry.Account(account).Execute(new UnlockAccount("误锁"), People.Administrator.Asks(), default);

        Assert.Equal(
            [
                "kind=putUnit record=unit outcome=done", "kind=registerSite record=site outcome=done",
                "kind=launchSite record=site outcome=refused", "kind=tickSite record=site outcome=done",
                "kind=putAccount record=account outcome=done", "kind=unlockAccount record=account outcome=refused",
            ],
            measured.Of("registry.commands").Select(command => command.Tags));
        Assert.Equal(["rule=site-not-approved", "rule=nothing-changed"], measured.Of("registry.refusals").Select(refusal => refusal.Tags));
        Assert.Equal(6, measured.Of("registry.command.duration").Count);
    }

    [Fact]
    public async Task Doubt_is_counted_as_an_unknown_outcome()
    {
        await using var registry = await RegistryCluster.Start();
        using var measured = Listen(registry);
        registry.Store.FailNextCommit(CommitFault.LostBefore);

        var unit = Usccs.Of(61_000_002);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市测试学校"), People.Administrator.Asks(), default);

        Assert.Equal(["kind=putUnit record=unit outcome=unknown"], measured.Of("registry.commands").Select(command => command.Tags));
    }

    [Fact]
    public async Task The_records_in_memory_are_counted_by_kind()
    {
        await using var registry = await RegistryCluster.Start();
        using var measured = Listen(registry);
        var story = new Story(registry);
        var unit = await story.Unit(61_000_003);
        var site = await story.Draft(unit);
        var account = await story.Account(unit);

        var awake = measured.Observed("registry.activations");
        await registry.Deactivate(registry.Site(site));
        await registry.Deactivate(registry.Account(account));
        var afterwards = measured.Observed("registry.activations");

        Assert.Equal([(1, "record=site"), (1, "record=unit"), (1, "record=account")], awake.Select(one => (one.Value, one.Tags)));
        Assert.Equal([(0, "record=site"), (1, "record=unit"), (0, "record=account")], afterwards.Select(one => (one.Value, one.Tags)));
    }

    [Fact]
    public async Task What_a_sweep_leaves_undone_is_told_with_its_age_which_grows_until_the_next()
    {
        await using var registry = await RegistryCluster.Start();
        using var measured = Listen(registry);
        var story = new Story(registry);
        var unit = await story.Unit(61_000_004);
        await story.Draft(unit);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市更名学校"), People.Administrator.Asks(), default);
        registry.Store.FailNextCommit(CommitFault.LostBefore);

        var silent = measured.Observed("registry.deadlines.overdue");
        await registry.Sweeper.Sweep(default);
        registry.Clock.Advance(TimeSpan.FromMinutes(10));
        var (left, age) = (measured.Observed("registry.deadlines.overdue"), measured.Observed("registry.deadlines.overdue.age"));
        await registry.Sweeper.Sweep(default);
        var (done, fresh) = (measured.Observed("registry.deadlines.overdue"), measured.Observed("registry.deadlines.overdue.age"));

        Assert.Empty(silent);
        Assert.Equal([(0, "record=site"), (1, "record=unit")], left.Select(one => (one.Value, one.Tags)));
        Assert.Equal([(0, "record=site"), (600, "record=unit")], age.Select(one => (one.Value, one.Tags)));
        Assert.All(done.Concat(fresh), one => Assert.Equal(0, one.Value));
        Assert.Equal(["result=troubled", "result=whole"], measured.Of("registry.sweeps").Select(sweep => sweep.Tags));
    }

    [Fact]
    public async Task A_command_has_a_span_that_names_record_outcome_and_rule()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var recorder = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "NanchangEdu.Registry",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(recorder);
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(61_000_005);
        var site = await story.Draft(unit);

        await registry.Site(site).Execute(new LaunchSite(null), People.Clerk(unit).Asks(), default);

        var span = Assert.Single(spans, span => span.OperationName == "launchSite" && (string?)span.GetTagItem("registry.record") == site.Value);
        Assert.Equal(("refused", "site-not-approved"), (span.GetTagItem("registry.outcome"), span.GetTagItem("registry.rule")));
    }

    private static Measurements Listen(RegistryCluster registry)
    {
        var meters = registry.Services.GetRequiredService<IMeterFactory>();
        return new Measurements(meter => ReferenceEquals(meter.Scope, meters) && meter.Name == "NanchangEdu.Registry.Grains");
    }
}
