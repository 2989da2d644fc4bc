using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Sealing;

/// <summary>The sealer takes what is written into the tree, signs its head, and brings it out of the database.</summary>
public sealed class SealerTests
{
    [Fact]
    public async Task What_is_written_is_sealed_signed_and_brought_out()
    {
        await using var registry = await RegistryCluster.Start();
        await new Story(registry).LiveSite(81_000_001);

        Assert.Equal(1, await registry.Sealer.Seal(default));

        var placed = Assert.Single(registry.Witness.Placed);
        var events = await Events(registry);
        Assert.Equal((1L, (long)events.Count, events[^1].Position), (placed.Number, placed.Size, placed.LastPosition));
        Assert.Equal(RootOf(events), placed.Root);
        Assert.Equal(placed.Root, CheckpointNote.Open(placed.Note, registry.Witness.Keys.Verifiers)?.Root);
    }

    [Fact]
    public async Task Nothing_new_is_not_sealed_again()
    {
        await using var registry = await RegistryCluster.Start();
        await new Story(registry).Unit(81_000_002);

        var (once, again) = (await registry.Sealer.Seal(default), await registry.Sealer.Seal(default));

        Assert.Equal((1L, 1L), (once, again));
        Assert.Single(registry.Witness.Placed);
    }

    [Fact]
    public async Task A_sealer_of_another_silo_goes_on_from_what_is_stored()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        for (var number = 1; number <= 3; number++)
        {
            await story.Unit(81_000_010 + number);
            await registry.Sealer.Seal(default);
            await registry.Deactivate(registry.Sealer);
        }

        Assert.Equal([1L, 2L, 3L], registry.Witness.Placed.Select(checkpoint => checkpoint.Number));
        Assert.Equal(RootOf(await Events(registry)), registry.Witness.Placed[^1].Root);
    }

    [Fact]
    public async Task What_could_not_be_brought_out_is_brought_later_in_its_order()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        registry.Witness.TakesNothing = true;
        await story.Unit(81_000_021);
        await registry.Sealer.Seal(default);
        await story.Unit(81_000_022);
        await registry.Sealer.Seal(default);
        Assert.Empty(registry.Witness.Placed);

        registry.Witness.TakesNothing = false;
        await registry.Deactivate(registry.Sealer);
        registry.Clock.Advance(TimeSpan.FromMinutes(2));
        await registry.Sealer.Seal(default);

        Assert.Equal([1L, 2L], registry.Witness.Placed.Select(checkpoint => checkpoint.Number));
    }

    [Fact]
    public async Task Nothing_is_sealed_on_top_of_a_tree_that_contradicts_its_checkpoint()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.Unit(81_000_031);
        await registry.Sealer.Seal(default);
        await registry.Deactivate(registry.Sealer);
        Assert.Equal(1, registry.Tamper("UPDATE ledger_tile SET hashes = randomblob(length(hashes)) WHERE level = 0"));
        await story.Unit(81_000_032);

        var fault = await Assert.ThrowsAsync<RegistryFaultException>(() => registry.Sealer.Seal(default));

        Assert.Contains(nameof(LedgerSealException), fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Ledger(registry).Latest(default))?.Number);
    }

    [Fact]
    public async Task A_key_that_was_changed_signs_from_the_next_checkpoint_on()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        await story.Unit(81_000_041);
        await registry.Sealer.Seal(default);
        var before = registry.Witness.Keys;
        registry.Witness.ChangeKey();
        await story.Unit(81_000_042);
        await registry.Sealer.Seal(default);

        var (first, second) = (registry.Witness.Placed[0], registry.Witness.Placed[1]);
        Assert.NotEqual(first.Verifier, second.Verifier);
        Assert.Null(CheckpointNote.Open(second.Note, before.Verifiers));
        Assert.All([first, second], checkpoint => Assert.NotNull(CheckpointNote.Open(checkpoint.Note, registry.Witness.Keys.Verifiers)));
    }

    private static ISealedLedger Ledger(RegistryCluster registry) => (ISealedLedger)registry.Services.GetService(typeof(ISealedLedger))!;

    private static async Task<List<FeedRow>> Events(RegistryCluster registry)
    {
        var events = new List<FeedRow>();
        for (long after = 0; await registry.Catalog.LedgerFeed(after, 1000, default) is [.., var last] page; after = last.Position) events.AddRange(page);
        return events;
    }

    /// <summary>RFC 6962 §2.1, as it is written there.</summary>
    private static byte[] RootOf(List<FeedRow> events) => Head([.. events.Select(row => Sha([0, .. row.Hash]))]);

    private static byte[] Head(byte[][] leaves)
    {
        if (leaves.Length == 1) return leaves[0];

        var split = 1;
        while (split * 2 < leaves.Length) split *= 2;
        return Sha([1, .. Head(leaves[..split]), .. Head(leaves[split..])]);
    }

    private static byte[] Sha(byte[] bytes) => System.Security.Cryptography.SHA256.HashData(bytes);
}
