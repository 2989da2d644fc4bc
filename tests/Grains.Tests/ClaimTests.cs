using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>Claims of other records, met through the real store.</summary>
public sealed class ClaimTests
{
    [Fact]
    public async Task A_public_security_number_belongs_to_one_site()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var first = await story.Unit(30_000_041);
        var second = await story.Unit(30_000_042);
        var filing = new RecordFiling(new PublicSecurityFiling(FilingState.Filed, null, "赣公网安备36010802000584号", new DateOnly(2025, 1, 6)));
        var taken = await registry.Site(await story.Draft(first)).Execute(filing, People.Clerk(first).Asks(), default);
        var site = await story.Draft(second);

        var refused = await registry.Site(site).Execute(filing, People.Clerk(second).Asks(), default);

        Assert.Equal(OutcomeKind.Done, taken.Kind);
        Assert.Equal((OutcomeKind.Refused, RuleId.PublicSecurityNumberTaken), (refused.Kind, refused.Refusal?.Rule));
        Assert.DoesNotContain("{", RuleCatalog.Describe(refused.Refusal!, TextLanguage.Chinese), StringComparison.Ordinal);
    }
}
