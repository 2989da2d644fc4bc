using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>Ids that name nothing: whoever asks is told so, however many ask at once, and soon no memory is left of it.</summary>
public sealed class UnknownIdTests
{
    private const int Ids = 50;
    private const int AtOnce = 32;

    [Fact]
    public async Task Whoever_asks_at_once_for_what_is_not_there_is_told_so()
    {
        await using var registry = await RegistryCluster.Start();

        for (var number = 0; number < Ids; number++)
        {
            var site = registry.Site(SiteId.Derive("nobody", $"nothing {number}"));
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, AtOnce).Select(_ => site.Execute(new ApproveRequest(1, null), People.Stranger.Asks(), default)));

            Assert.All(outcomes, outcome => Assert.Equal(OutcomeKind.NotFound, outcome.Kind));
        }
    }

    [Fact]
    public async Task What_names_nothing_leaves_the_memory_and_what_came_to_be_meanwhile_stays()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(50_000_090);
        var envelope = People.Clerk(unit).Asks();
        var nothing = registry.Site(SiteId.Derive("nobody", "nothing"));
        var draft = registry.Site(SiteId.Derive(envelope.By.PersonId, envelope.IdempotencyKey));
        await nothing.Read(new AskView(), People.Centre, checkedAgainstStore: false, default);
        await draft.Read(new AskView(), People.Centre, checkedAgainstStore: false, default);
        Assert.Equal(2, await Activations(registry, nothing, draft));

        await draft.Execute(new RegisterSite(Story.Profile(unit)), envelope, default);

        while (await Activations(registry, nothing) > 0) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(1, await Activations(registry, draft));
    }

    private static async Task<int> Activations(RegistryCluster registry, params IEnumerable<IAddressable> grains)
    {
        var known = await registry.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return known.Count(activation => grains.Any(grain => grain.GetGrainId() == activation.GrainId));
    }
}
