using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>A command that is only asked about: the same answer, and no trace of it.</summary>
public sealed class PreviewTests
{
    [Fact]
    public async Task A_preview_answers_what_the_command_would_be_answered_and_nothing_is_kept()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(53_000_001);
        var site = await story.Draft(unit);
        var (clerk, commits) = (People.Clerk(unit), registry.Store.Commits);
        var change = new ChangeProfile(Story.Profile(unit) with { Purpose = "招生" });
        var envelope = clerk.Asks();

        var shown = await registry.Site(site).Preview(change, envelope, default);
        var unchanged = await registry.Site(site).Preview(new ChangeProfile(Story.Profile(unit)), envelope, default);
        var refused = await registry.Site(site).Preview(new LaunchSite(null), envelope, default);
        var forbidden = await registry.Site(site).Preview(change, People.Reviewer.Asks(), default);
        var hidden = await registry.Site(site).Preview(change, People.Stranger.Asks(), default);
        Assert.Equal(commits, registry.Store.Commits);
        Assert.Null(await registry.Store.FindAnswer(clerk.PersonId, envelope.IdempotencyKey, default));
        var done = await registry.Site(site).Execute(change, envelope, default);

        Assert.Equal((OutcomeKind.Done, done.Version), (shown.Kind, shown.Version));
        Assert.Equal(done.Body, shown.Body);
        Assert.Equal(RuleId.NothingChanged, unchanged.Refusal?.Rule);
        Assert.Equal(OutcomeKind.Refused, refused.Kind);
        Assert.Equal(RuleId.RoleNotAllowed, forbidden.Refusal?.Rule);
        Assert.Equal(OutcomeKind.NotFound, hidden.Kind);
        Assert.Equal(2, await registry.Store.Version(RecordKind.Site, site.Value, default));
    }

    [Fact]
    public async Task A_preview_of_a_version_that_is_gone_and_of_a_record_that_cannot_be_read_says_so()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(53_000_002);

        var stale = await registry.Unit(unit).Preview(Story.PutUnit(unit, "新名"), People.Administrator.Asks(expected: 7), default);
        await registry.Deactivate(registry.Unit(unit));
        registry.Store.ReadFault = new StoreUnavailableException("the database is away");
        var unknown = await registry.Unit(unit).Preview(Story.PutUnit(unit, "新名"), People.Administrator.Asks(), default);

        Assert.Equal((OutcomeKind.Stale, OutcomeKind.Unknown), (stale.Kind, unknown.Kind));
    }

    [Fact]
    public async Task A_preview_for_a_unit_that_is_not_there_registers_nothing()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = Usccs.Of(53_000_003);

        var shown = await registry.Unit(unit).Preview(Story.PutUnit(unit), People.Administrator.Asks(), default);
        var read = await registry.Unit(unit).Read(People.Administrator, checkedAgainstStore: false, default);

        Assert.Equal((OutcomeKind.Done, 1L), (shown.Kind, shown.Version));
        Assert.Equal(ReadKind.NotFound, read.Kind);
    }
}
