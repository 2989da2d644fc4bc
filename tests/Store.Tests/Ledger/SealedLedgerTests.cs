namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Sealing and proving on a real database: what was sealed is proved from then on, and cannot be altered unseen.</summary>
public abstract class SealedLedgerTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task Every_event_is_proved_in_every_checkpoint_that_seals_it()
    {
        var head = await Committed(Sample.NewSite("site-1").Next(events: 3));
        var hashes = new List<byte[]>();
        for (var round = 0; round < 4; round++)
        {
            head = await Committed(head.Next(events: 90 + (round * 37)));
            await Committed(Sample.NewUnit($"unit-{round}").Next());
            await Seal();
        }

        hashes.AddRange((await Catalog.LedgerFeed(0, 10_000, Token)).Select(row => row.Hash));
        var checkpoints = await Store.Ledger.Checkpoints(0, 10, Token);
        Assert.Equal([1L, 2, 3, 4], checkpoints.Select(checkpoint => checkpoint.Number));
        Assert.Equal(hashes.Count, checkpoints[^1].Size);
        foreach (var checkpoint in checkpoints)
        {
            var tree = new MerkleFrontier();
            foreach (var hash in hashes.Take((int)checkpoint.Size)) tree.Add(MerkleHash.Leaf(hash));
            Assert.Equal(tree.Root(), checkpoint.Root);

            foreach (var seq in new[] { 1L, 2, 60, 93 })
            {
                var (state, proof) = await Store.Ledger.Inclusion(RecordKind.Site, "site-1", seq, checkpoint.Number, Token);
                Assert.Equal(SealedState.Sealed, state);
                Assert.Equal(hashes[(int)proof!.Leaf], proof.EventHash);
                Assert.True(MerkleProofs.HoldsInclusion(proof.Leaf, checkpoint.Size, MerkleHash.Leaf(proof.EventHash), proof.Path, checkpoint.Root));
            }
        }

        foreach (var first in checkpoints)
        {
            foreach (var second in checkpoints.Where(second => second.Number >= first.Number))
            {
                var proof = await Store.Ledger.Consistency(first.Number, second.Number, Token);
                Assert.True(MerkleProofs.HoldsConsistency(first.Size, second.Size, first.Root, second.Root, proof!.Path));
            }
        }
    }

    [Fact]
    public async Task What_is_not_sealed_yet_is_told_apart_from_what_there_is_not()
    {
        Assert.Null(await Store.Ledger.Latest(Token));
        await Committed(Sample.NewSite("site-1").Next());
        Assert.Equal(SealedState.NotYet, (await Store.Ledger.Inclusion(RecordKind.Site, "site-1", 1, null, Token)).State);
        Assert.Equal(SealedState.Unknown, (await Store.Ledger.Inclusion(RecordKind.Site, "site-2", 1, null, Token)).State);

        await Seal();
        Assert.Equal(SealedState.Sealed, (await Store.Ledger.Inclusion(RecordKind.Site, "site-1", 1, null, Token)).State);
        await Committed(Sample.NewSite("site-2").Next());
        Assert.Equal(SealedState.NotYet, (await Store.Ledger.Inclusion(RecordKind.Site, "site-2", 1, null, Token)).State);
        Assert.Equal(SealedState.Unknown, (await Store.Ledger.Inclusion(RecordKind.Site, "site-1", 1, 2, Token)).State);
        Assert.Null(await Store.Ledger.Consistency(1, 2, Token));

        // what comes after a checkpoint is not in it, though a later one seals it
        await Seal();
        Assert.Equal(SealedState.NotYet, (await Store.Ledger.Inclusion(RecordKind.Site, "site-2", 1, 1, Token)).State);
    }

    [Fact]
    public async Task Of_two_sealers_one_makes_the_checkpoint_and_the_other_writes_nothing()
    {
        await Committed(Sample.NewSite("site-1").Next(events: 5));
        await AllIsFinal();
        var (tree, _) = await Store.SealedTree(Token);
        foreach (var leaf in await Store.Unsealed(0, 100, Token)) tree.Add(leaf);
        var mine = Checkpoint(1, tree, 5);

        Assert.True(await Store.Seal(mine, tree.Changed));
        Assert.False(await Store.Seal(mine with { Note = "another" }, tree.Changed));
        Assert.Equal(mine.Note, (await Store.Ledger.Latest(Token))!.Note);
    }

    [Theory]
    [InlineData("UPDATE checkpoint SET size = size + 1")]
    [InlineData("DELETE FROM checkpoint")]
    public async Task No_statement_changes_or_deletes_a_checkpoint(string sql)
    {
        await Committed(Sample.NewSite("site-1").Next());
        await Seal();

        Assert.ThrowsAny<System.Data.Common.DbException>(() => Database.Execute(sql));
    }

    [Theory]
    [InlineData("UPDATE ledger_tile SET first_position = first_position + 1, last_position = last_position + 1, hashes = (SELECT hash FROM ledger_event WHERE seq = 1) WHERE level = 0")]
    [InlineData("DELETE FROM ledger_tile")]
    public async Task Nothing_is_sealed_on_top_of_tiles_that_contradict_their_checkpoint(string sql)
    {
        await Committed(Sample.NewSite("site-1").Next());
        await Seal();
        Database.Execute(sql);

        await Assert.ThrowsAsync<LedgerSealException>(() => Store.SealedTree(Token));
    }

    private async Task Seal()
    {
        await AllIsFinal();
        var (tree, head) = await Store.SealedTree(Token);
        var fresh = await Store.Unsealed(head?.LastPosition ?? 0, 10_000, Token);
        foreach (var leaf in fresh) tree.Add(leaf);
        Assert.True(await Store.Seal(Checkpoint((head?.Number ?? 0) + 1, tree, fresh[^1].Position), tree.Changed));
    }

    private static Checkpoint Checkpoint(long number, LedgerGrowth tree, long position) =>
        new(number, tree.Size, position, tree.Root(), Sample.Start.AddSeconds(number), "verifier", $"note {number}\n");
}
