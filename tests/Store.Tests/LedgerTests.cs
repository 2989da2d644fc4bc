namespace NanchangEdu.Registry.Store.Tests;

public abstract class LedgerTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Theory]
    [InlineData("UPDATE ledger_event SET type = 'nothingHappened'")]
    [InlineData("UPDATE ledger_event SET position = position + 100")]
    [InlineData("DELETE FROM ledger_event")]
    [InlineData("DELETE FROM ledger_event WHERE seq = 2")]
    public async Task No_statement_changes_or_deletes_an_event(string sql)
    {
        await Committed(Sample.NewSite("site-1").Next(events: 2));
        var before = Events();

        Assert.ThrowsAny<System.Data.Common.DbException>(() => Database.Execute(sql));

        Assert.Equal(before, Events());
    }

    [Fact]
    public async Task Positions_follow_the_order_of_commits()
    {
        var site = await Committed(Sample.NewSite("site-1").Next(events: 2));
        await Committed(Sample.NewUnit("unit-1").Next());
        await Committed(site.Next());

        Assert.Equal(
            ["site site-1 1 1", "site site-1 2 1", "unit unit-1 1 1", "site site-1 3 2"],
            Database.Query("SELECT record_kind, record_id, seq, version FROM ledger_event ORDER BY position").Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task The_history_hands_out_the_exact_hashed_bytes_and_verifies()
    {
        var commit = Sample.NewSite("site-1").Next(events: 3);
        var head = await Committed(commit);
        await Committed(head.Next());

        var history = await Catalog.History(RecordKind.Site, "site-1", Sample.Everything, null, 50, Token);

        Assert.NotNull(history);
        Assert.Equal([1L, 2L, 3L, 4L], history.Items.Select(row => row.Seq));
        var (row, item) = (history.Items[1], commit.Events[1]);
        Assert.Equal((item.Type, item.OccurredAt, item.RecordedAt), (row.Type, row.OccurredAt, row.RecordedAt));
        Assert.Equal(item.Body, row.Body);
        Assert.Equal(item.PrevHash, row.PrevHash);
        Assert.Equal(item.Hash, row.Hash);
        Assert.Null(LedgerChain.Verify(history.Items, (await Store.Load(RecordKind.Site, "site-1", Token))!));
    }

    [Fact]
    public async Task Every_column_of_an_event_is_kept()
    {
        var commit = Sample.NewSite("site-1").Next(events: 2);
        commit = commit with { Events = commit.Events.SetItem(1, commit.Events[1] with { ActorUnit = null, ActorRole = "centre" }) };
        await Committed(commit);

        Assert.Equal(
            [$"person-1|clerk|{Sample.School}|request-1|2026-01-01", "person-1|centre||request-1|2026-01-01"],
            Database.Query("SELECT actor_id, actor_role, actor_unit, request_id, rule_pack_version FROM ledger_event ORDER BY seq")
                .Select(row => string.Join('|', row)));
    }

    private string[] Events() => [.. Database.Query("SELECT position, record_id, seq, type FROM ledger_event ORDER BY position").Select(row => string.Join('|', row))];
}
