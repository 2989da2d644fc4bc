namespace NanchangEdu.Registry.Store.Tests;

public abstract class CommitTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly string[] Tables = ["site", "account", "request", "ledger_event", "claim", "answer"];

    [Theory, InlineData(RecordKind.Site), InlineData(RecordKind.Unit), InlineData(RecordKind.Account)]
    public async Task A_committed_record_is_read_back_byte_for_byte(RecordKind kind)
    {
        var commit = Head.New(kind, "record-1").Next(events: 3);

        Assert.Equal(new CommitResult.Committed(1), await Store.Commit(commit));

        var stored = await Store.Load(kind, "record-1", Token);
        Assert.NotNull(stored);
        Assert.Equal(("record-1", 1L, 3L), (stored.Id, stored.Version, stored.LedgerSeq));
        Assert.Equal(commit.State, stored.State);
        Assert.Equal(commit.Events[^1].Hash, stored.LedgerHash);
        Assert.Equal(1, await Store.Version(kind, "record-1", Token));
    }

    [Fact]
    public async Task Records_of_each_kind_with_one_id_are_three_records()
    {
        var kinds = Enum.GetValues<RecordKind>();
        foreach (var kind in kinds)
            await Committed(Head.New(kind, "record-1").Next(state: $"first {kind}"));
        foreach (var kind in kinds)
            await Committed(Head.Of(kind, (await Store.Load(kind, "record-1", Token))!).Next(state: $"second {kind}"));

        foreach (var kind in kinds)
        {
            Assert.Equal($"second {kind}", System.Text.Encoding.UTF8.GetString((await Store.Load(kind, "record-1", Token))!.State));
            var history = await Catalog.History(kind, "record-1", Sample.Everything, null, 50, Token);
            Assert.Equal([1L, 2L], history!.Items.Select(row => row.Seq));
        }

        Assert.Equal(["site", "unit", "account", "site", "unit", "account"], Database.Query("SELECT record_kind FROM ledger_event ORDER BY position").Select(row => row[0]));

        // PostgreSQL's feed shows an event once nothing before it can still be committed, in any database of the server: the last may be yet to come.
        await AllIsFinal();
        var feed = await Catalog.LedgerFeed(0, 50, Token);
        Assert.Equal(kinds.Concat(kinds).Take(feed.Length), feed.Select(row => row.Kind));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task An_account_on_a_stale_version_writes_nothing()
    {
        var first = await Committed(Sample.NewAccount("p-wang").Next());
        await Committed(first.Next(state: "the winner's"));
        var before = Contents();

        var stale = first.Next(state: "the loser's").Taking("user-name", "wang.jing").Answering("person-1", "key-1")
            .With((AccountCatalogRow row) => row with { Standing = [1] });

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(stale));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task An_unknown_record_is_null_and_of_version_zero()
    {
        await Committed(Sample.NewUnit("record-1").Next());

        Assert.Null(await Store.Load(RecordKind.Site, "record-1", Token));
        Assert.Equal(0, await Store.Version(RecordKind.Site, "record-1", Token));
    }

    [Fact]
    public async Task Each_commit_moves_the_record_one_version_on()
    {
        var head = await Committed(Sample.NewSite("site-1").Next());
        head = await Committed(head.Next(events: 2));
        head = await Committed(head.Next());

        Assert.Equal(3, await Store.Version(RecordKind.Site, "site-1", Token));
        Assert.Equal(4, head.Seq);
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task A_commit_on_a_stale_version_writes_nothing()
    {
        var first = await Committed(Sample.NewSite("site-1").Next());
        await Committed(first.Next(state: "the winner's"));
        var before = Contents();

        var stale = first.Next(state: "the loser's").Taking("domain", "a.cn").Answering("person-1", "key-1")
            .With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1)] });

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(stale));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task A_record_is_created_once()
    {
        await Committed(Sample.NewSite("site-1").Next(state: "first"));

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(Sample.NewSite("site-1").Next(state: "second")));
        Assert.Equal("first"u8.ToArray(), (await Store.Load(RecordKind.Site, "site-1", Token))!.State);
    }

    [Fact]
    public async Task A_record_that_does_not_exist_is_not_changed()
    {
        var never = new Head(RecordKind.Site, "site-1", 3, 3, LedgerChain.Hash([], []));

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(never.Next()));
        Assert.Null(await Store.Load(RecordKind.Site, "site-1", Token));
    }

    [Fact]
    public async Task Events_that_do_not_continue_the_stored_ledger_are_a_conflict()
    {
        var head = await Committed(Sample.NewSite("site-1").Next(events: 2));

        var gap = head with { Seq = head.Seq + 1 };
        var fork = head with { Hash = LedgerChain.Hash([], [1]) };

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(gap.Next()));
        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit(fork.Next()));
        Consistency.Demand(Database);
    }

    [Theory, InlineData(1), InlineData(3)]
    public async Task The_right_ledger_does_not_make_up_for_a_wrong_version(long version)
    {
        var head = await Committed((await Committed(Sample.NewSite("site-1").Next())).Next());

        Assert.Equal(new CommitResult.VersionConflict(), await Store.Commit((head with { Version = version }).Next()));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task The_catalog_row_and_the_requests_follow_each_commit()
    {
        var head = await Committed(Sample.NewSite("site-1").Next()
            .With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1), Sample.Request(2)] }));
        var changed = Sample.Request(2) with { State = "approved", AssigneeId = "person-7", AssigneeName = "李四", Round = 2 };
        await Committed(head.Next()
            .With((SiteCatalogRow row) => row with { Stage = "live", Requests = [Sample.Request(1), changed, Sample.Request(3)] }));

        var requests = await Catalog.Requests(new RequestFilter(Sample.Everything, null, null, null, null, 50), Token);
        Assert.Equal([Sample.Request(1), changed, Sample.Request(3)], requests.Items.Select(row => row.Request));
        Assert.Equal(["live"], (await Catalog.Counts(Sample.Everything, Token)).Where(count => count.Dimension == "stage").Select(count => count.Value));
    }

    [Fact]
    public async Task A_request_that_the_site_no_longer_has_leaves_the_inbox()
    {
        var head = await Committed(Sample.NewSite("site-1").Next()
            .With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1), Sample.Request(2)] }));
        await Committed(head.Next().With((SiteCatalogRow row) => row with { Requests = [Sample.Request(2)] }));

        var requests = await Catalog.Requests(new RequestFilter(Sample.Everything, null, null, null, null, 50), Token);
        Assert.Equal([2], requests.Items.Select(row => row.Request.Number));
    }

    [Fact]
    public async Task A_malformed_commit_is_a_programmers_error_and_is_not_written()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(Sample.NewSite("site-1").Next() with { Events = [] }));

        Assert.Equal(0, await Store.Version(RecordKind.Site, "site-1", Token));
    }

    private string Contents() => string.Join('\n', Tables.SelectMany(table =>
        Database.Query($"SELECT * FROM {table}").Select(row =>
            $"{table}: {string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value))}")));
}
