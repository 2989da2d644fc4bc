using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>What can befall the SQLite file of a running store.</summary>
public sealed class SqliteTroubleTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_error_at_COMMIT_leaves_the_outcome_unknown_and_the_next_batch_works()
    {
        var fails = false;
        var connections = 0;
        var dialect = new SqliteDialect(database.Path, Database.Options, NullLoggerFactory.Instance, connection =>
        {
            connections++;
            SQLitePCL.raw.sqlite3_commit_hook(connection.Handle, _ => fails ? 1 : 0, null);
        });
        await using var store = RegisterStore.Open(dialect, Database.Options, database.Clock, NullLoggerFactory.Instance);

        fails = true;
        Assert.IsType<CommitResult.Unknown>(await store.Commit(Sample.NewSite("site-1").Next()));

        fails = false;
        var before = connections;
        Assert.Equal(new CommitResult.Committed(1), await store.Commit(Sample.NewSite("site-1").Next()));
        Assert.Equal(before + 1, connections); // the one in doubt is not asked again
        Consistency.Demand(database);
    }

    [Fact]
    public async Task A_database_in_trouble_is_an_unknown_outcome_and_heals()
    {
        await using var store = database.Open();
        await using var other = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        other.Open();

        Run(other, "BEGIN IMMEDIATE");
        Assert.IsType<CommitResult.Unknown>(await store.Commit(Sample.NewSite("site-1").Next()));

        Run(other, "ROLLBACK");
        Assert.Equal(new CommitResult.Committed(1), await store.Commit(Sample.NewSite("site-1").Next()));
    }

    [Fact]
    public async Task A_deleted_file_is_not_reachable()
    {
        await using var store = database.Open();
        Assert.True(await store.IsReachable(Token));

        File.Delete(database.Path);

        Assert.False(await store.IsReachable(Token));
    }

    [Fact(Timeout = 60_000)] // a reader that is gone would be waited for for ever
    public async Task A_failing_read_is_unavailability_and_the_readers_live_on()
    {
        var token = TestContext.Current.CancellationToken;
        await using var store = database.Open();
        database.Execute("ALTER TABLE site RENAME TO hidden");

        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Load(RecordKind.Site, "site-1", token));

        database.Execute("ALTER TABLE hidden RENAME TO site");
        Assert.Null(await store.Load(RecordKind.Site, "site-1", token));
    }

    [Fact]
    public async Task An_event_is_not_replaced_either()
    {
        await using var store = database.Open();
        await store.Commit(Sample.NewSite("site-1").Next(events: 2));

        foreach (var columns in new[] { "position", "-1" })
        {
            Assert.Throws<SqliteException>(() => database.Execute(
                $"INSERT OR REPLACE INTO ledger_event SELECT {columns}, record_kind, record_id, seq, version, 'forged', occurred_at, recorded_at, "
                + "actor_id, actor_role, actor_unit, request_id, rule_pack_version, prev_hash, hash, body FROM ledger_event WHERE seq = 2"));
        }

        Consistency.Demand(database);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
