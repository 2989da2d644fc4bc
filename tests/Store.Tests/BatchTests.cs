namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Several commits in one transaction, handed to the dialect directly so that the batch is what the test says.</summary>
public abstract class BatchTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private IRegisterDialect dialect = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        dialect = Database.OpenDialect();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await dialect.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Several_commits_to_one_record_work_in_their_order()
    {
        var first = Sample.NewSite("site-1").Next();
        var second = Head.After(first).Next(events: 2);
        var third = Head.After(second).Next(state: "third");

        Assert.Equal(
            [new CommitResult.Committed(1), new CommitResult.Committed(2), new CommitResult.Committed(3)],
            dialect.ApplyBatch([first, second, third]));
        Assert.Equal("third"u8.ToArray(), (await Store.Load(RecordKind.Site, "site-1", Token))!.State);
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task Each_commit_is_answered_by_itself_and_none_harms_its_neighbours()
    {
        var old = await Committed(Sample.NewSite("site-old").Next().Taking("domain", "a.cn").Answering("person-1", "key-1", "first"));

        var results = dialect.ApplyBatch(
        [
            Sample.NewSite("site-1").Next(),
            Sample.NewSite("site-old").Next(),
            Sample.NewSite("site-2").Next().Taking("domain", "b.cn"),
            Sample.NewSite("site-3").Next().Taking("domain", "c.cn").Taking("domain", "a.cn"),
            Sample.NewSite("site-4").Next().Answering("person-1", "key-1", "another"),
            old.Next(),
            Sample.NewUnit("unit-1").Next(),
        ]);

        Assert.Collection(
            results,
            result => Assert.Equal(new CommitResult.Committed(1), result),
            result => Assert.Equal(new CommitResult.VersionConflict(), result),
            result => Assert.Equal(new CommitResult.Committed(1), result),
            result => Assert.Equal(new CommitResult.ClaimTaken("domain", "a.cn"), result),
            result => Assert.Equal("first"u8.ToArray(), Assert.IsType<CommitResult.Replayed>(result).Answer.Body),
            result => Assert.Equal(new CommitResult.Committed(2), result),
            result => Assert.Equal(new CommitResult.Committed(1), result));
        Assert.Equal(["a.cn", "b.cn"], Database.Query("SELECT value FROM claim ORDER BY value").Select(row => row[0]));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task Records_of_every_kind_are_committed_together_and_each_is_answered_in_its_place()
    {
        var old = await Committed(Sample.NewAccount("p-old").Next().Taking("user-name", "old").Answering("person-1", "key-1", "first"));

        var results = dialect.ApplyBatch(
        [
            Sample.NewAccount("p-wang").Next(),
            Sample.NewUnit("unit-1").Next(),
            Sample.NewAccount("p-old").Next(),
            Sample.NewSite("site-1").Next(),
            old.Next(events: 2),
            Sample.NewAccount("p-li").Next().Taking("user-name", "old"),
            Sample.NewAccount("p-zhao").Next().Answering("person-1", "key-1", "another"),
        ]);

        Assert.Collection(
            results,
            result => Assert.Equal(new CommitResult.Committed(1), result),
            result => Assert.Equal(new CommitResult.Committed(1), result),
            result => Assert.Equal(new CommitResult.VersionConflict(), result),
            result => Assert.Equal(new CommitResult.Committed(1), result),
            result => Assert.Equal(new CommitResult.Committed(2), result),
            result => Assert.Equal(new CommitResult.ClaimTaken("user-name", "old"), result),
            result => Assert.Equal("first"u8.ToArray(), Assert.IsType<CommitResult.Replayed>(result).Answer.Body));
        Assert.Equal(["p-old", "p-wang"], await Catalog.Ids(Lists.AllAccounts));
        Consistency.Demand(Database);
    }

    [Fact]
    public void A_value_released_by_one_commit_is_there_for_the_next()
    {
        var holder = Sample.NewSite("site-1").Next().Taking("domain", "a.cn");

        var results = dialect.ApplyBatch(
        [
            holder,
            Sample.NewSite("site-2").Next().Taking("domain", "a.cn"),
            Head.After(holder).Next().Releasing("domain"),
            Sample.NewSite("site-2").Next().Taking("domain", "a.cn"),
        ]);

        Assert.Equal(
            [new CommitResult.Committed(1), new CommitResult.ClaimTaken("domain", "a.cn"), new CommitResult.Committed(2), new CommitResult.Committed(1)],
            results);
    }

    [Fact]
    public void A_key_repeated_within_the_batch_is_replayed()
    {
        var commit = Sample.NewSite("site-1").Next().Answering("person-1", "key-1");

        var results = dialect.ApplyBatch([commit, commit]);

        Assert.Equal(new CommitResult.Committed(1), results[0]);
        Assert.Equal(commit.Answer!.Body, Assert.IsType<CommitResult.Replayed>(results[1]).Answer.Body);
    }

    [Fact]
    public async Task A_batch_with_a_commit_that_cannot_be_written_is_refused_whole()
    {
        var broken = Sample.NewSite("site-2").Next().With((SiteCatalogRow row) => row with { Name = null! });

        Assert.Throws<BatchRefusedException>(() => dialect.ApplyBatch([Sample.NewSite("site-1").Next(), broken]));

        Assert.Equal(0, await Store.Version(RecordKind.Site, "site-1", Token));
        Assert.Equal([new CommitResult.Committed(1)], dialect.ApplyBatch([Sample.NewSite("site-1").Next()]));
    }

    [Fact]
    public async Task A_commit_that_cannot_be_written_fails_alone()
    {
        var commits = Enumerable.Range(0, 200).Select(i => Sample.NewSite($"site-{i}").Next()).ToArray();
        commits[70] = commits[70].With((SiteCatalogRow row) => row with { Name = null! });

        var results = await Task.WhenAll(commits.Select(Store.Commit));

        Assert.IsType<CommitResult.Unknown>(results[70]);
        Assert.Equal(199, results.Count(result => result == new CommitResult.Committed(1)));
        Consistency.Demand(Database);
    }
}
