using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Silo.Sample;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Sample;

/// <summary>The sample city as the embedded program makes it: real grains, real store.</summary>
public sealed class SampleCityTests : IDisposable
{
    private static readonly DateTimeOffset Now = Instant("2026-11-23T14:00Z");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("2026-11-23T14:00Z")]
    [InlineData("2027-01-02T01:00Z")]
    [InlineData("2028-02-29T09:00Z")]
    [InlineData("2026-10-03T20:00Z")]
    [InlineData("2027-12-31T15:59Z")]
    public async Task It_has_sites_in_every_stage_and_a_ledger_that_runs_in_order(string today)
    {
        await using var registry = await SampleRegistry.Start(folder.Path, Instant(today));

        Assert.True(await registry.LoadSample());

        var stages = (await registry.Sites()).Select(site => site.Catalog.Stage).ToHashSet();
        Assert.Equal(Enum.GetValues<Stage>().Length, stages.Count);
        Assert.InRange((await registry.Units()).Length, 42, 60);
        var ledger = await registry.Ledger();
        Assert.Equal(ledger.Select(row => row.Event.RecordedAt).Order(), ledger.Select(row => row.Event.RecordedAt));
        Assert.All(ledger.GroupBy(row => row.Record), record => Assert.Null(LedgerChain.Verify(record.Select(row => row.Event))));
    }

    [Fact]
    public async Task A_crash_at_any_point_is_made_good_by_the_next_start_as_if_there_had_been_none()
    {
        var whole = Path.Combine(folder.Path, "whole");
        var broken = Path.Combine(folder.Path, "broken");
        await using var uninterrupted = await SampleRegistry.Start(whole, Now);
        await uninterrupted.LoadSample();

        foreach (var (commits, days) in new[] { (1, 0), (30, 0), (200, 2), (500, 9) })
        {
            await using var crashing = await SampleRegistry.Start(broken, Now.AddDays(days));
            FailAfter(crashing, commits, CommitFault.LostAfter);
            await Assert.ThrowsAsync<SampleCityException>(crashing.LoadSample);
        }

        await using var last = await SampleRegistry.Start(broken, Now.AddDays(30));
        Assert.True(await last.LoadSample());

        Assert.Equal(await Told(uninterrupted), await Told(last));
    }

    [Fact]
    public async Task It_is_made_once()
    {
        await using (var first = await SampleRegistry.Start(folder.Path, Now)) await first.LoadSample();

        await using var second = await SampleRegistry.Start(folder.Path, Now.AddDays(1));
        var before = (await second.Ledger()).Length;

        Assert.False(await second.LoadSample());
        Assert.True(second.Clock.Present.IsCompleted);
        Assert.Equal(before, (await second.Ledger()).Length);
        Assert.Empty(second.Console);
    }

    [Fact]
    public async Task A_register_that_somebody_works_with_is_left_alone()
    {
        await using var registry = await SampleRegistry.Start(folder.Path, Now);
        var unit = Usccs.Of(81_000_001);
        await registry.Grains.GetGrain<IUnitGrain>(unit.GrainKey).Execute(Story.PutUnit(unit), People.Administrator.Asks(), default);

        Assert.False(await registry.LoadSample());

        Assert.Equal(unit.Uscc, Assert.Single(await registry.Units()).Id);
    }

    [Fact]
    public async Task A_refused_command_ends_the_load_and_is_named()
    {
        await using var registry = await SampleRegistry.Start(folder.Path, Now);
        FailAfter(registry, 100, CommitFault.ClaimTaken);

        var trouble = await Assert.ThrowsAsync<SampleCityException>(registry.LoadSample);

        Assert.Contains(nameof(RuleId.DomainTaken), trouble.Message, StringComparison.Ordinal);
        Assert.Contains("sample-", trouble.Message, StringComparison.Ordinal);
        Assert.False(registry.Clock.Present.IsCompleted);
    }

    private static void FailAfter(SampleRegistry registry, int commits, CommitFault fault)
    {
        var failed = 0;
        registry.Store.OnCommit = () =>
        {
            if (registry.Store.Commits >= commits && Interlocked.Exchange(ref failed, 1) == 0) registry.Store.FailNextCommit(fault);
            return Task.CompletedTask;
        };
    }

    private static async Task<ImmutableArray<string>> Told(SampleRegistry registry) =>
    [
        .. (await registry.Ledger()).Where(row => row.Event.RecordedAt <= Now)
            .Select(row => $"{row.Record} {row.Event.Seq} {row.Event.Type} {row.Event.RecordedAt:O} {Convert.ToHexString(row.Event.Hash)}")
            .Order(StringComparer.Ordinal),
    ];

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
