namespace NanchangEdu.Registry.Store.Tests;

public abstract class ReplayTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_repeated_key_gets_the_stored_answer_byte_for_byte()
    {
        var commit = Sample.NewSite("site-1").Next().Answering("person-1", "key-1");
        await Committed(commit);

        var answer = Replayed(await Store.Commit(commit));

        Assert.Equal(commit.Answer!.Body, answer.Body);
        Assert.Equal((201, "hash of key-1", "site-1", 1L), (answer.Status, answer.RequestHash, answer.RecordId, answer.Version));
        Assert.Equal(1, await Store.Version(RecordKind.Site, "site-1", Token));
    }

    [Fact]
    public async Task A_repeat_whose_record_moved_on_gets_its_first_answer_not_a_conflict()
    {
        var commit = Sample.NewSite("site-1").Next().Answering("person-1", "key-1", "first");
        var head = await Committed(commit);
        await Committed(head.Next().Answering("person-1", "key-2", "second"));

        Assert.Equal("first"u8.ToArray(), Replayed(await Store.Commit(commit)).Body);
    }

    [Fact]
    public async Task A_repeat_on_the_current_version_writes_nothing_and_gets_its_first_answer()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1", "first"));

        var again = head.Next(events: 2, state: "twice").Taking("domain", "a.cn").Answering("person-1", "key-1", "another");

        Assert.Equal("first"u8.ToArray(), Replayed(await Store.Commit(again)).Body);
        Assert.Equal(1, await Store.Version(RecordKind.Site, "site-1", Token));
        Assert.Empty(Database.Query("SELECT * FROM claim"));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task A_key_used_at_another_record_returns_the_row_with_that_records_hash()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1"));

        var other = Sample.NewSite("site-2").Next().Answering("person-1", "key-1");
        var answer = Replayed(await Store.Commit(other with { Answer = other.Answer! with { RequestHash = "another hash" } }));

        Assert.Equal(("site-1", "hash of key-1"), (answer.RecordId, answer.RequestHash));
        Assert.Equal(0, await Store.Version(RecordKind.Site, "site-2", Token));
    }

    [Fact]
    public async Task The_same_key_of_another_person_is_another_key()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1", "first"));
        await Committed(Sample.NewSite("site-2").Next().Answering("person-2", "key-1", "second"));

        Assert.Equal("first"u8.ToArray(), (await Store.FindAnswer("person-1", "key-1", Token))!.Body);
        Assert.Equal("second"u8.ToArray(), (await Store.FindAnswer("person-2", "key-1", Token))!.Body);
        Assert.Null(await Store.FindAnswer("person-3", "key-1", Token));
    }

    [Fact]
    public async Task A_kept_answer_is_found_and_its_command_is_carried_out_no_more()
    {
        var late = Sample.NewSite("site-1").Next().Taking("domain", "a.cn").Answering("person-1", "key-1", "done");

        Assert.Equal(0, Assert.IsType<CommitResult.Committed>(await Store.Keep(Refusal("site-1", "key-1"))).Version);
        var answer = Replayed(await Store.Commit(late));

        Assert.Equal((409, "hash of key-1", "site-1", 0L), (answer.Status, answer.RequestHash, answer.RecordId, answer.Version));
        Assert.Equal("refused"u8.ToArray(), answer.Body);
        Assert.Equal("refused"u8.ToArray(), (await Store.FindAnswer("person-1", "key-1", Token))!.Body);
        Assert.Equal(0, await Store.Version(RecordKind.Site, "site-1", Token));
        Assert.Empty(Database.Query("SELECT * FROM claim"));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task An_answer_is_kept_once_and_the_first_one_stays()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1", "done"));

        Assert.Equal("done"u8.ToArray(), Replayed(await Store.Keep(Refusal("site-1", "key-1"))).Body);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.Keep(Refusal("site-2", "key-2"))));
        Assert.Single(results, result => result is CommitResult.Committed);
        Assert.Equal(19, results.Count(result => result is CommitResult.Replayed));
    }

    [Fact]
    public async Task An_empty_body_is_an_answer_too()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1", ""));

        Assert.Empty((await Store.FindAnswer("person-1", "key-1", Token))!.Body);
    }

    [Fact]
    public async Task Old_answers_are_pruned_and_younger_ones_kept()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "old"));
        var young = Sample.NewSite("site-2").Next().Answering("person-1", "young");
        await Committed(young with { Answer = young.Answer! with { CreatedAt = Sample.Start.AddDays(1) } });
        Database.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(1, await Store.PruneAnswers(Sample.Start.AddDays(1)));
        Assert.Null(await Store.FindAnswer("person-1", "old", Token));
        Assert.NotNull(await Store.FindAnswer("person-1", "young", Token));
    }

    [Fact]
    public async Task An_answer_that_is_still_promised_cannot_be_pruned()
    {
        await Committed(Sample.NewSite("site-1").Next().Answering("person-1", "key-1"));
        Database.Clock.Advance(TimeSpan.FromDays(7));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.PruneAnswers(Sample.Start.AddTicks(1)));
        Assert.Equal(0, await Store.PruneAnswers(Sample.Start));
        Assert.NotNull(await Store.FindAnswer("person-1", "key-1", Token));
    }

    private static StoredAnswer Replayed(CommitResult result) => Assert.IsType<CommitResult.Replayed>(result).Answer;

    private static UnchangedAnswer Refusal(string id, string key) =>
        new(RecordKind.Site, id, 0, new AnswerRow("person-1", key, $"hash of {key}", 409, "refused"u8.ToArray(), Sample.Start));
}
