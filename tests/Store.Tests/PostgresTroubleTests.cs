using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>A server that crashes, and stores that meet on one record.</summary>
public sealed class PostgresTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_survives_the_servers_crash_and_the_store_goes_on()
    {
        using var server = new PostgresServer();
        server.Sql("postgres", "CREATE DATABASE registry");
        server.Script("registry", PostgresDatabase.RolesScript);
        PostgresMigration.Apply(server.ConnectionString("registry", PostgresDatabase.Migrator), NullLoggerFactory.Instance);
        var options = new RegisterStoreOptions();
        await using var store = RegisterStore.Open(
            new PostgresDialect(server.ConnectionString("registry", PostgresDatabase.App), options, NullLoggerFactory.Instance),
            options, new FakeTimeProvider(Sample.Start), NullLoggerFactory.Instance);

        var acknowledged = new ConcurrentBag<string>();
        var others = new ConcurrentBag<CommitResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writers = Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"site-{worker}-{i}";
                var result = await store.Commit(Sample.NewSite(id).Next());
                if (result is CommitResult.Committed) acknowledged.Add(id);
                else others.Add(result);
            }
        }).ToArray();

        await Until(() => acknowledged.Count > 200);
        server.StopServer("immediate");
        var atCrash = acknowledged.Count;
        server.StartServer();
        await Until(() => acknowledged.Count > atCrash + 200);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.All(others, result => Assert.IsType<CommitResult.Unknown>(result));
        Assert.NotEmpty(others);
        foreach (var id in acknowledged) Assert.Equal(1, await store.Version(RecordKind.Site, id, Token));
    }

    [Fact]
    public async Task Of_two_silos_on_one_record_one_wins_each_version()
    {
        await using var database = new PostgresDatabase();
        await using var first = database.Open();
        await using var second = database.Open();
        Assert.IsType<CommitResult.Committed>(await first.Commit(Sample.NewSite("site-1").Next()));

        for (var round = 0; round < 40; round++)
        {
            var head = Head.Of(RecordKind.Site, (await first.Load(RecordKind.Site, "site-1", Token))!);
            var results = await Task.WhenAll(first.Commit(head.Next(state: "\"a\"")), second.Commit(head.Next(state: "\"b\"")));

            Assert.Single(results, result => result is CommitResult.Committed);
            Assert.Single(results, result => result is CommitResult.VersionConflict);
        }

        Consistency.Demand(database);
    }

    [Fact]
    public async Task Of_two_silos_that_make_one_record_or_take_one_claim_or_use_one_key_one_wins()
    {
        await using var database = new PostgresDatabase();
        await using var first = database.Open();
        await using var second = database.Open();

        for (var round = 0; round < 40; round++)
        {
            var made = await Task.WhenAll(first.Commit(Sample.NewSite($"one-{round}").Next()), second.Commit(Sample.NewSite($"one-{round}").Next()));
            Assert.Single(made, result => result is CommitResult.Committed);

            var taken = await Task.WhenAll(
                first.Commit(Sample.NewSite($"a-{round}").Next().Taking("domain", $"host-{round}")),
                second.Commit(Sample.NewSite($"b-{round}").Next().Taking("domain", $"host-{round}")));
            Assert.Single(taken, result => result is CommitResult.Committed);
            Assert.Single(taken, new CommitResult.ClaimTaken("domain", $"host-{round}"));

            var keyed = await Task.WhenAll(
                first.Commit(Sample.NewSite($"c-{round}").Next().Answering("clerk", $"key-{round}")),
                second.Commit(Sample.NewSite($"d-{round}").Next().Answering("clerk", $"key-{round}")));
            Assert.Single(keyed, result => result is CommitResult.Committed);
            Assert.Single(keyed, result => result is CommitResult.Replayed or CommitResult.Unknown);

            var refused = new AnswerRow("clerk", $"refused-{round}", "hash", 409, [], Sample.Start);
            var decided = await Task.WhenAll(
                first.Commit(Sample.NewSite($"e-{round}").Next().Answering("clerk", refused.IdempotencyKey)),
                second.Keep(new UnchangedAnswer(RecordKind.Site, $"e-{round}", 0, refused)));
            Assert.Single(decided, result => result is CommitResult.Committed);
            Assert.Equal(decided[0] is CommitResult.Committed ? 1 : 0, await first.Version(RecordKind.Site, $"e-{round}", Token));
        }

        Consistency.Demand(database);
    }

    [Fact]
    public async Task The_feed_waits_for_who_began_before()
    {
        await using var database = new PostgresDatabase();
        await using var store = database.Open();
        await using var earlier = database.Connect(PostgresServer.Superuser);
        await using var transaction = await earlier.BeginTransactionAsync(Token);
        await using (var began = new Npgsql.NpgsqlCommand("SELECT pg_current_xact_id()", earlier, transaction)) await began.ExecuteScalarAsync(Token);

        Assert.IsType<CommitResult.Committed>(await store.Commit(Sample.NewSite("site-1").Next()));
        Assert.Empty(await store.Catalog.LedgerFeed(0, 10, Token));

        await transaction.CommitAsync(Token);

        // The server counts its transactions over all its databases: those of the tests beside this one may hold the row back a moment longer.
        IReadOnlyList<FeedRow> rows = [];
        await Until(async () => (rows = await store.Catalog.LedgerFeed(0, 10, Token)).Count > 0);
        Assert.Equal("site-1", Assert.Single(rows).Id);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_sentence()
    {
        var options = new RegisterStoreOptions();
        var dialect = new PostgresDialect("Host=127.0.0.1;Port=1;Database=registry;Username=registry_app", options, NullLoggerFactory.Instance);
        await using (dialect)
            Assert.Throws<UnreachableStorageException>(dialect.Open);
    }

    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 0; tries < 3000 && await timer.WaitForNextTickAsync(Token); tries++)
            if (await holds()) return;

        Assert.Fail("it did not come about within a minute");
    }
}
