namespace NanchangEdu.Registry.Store.Tests;

public abstract class TotalTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task Counting_stops_at_ten_thousand_and_says_so()
    {
        await Committed(Sample.NewSite("site-1").Next());
        Database.Execute(
            $"""
             INSERT INTO request (site_id, number, unit, authority, kind, state, round, filed_by_id, filed_by_name, submitted_at, changed_at)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
             SELECT 'site-1', i, '{Sample.School}', '{Sample.Bureau}', 'launch', 'submitted', 1, 'p', '张三', '2026-03-02T01:00:00.0000000Z', '2026-03-02T01:00:00.0000000Z' FROM n
             """);

        Assert.Equal(new ListTotal(10_000, IsCapped: true), await Catalog.Count(Lists.AllRequests, Token));
        Assert.Equal(new ListTotal(0, IsCapped: false), await Catalog.Count(Lists.AllRequests with { Scope = CatalogScope.Nothing }, Token));

        Database.Execute("DELETE FROM request WHERE number = 10001");
        Assert.Equal(new ListTotal(10_000, IsCapped: false), await Catalog.Count(Lists.AllRequests, Token));
    }

    [Fact]
    public async Task A_total_is_that_of_all_pages_whatever_page_is_asked_for()
    {
        foreach (var n in new[] { 1, 2, 3 }) await Committed(Sample.NewAccount($"p-{n}").Next());

        var first = await Catalog.Accounts(Lists.AllAccounts with { Limit = 1 }, Token);

        Assert.Equal(new ListTotal(3, IsCapped: false), await Catalog.Count(Lists.AllAccounts with { Limit = 1 }, Token));
        Assert.Equal(new ListTotal(3, IsCapped: false), await Catalog.Count(Lists.AllAccounts with { Limit = 1, Cursor = first.NextCursor }, Token));
        Assert.Equal(new ListTotal(0, IsCapped: false), await Catalog.Count(Lists.AllAccounts with { State = "locked" }, Token));
        Assert.Equal(new ListTotal(3, IsCapped: false), await Catalog.Count(Lists.AllAccounts with { Query = "王静" }, Token));
    }
}
