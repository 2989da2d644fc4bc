namespace NanchangEdu.Registry.Store.Tests;

public abstract class ClaimTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_value_belongs_to_one_record()
    {
        await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn"));

        var late = await Store.Commit(Sample.NewSite("site-2").Next().Taking("domain", "b.cn").Taking("domain", "a.cn"));

        Assert.Equal(new CommitResult.ClaimTaken("domain", "a.cn"), late);
        Assert.Equal(["domain|a.cn|site|site-1"], Claims());
        Assert.Equal(0, await Store.Version(RecordKind.Site, "site-2", Token));
    }

    [Fact]
    public async Task A_refused_claim_leaves_the_record_as_it_was_its_releases_too()
    {
        await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn"));
        var second = await Committed(Sample.NewSite("site-2").Next().Taking("domain", "b.cn"));

        var refused = second.Next(events: 2).Releasing("domain").Taking("domain", "c.cn").Taking("domain", "a.cn").Answering("person-1", "key-1");

        Assert.Equal(new CommitResult.ClaimTaken("domain", "a.cn"), await Store.Commit(refused));
        Assert.Equal(["domain|a.cn|site|site-1", "domain|b.cn|site|site-2"], Claims());
        Assert.Null(await Store.FindAnswer("person-1", "key-1", Token));
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task The_same_value_in_another_scope_is_another_claim()
    {
        await Committed(Sample.NewSite("site-1").Next().Taking("domain", "1"));
        await Committed(Sample.NewSite("site-2").Next().Taking("public-security-number", "1"));

        Assert.Equal(["domain|1|site|site-1", "public-security-number|1|site|site-2"], Claims());
    }

    [Fact]
    public async Task A_value_held_by_the_record_itself_is_no_obstacle()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn"));
        await Committed(head.Next().Taking("domain", "a.cn"));

        Assert.Equal(["domain|a.cn|site|site-1"], Claims());
    }

    [Fact]
    public async Task A_record_of_the_other_kind_with_the_same_id_is_another_owner()
    {
        await Committed(Sample.NewSite("record-1").Next().Taking("domain", "a.cn"));

        Assert.IsType<CommitResult.ClaimTaken>(await Store.Commit(Sample.NewUnit("record-1").Next().Taking("domain", "a.cn")));
        Assert.IsType<CommitResult.ClaimTaken>(await Store.Commit(Sample.NewAccount("record-1").Next().Taking("domain", "a.cn")));
    }

    [Fact]
    public async Task A_user_name_and_a_client_id_belong_to_one_account()
    {
        var wang = await Committed(Sample.NewAccount("p-wang").Next().Taking("user-name", "wang").Taking("client-id", "sync"));
        var li = await Committed(Sample.NewAccount("p-li").Next().Taking("user-name", "sync"));

        Assert.Equal(new CommitResult.ClaimTaken("user-name", "wang"), await Store.Commit(Sample.NewAccount("p-zhao").Next().Taking("user-name", "wang")));
        Assert.Equal(new CommitResult.ClaimTaken("client-id", "sync"), await Store.Commit(li.Next().Taking("client-id", "sync")));
        Assert.Equal(0, await Store.Version(RecordKind.Account, "p-zhao", Token));

        await Committed(wang.Next().Releasing("user-name", "wang").Taking("user-name", "wang.jing"));
        await Committed(Sample.NewAccount("p-zhao").Next().Taking("user-name", "wang"));
        Assert.Equal(
            ["client-id|sync|account|p-wang", "user-name|sync|account|p-li", "user-name|wang|account|p-zhao", "user-name|wang.jing|account|p-wang"],
            Claims());
        Consistency.Demand(Database);
    }

    [Fact]
    public async Task The_first_free_of_several_values_is_taken_and_then_none_is_left()
    {
        string[] slots = ["unit/2026/1", "unit/2026/2"];
        await Committed(Sample.NewSite("site-1").Next().Taking("downline-slot", slots));
        await Committed(Sample.NewSite("site-2").Next().Taking("downline-slot", slots));

        Assert.Equal(
            new CommitResult.ClaimTaken("downline-slot", "unit/2026/1"),
            await Store.Commit(Sample.NewSite("site-3").Next().Taking("downline-slot", slots)));
        Assert.Equal(["downline-slot|unit/2026/1|site|site-1", "downline-slot|unit/2026/2|site|site-2"], Claims());
    }

    [Fact]
    public async Task One_of_several_values_held_already_is_enough_and_no_second_is_taken()
    {
        var first = await Committed(Sample.NewSite("site-1").Next().Taking("slot", "1"));
        var second = await Committed(Sample.NewSite("site-2").Next().Taking("slot", "1", "2"));
        await Committed(first.Next().Releasing("slot", "1"));

        await Committed(second.Next().Taking("slot", "1", "2"));

        Assert.Equal(["slot|2|site|site-2"], Claims());
    }

    [Fact]
    public async Task A_released_value_is_free_for_others()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn").Taking("domain", "b.cn").Taking("slot", "1"));
        head = await Committed(head.Next().Releasing("domain", "a.cn"));
        await Committed(Sample.NewSite("site-2").Next().Taking("domain", "a.cn"));
        Assert.Equal(["domain|a.cn|site|site-2", "domain|b.cn|site|site-1", "slot|1|site|site-1"], Claims());

        await Committed(head.Next().Releasing("domain"));
        Assert.Equal(["domain|a.cn|site|site-2", "slot|1|site|site-1"], Claims());
    }

    [Fact]
    public async Task Nobody_releases_what_another_record_holds()
    {
        await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn"));
        await Committed(Sample.NewSite("site-2").Next().Releasing("domain", "a.cn").Releasing("domain"));

        Assert.Equal(["domain|a.cn|site|site-1"], Claims());
    }

    [Fact]
    public async Task Releases_take_effect_before_takes_in_one_commit()
    {
        var head = await Committed(Sample.NewSite("site-1").Next().Taking("domain", "a.cn").Taking("domain", "b.cn"));
        await Committed(head.Next().Taking("domain", "b.cn").Releasing("domain"));

        Assert.Equal(["domain|b.cn|site|site-1"], Claims());
    }

    private string[] Claims() =>
        [.. Database.Query("SELECT scope, value, owner_kind, owner_id FROM claim ORDER BY scope, value").Select(row => string.Join('|', row))];
}
