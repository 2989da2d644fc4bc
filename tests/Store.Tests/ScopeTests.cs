namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Two units under two authorities: nobody sees across.</summary>
public abstract class ScopeTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly string[] Records = ["1", "2", "3"];

    private static readonly CatalogScope Nothing = CatalogScope.Nothing;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (n, authority) in new[] { (1, "A1"), (2, "A1"), (3, "A2") })
        {
            await Committed(Sample.NewUnit($"U{n}").Next().With((UnitCatalogRow row) => row with { Authority = authority }));
            await Committed(Sample.NewAccount($"P{n}").Next().With((AccountCatalogRow row) => row with { Unit = $"U{n}", Authority = authority }));
            await Committed(Sample.NewSite($"S{n}").Next().With((SiteCatalogRow row) => row with
            {
                Unit = $"U{n}",
                Authority = authority,
                Stage = $"stage-{n}",
                Requests = [Sample.Request(n)],
            }));
        }
    }

    [Theory]
    [InlineData(true, null, null, "1 2 3")]
    [InlineData(false, null, null, "")]
    [InlineData(false, "U1", null, "1")]
    [InlineData(false, "U2", null, "2")]
    [InlineData(false, null, "A1", "1 2")]
    [InlineData(false, null, "A2", "3")]
    [InlineData(false, null, "A1 A2", "1 2 3")]
    [InlineData(false, null, "A2 A3", "3")]
    [InlineData(false, "U1", "A2", "1 3")]
    [InlineData(false, "", "", "")]
    [InlineData(false, "u1", null, "")]
    [InlineData(false, "U%", "A_", "")]
    public async Task Each_list_shows_the_scope_and_nothing_else(bool all, string? unit, string? authority, string visible)
    {
        var scope = new CatalogScope(all, unit, authority is null ? [] : [.. authority.Split(' ')]);
        var numbers = visible.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(numbers.Select(n => $"S{n}"), await Catalog.Ids(Lists.AllSites with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"U{n}"), await Catalog.Ids(Lists.AllUnits with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"P{n}"), await Catalog.Ids(Lists.AllAccounts with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"S{n}#{n}"), await Catalog.Names(Lists.AllRequests with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"stage-{n}"), (await Catalog.SitesByStage(scope, Token)).Keys);
        foreach (var n in Records)
        {
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Site, $"S{n}", scope, null, 50, Token) is not null);
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Unit, $"U{n}", scope, null, 50, Token) is not null);
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Account, $"P{n}", scope, null, 50, Token) is not null);
        }
    }

    [Fact]
    public async Task A_filter_does_not_widen_the_scope()
    {
        var scope = new CatalogScope(false, "U1", []);

        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Scope = scope, Authority = "A2" }));
        Assert.Equal(["S1"], await Catalog.Ids(Lists.AllSites with { Scope = scope, Authority = "A1" }));
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Scope = Nothing, Authority = "A1", Query = "网站" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Scope = Nothing, Authority = "A1", Role = "clerk", Query = "王静" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Scope = scope, Authority = "A2" }));
        Assert.Equal(["P1"], await Catalog.Ids(Lists.AllAccounts with { Scope = scope, Authority = "A1" }));
    }

    /// <summary>By it the gateway tells what the reader is to the record.</summary>
    [Fact]
    public async Task A_history_says_whose_record_it_is()
    {
        Assert.Equal("U2", (await Catalog.History(RecordKind.Site, "S2", Sample.Everything, null, 50, Token))!.Unit);
        Assert.Equal("U2", (await Catalog.History(RecordKind.Unit, "U2", Sample.Everything, null, 50, Token))!.Unit);
    }

    [Fact]
    public async Task An_unknown_record_has_no_history() =>
        Assert.Null(await Catalog.History(RecordKind.Site, "S9", Sample.Everything, null, 50, Token));
}
