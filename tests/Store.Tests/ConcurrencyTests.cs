using System.Collections.Concurrent;

namespace NanchangEdu.Registry.Store.Tests;

public abstract class ConcurrencyTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task Of_64_writers_on_one_record_exactly_one_wins_each_version()
    {
        await Committed(Sample.NewSite("site-1").Next());
        var winners = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            for (var tries = 0; tries < 5; tries++)
            {
                var record = await Store.Load(RecordKind.Site, "site-1", Token);
                var result = await Store.Commit(Head.Of(RecordKind.Site, record!).Next());
                if (result is CommitResult.Committed won)
                    winners.Add(won.Version);
                else
                    Assert.Equal(new CommitResult.VersionConflict(), result);
            }
        }));

        var last = await Store.Version(RecordKind.Site, "site-1", Token);
        Assert.Equal(Enumerable.Range(2, (int)last - 1).Select(version => (long)version), winners.Order());
        Assert.True(last > 5, "each round has at least one winner");
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task Of_64_records_that_want_two_slots_exactly_two_get_one()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i =>
            Store.Commit(Sample.NewSite($"site-{i}").Next().Taking("downline-slot", "1", "2"))));

        Assert.Equal(2, results.Count(result => result is CommitResult.Committed));
        Assert.Equal(62, results.Count(result => result is CommitResult.ClaimTaken));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task A_thousand_mixed_commits_leave_one_consistent_whole()
    {
        var acknowledged = new ConcurrentDictionary<(RecordKind, string), long>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 20; i++)
            {
                var (kind, id) = (random.Next(4) == 0 ? RecordKind.Unit : RecordKind.Site, $"record-{random.Next(30)}");
                var record = await Store.Load(kind, id, Token);
                var commit = (record is null ? Head.New(kind, id) : Head.Of(kind, record)).Next(events: 1 + random.Next(3));
                commit = random.Next(5) switch
                {
                    0 => commit.Taking("domain", $"host-{random.Next(20)}"),
                    1 => commit.Releasing("domain"),
                    2 => commit.Releasing("domain").Taking("domain", $"host-{random.Next(20)}", $"host-{random.Next(20)}"),
                    3 => commit.Answering("person-1", $"key-{random.Next(200)}"),
                    _ => commit,
                };
                if (await Store.Commit(commit) is CommitResult.Committed won)
                    acknowledged.AddOrUpdate((kind, id), won.Version, (_, before) => Math.Max(before, won.Version));
            }
        }));

        Consistency.Demand(Database);
        Assert.True(acknowledged.Count > 20, "the mixture reaches most records");
        foreach (var ((kind, id), version) in acknowledged)
            Assert.Equal(version, await Store.Version(kind, id, Token));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_when_the_store_was_abandoned()
    {
        // Never disposed, as a killed process never disposes.
        var abandoned = Database.Open();
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            var commit = Sample.NewSite($"site-{i}").Next().Taking("domain", $"host-{i}").Answering("person-1", $"key-{i}");
            Assert.Equal(new CommitResult.Committed(1), await abandoned.Commit(commit));
            return commit;
        }));

        await using var fresh = Database.Open();
        foreach (var commit in acknowledged)
        {
            Assert.Equal(commit.State, (await fresh.Load(RecordKind.Site, commit.Id, Token))!.State);
            Assert.Equal(commit.Answer!.Body, (await fresh.FindAnswer("person-1", commit.Answer.IdempotencyKey, Token))!.Body);
        }

        Consistency.Demand(Database);
        await abandoned.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_writes_what_is_waiting_then_refuses()
    {
        var store = Database.Open();
        var waiting = Enumerable.Range(0, 500).Select(i => store.Commit(Sample.NewSite($"site-{i}").Next())).ToArray();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(new CommitResult.Committed(1), result));
        Assert.Equal(new CommitResult.Overloaded(), await store.Commit(Sample.NewSite("site-late").Next()));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Load(RecordKind.Site, "site-1", Token));
        Assert.Equal(500L, Assert.Single(Database.Query("SELECT count(*) FROM site"))[0]);
    }

    [Fact]
    public async Task Two_stores_over_one_database_cannot_both_win()
    {
        await using var other = Database.Open();
        var head = await Committed(Sample.NewSite("site-1").Next());

        for (var round = 0; round < 100; round++)
        {
            var commit = head.Next();
            var results = await Task.WhenAll(
                Store.Commit(commit.Answering("person-1", $"key-{round}")), other.Commit(commit.Answering("person-2", $"key-{round}")));
            Assert.Single(results, new CommitResult.Committed(commit.ExpectedVersion + 1));
            Assert.Single(results, new CommitResult.VersionConflict());
            head = Head.After(commit);
        }

        Consistency.Demand(Database);
    }
}
