using System.Text;

namespace NanchangEdu.Registry.Store.Tests;

public abstract class AccountListTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_row_carries_every_column()
    {
        var full = new AccountCatalogRow("刘敏", "liu.min", "locked", "reviewer lead", Sample.School, Sample.Bureau, Encoding.UTF8.GetBytes("""{"姓名":"刘敏"}"""));
        await Put("p-liu", _ => full);
        await Put("p-tu", _ => full with { Name = "涂磊", Unit = null, Authority = null });

        var rows = (await Catalog.Accounts(Lists.AllAccounts, Token)).Items;

        Assert.Equal([("p-liu", 1L), ("p-tu", 1L)], rows.Select(row => (row.Id, row.Version)));
        Assert.Equal(full.Standing, rows[0].Catalog.Standing);
        Assert.Equal(full, rows[0].Catalog with { Standing = full.Standing });
        Assert.Equal(full with { Name = "涂磊", Unit = null, Authority = null }, rows[1].Catalog with { Standing = full.Standing });
    }

    [Fact]
    public async Task A_row_follows_each_commit()
    {
        var head = await Put("p-wang", row => row);
        await Committed(head.Next().With((AccountCatalogRow row) => row with { State = "retired", Roles = "head", Unit = null, Name = "王静静" }));

        var row = Assert.Single((await Catalog.Accounts(Lists.AllAccounts, Token)).Items);
        Assert.Equal((2L, "retired", "head", (string?)null, "王静静"), (row.Version, row.Catalog.State, row.Catalog.Roles, row.Catalog.Unit, row.Catalog.Name));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(50)]
    public async Task Pages_go_by_name_then_id(int limit)
    {
        foreach (var (id, name) in new[] { ("p-5", "b"), ("p-3", "a"), ("p-1", "c"), ("p-4", "a"), ("p-2", "b"), ("p-6", "a") })
            await Put(id, row => row with { Name = name });

        Assert.Equal(["p-3", "p-4", "p-6", "p-2", "p-5", "p-1"], await Catalog.Ids(Lists.AllAccounts with { Limit = limit }));
    }

    [Fact]
    public async Task Each_filter_lets_its_own_through()
    {
        await Put("p-0", row => row);
        await Put("p-1", row => row with { State = "locked" });
        await Put("p-2", row => row with { Roles = "clerk head" });
        await Put("p-3", row => row with { Unit = "unit-2" });
        await Put("p-4", row => row with { Roles = "reviewer lead", Authority = Sample.Bureau });
        await Put("p-5", row => row with { Name = "李强", Unit = null });

        Assert.Equal(["p-1"], await Catalog.Ids(Lists.AllAccounts with { State = "locked" }));
        Assert.Equal(["p-2"], await Catalog.Ids(Lists.AllAccounts with { Role = "head" }));
        Assert.Equal(["p-4"], await Catalog.Ids(Lists.AllAccounts with { Role = "lead" }));
        Assert.Equal(["p-4"], await Catalog.Ids(Lists.AllAccounts with { Role = "reviewer" }));
        Assert.Equal(["p-5", "p-0", "p-1", "p-2", "p-3"], await Catalog.Ids(Lists.AllAccounts with { Role = "clerk" }));
        Assert.Equal(["p-3"], await Catalog.Ids(Lists.AllAccounts with { Unit = "unit-2" }));
        Assert.Equal(["p-4"], await Catalog.Ids(Lists.AllAccounts with { Authority = Sample.Bureau }));
        Assert.Equal(["p-5"], await Catalog.Ids(Lists.AllAccounts with { Query = "李强" }));
        Assert.Equal(["p-2"], await Catalog.Ids(Lists.AllAccounts with { Role = "head", State = "active", Unit = Sample.School, Query = "王静" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Role = "head", State = "locked" }));
    }

    [Theory]
    [InlineData("hea")]
    [InlineData("ead")]
    [InlineData("HEAD")]
    [InlineData("h%")]
    [InlineData("_ead")]
    [InlineData("clerk head")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("head\0")]
    [InlineData("\ud800")]
    public async Task A_role_is_a_whole_word(string role)
    {
        await Put("p-1", row => row with { Roles = "clerk head" });

        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Role = role }));
    }

    [Fact]
    public async Task Filters_and_pages_work_together()
    {
        for (var i = 0; i < 20; i++)
            await Put($"p-{i:00}", row => row with { Name = $"n{i % 3}", State = i % 2 == 0 ? "active" : "locked", Roles = i % 4 == 0 ? "clerk head" : "clerk" });

        var all = await Catalog.Ids(Lists.AllAccounts with { State = "active", Role = "head" });

        Assert.Equal(["p-00", "p-12", "p-04", "p-16", "p-08"], all);
        Assert.Equal(all, await Catalog.Ids(Lists.AllAccounts with { State = "active", Role = "head", Limit = 2 }));
    }

    [Fact]
    public async Task A_scope_of_nothing_shows_no_account()
    {
        await Put("p-1", row => row with { Authority = Sample.Bureau });

        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Scope = CatalogScope.Nothing }));
        Assert.Equal(["p-1"], await Catalog.Ids(Lists.AllAccounts with { Scope = CatalogScope.Everything }));
    }

    [Fact]
    public async Task The_standing_is_that_of_the_latest_commit_byte_for_byte()
    {
        byte[] first = [0, 1, 2, 255, 254], second = Encoding.UTF8.GetBytes("""{"姓名":"王静","epoch":2}""");
        var head = await Put("p-wang", row => row with { Standing = first });
        Assert.Equal(first, await Catalog.Standing("p-wang", Token));

        await Committed(head.Next().With((AccountCatalogRow row) => row with { Standing = second }));
        Assert.Equal(second, await Catalog.Standing("p-wang", Token));

        await Store.Commit(head.Next().With((AccountCatalogRow row) => row with { Standing = first }));
        Assert.Equal(second, await Catalog.Standing("p-wang", Token));
    }

    [Theory]
    [InlineData("p-li")]
    [InlineData("P-WANG")]
    [InlineData("p%")]
    [InlineData("site-1")]
    [InlineData("")]
    [InlineData("p-wang\0")]
    [InlineData("\ud800")]
    public async Task Who_has_no_account_has_no_standing(string personId)
    {
        await Put("p-wang", row => row);
        await Committed(Sample.NewSite("site-1").Next());

        Assert.Null(await Catalog.Standing(personId, Token));
    }

    [Fact]
    public async Task The_standings_of_those_who_hold_a_claim_of_the_scope_are_told_once_each()
    {
        await Committed(Sample.NewAccount("p-2").Next().With((AccountCatalogRow row) => row with { Standing = [2] }).Taking("webhook-id", "b").Taking("webhook-id", "c"));
        await Committed(Sample.NewAccount("p-1").Next().With((AccountCatalogRow row) => row with { Standing = [1] }).Taking("webhook-id", "a"));
        await Committed(Sample.NewAccount("p-3").Next().With((AccountCatalogRow row) => row with { Standing = [3] }).Taking("client-id", "a"));
        await Committed(Sample.NewSite("p-4").Next().Taking("webhook-id", "d"));

        Assert.Equal([1, 2], (await Catalog.StandingsHolding("webhook-id", Token)).Select(standing => (int)standing.Single()));
        Assert.Empty(await Catalog.StandingsHolding("webhook", Token));
    }

    private Task<Head> Put(string id, Func<AccountCatalogRow, AccountCatalogRow> row) => Committed(Sample.NewAccount(id).Next().With(row));
}
