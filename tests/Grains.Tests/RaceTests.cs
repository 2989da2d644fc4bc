using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>NC-3.1 and NC-3.12 when many ask at once.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task Of_64_downlines_approved_at_once_no_more_than_the_quota_allows_are()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var site = await story.LiveSite(20_000_001);
        var clerk = People.Clerk(Usccs.Of(20_000_001));

        var filed = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => story.Tell(site, clerk, story.OneDay(n))));
        var numbers = Enumerable.Range(2, filed.Length).ToArray();
        await Task.WhenAll(numbers.Select(n => story.Tell(site, People.Reviewer, new AssignRequest(n, null, null))));
        var decided = await Task.WhenAll(numbers.Select(n =>
            registry.Site(site).Execute(new ApproveRequest(n, null), People.Reviewer.Asks(), default)));

        Assert.Equal(2, decided.Count(outcome => outcome.Kind == OutcomeKind.Done));
        Assert.All(
            decided.Where(outcome => outcome.Kind != OutcomeKind.Done),
            outcome => Assert.Equal(RuleId.DownlineTimesExhausted, outcome.Refusal?.Rule));
    }

    [Fact]
    public async Task Of_200_registrations_for_one_unit_at_once_exactly_one_makes_a_site()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(20_000_002);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
        {
            var envelope = People.Clerk(unit).Asks();
            var id = SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);
            return registry.Site(id).Execute(new RegisterSite(Story.Profile(unit)), envelope, default);
        }));

        var made = Assert.Single(outcomes, outcome => outcome.Kind == OutcomeKind.Done);
        Assert.All(outcomes.Where(outcome => outcome != made), outcome => Assert.Equal(RuleId.OneSitePerUnit, outcome.Refusal?.Rule));
        Assert.Equal([made.RecordId], await registry.Catalog.SitesOf(unit, default));
    }

    [Fact]
    public async Task The_same_registration_sent_50_times_at_once_makes_one_site_and_one_answer()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(20_000_003);
        var envelope = People.Clerk(unit).Asks();
        var id = SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            registry.Site(id).Execute(new RegisterSite(Story.Profile(unit)), envelope, default)));

        Assert.All(outcomes, outcome => Assert.Equal(outcomes[0].Body, outcome.Body));
        Assert.All(outcomes, outcome => Assert.Equal((OutcomeKind.Done, 1L), (outcome.Kind, outcome.Version)));
        var history = await registry.Catalog.History(RecordKind.Site, id.Value, CatalogScope.Everything, null, 10, default);
        Assert.Single(history!.Items);
    }
}
