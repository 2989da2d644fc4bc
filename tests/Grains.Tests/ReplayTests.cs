using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>A repeat under the same key gets the first answer byte for byte, whatever has changed since.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_gets_the_first_answer_after_further_commands_and_after_deactivation(bool deactivated)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(40_000_001);
        var site = await story.Draft(unit);
        var (clerk, grain) = (People.Clerk(unit), registry.Site(site));
        var envelope = clerk.Asks();
        var first = await grain.Execute(new SubmitLaunch("请审批"), envelope, default);
        for (var other = 0; other < 3; other++)
            await story.Tell(site, clerk, new RecordEvidence(EvidenceKind.Plan, new EvidenceStatement(new DateOnly(2026, 3, 1), $"应急预案{other}", new string('a', 64), null)));
        if (deactivated) await registry.Deactivate(grain);

        var again = await grain.Execute(new SubmitLaunch("请审批"), envelope, default);

        Assert.Equal(OutcomeKind.Done, first.Kind);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal((first.Kind, first.Status, first.Version, first.RecordId), (again.Kind, again.Status, again.Version, again.RecordId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_request_under_a_used_key_is_told_so_and_changes_nothing(bool deactivated)
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(40_000_002);
        var envelope = People.Administrator.Asks(hash: "aa");
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第一个名字"), envelope, default);
        if (deactivated) await registry.Deactivate(registry.Unit(unit));

        var other = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第二个名字"), envelope with { RequestHash = "bb" }, default);

        Assert.Equal(OutcomeKind.KeyReused, other.Kind);
        Assert.Equal(2, await registry.Store.Version(RecordKind.Unit, unit.Uscc, default));
    }

    [Fact]
    public async Task A_repeat_that_the_rules_would_accept_again_is_stopped_by_the_store()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(40_000_008);
        var site = registry.Site(await story.Draft(unit));
        var (envelope, command) = (People.Clerk(unit).Asks(), new RecordEvidence(EvidenceKind.Plan, new EvidenceStatement(new DateOnly(2026, 3, 1), "应急预案", new string('a', 64), null)));
        var first = await site.Execute(command, envelope, default);
        await registry.Deactivate(site);

        var again = await site.Execute(command, envelope, default);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal((OutcomeKind.Done, 2L), (again.Kind, again.Version));
        Assert.Equal(2, await registry.Store.Version(RecordKind.Site, first.RecordId, default));
    }

    /// <summary>The client may take it as final: a sending of the same command that arrives late is not carried out after all.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_stays_the_answer_to_its_key_when_its_reason_is_gone(bool deactivated)
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(40_000_009);
        var (grain, clerk) = (registry.Site(await story.Draft(unit)), People.Clerk(unit));
        var (envelope, command) = (clerk.Asks(), new WithdrawRequest(1, "改期"));
        var first = await grain.Execute(command, envelope, default);
        await grain.Execute(new SubmitLaunch(null), clerk.Asks(), default);
        if (deactivated) await registry.Deactivate(grain);

        var late = await grain.Execute(command, envelope, default);
        var anew = await grain.Execute(command, clerk.Asks(), default);

        Assert.Equal((OutcomeKind.Refused, RuleId.NoOpenRequest), (first.Kind, first.Refusal?.Rule));
        Assert.Equal((first.Kind, first.Version, first.RecordId), (late.Kind, late.Version, late.RecordId));
        Assert.Equivalent(first.Refusal, late.Refusal, strict: true);
        Assert.Equal((OutcomeKind.Done, 3L), (anew.Kind, anew.Version));
    }

    [Fact]
    public async Task The_same_key_of_another_person_is_another_key()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(40_000_003);
        await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第一个名字"), People.Administrator.Asks("same"), default);

        var other = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市第二个名字"), People.Reviewer.Asks("same"), default);

        Assert.Equal((OutcomeKind.Done, 3L), (other.Kind, other.Version));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeat_wins_over_the_version_it_no_longer_meets(bool deactivated)
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(40_000_004);
        var envelope = People.Administrator.Asks(expected: 1);
        var first = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市新名字"), envelope, default);
        if (deactivated) await registry.Deactivate(registry.Unit(unit));

        var again = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市新名字"), envelope, default);
        var stale = await registry.Unit(unit).Execute(Story.PutUnit(unit, "南昌市又一个名字"), People.Administrator.Asks(expected: 1), default);

        Assert.Equal((OutcomeKind.Done, 2L), (first.Kind, first.Version));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal((OutcomeKind.Stale, 2L), (stale.Kind, stale.Version));
    }

    [Fact]
    public async Task A_repeat_wins_over_the_scope_that_the_command_itself_took_away()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var unit = await story.Unit(40_000_005);
        var receiver = await story.Unit(40_000_006);
        var site = await story.Draft(unit);
        await story.Tell(site, People.Clerk(unit), new SubmitTransfer(receiver, "学校合并"));
        var accepted = People.Clerk(receiver).Asks();
        var first = await registry.Site(site).Execute(new AcceptTransfer(1), accepted, default);
        await story.Tell(site, People.Clerk(unit), new WithdrawRequest(1, "不移交了"));
        await registry.Deactivate(registry.Site(site));

        var again = await registry.Site(site).Execute(new AcceptTransfer(1), accepted, default);
        var other = await registry.Site(site).Execute(new AcceptTransfer(1), People.Clerk(receiver).Asks(), default);

        Assert.Equal(OutcomeKind.Done, first.Kind);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(OutcomeKind.NotFound, other.Kind);
    }

    [Fact]
    public async Task A_registration_that_was_refused_is_sent_under_another_key()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = Usccs.Of(40_000_007);
        var envelope = People.Clerk(unit).Asks();
        var id = SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);
        var before = await registry.Site(id).Execute(new RegisterSite(Story.Profile(unit)), envelope, default);
        var story = new Story(registry);
        await story.Unit(40_000_007);

        var after = await registry.Site(id).Execute(new RegisterSite(Story.Profile(unit)), envelope, default);
        await story.Draft(unit);

        Assert.Equal((RuleId.UnitUnknown, RuleId.UnitUnknown), (before.Refusal?.Rule, after.Refusal?.Rule));
        Assert.Equal(0, await registry.Store.Version(RecordKind.Site, id.Value, default));
    }
}
