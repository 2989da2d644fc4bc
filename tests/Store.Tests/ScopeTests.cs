namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Two units under two authorities: nobody sees across.</summary>
public abstract class ScopeTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly CatalogScope Nothing = CatalogScope.Nothing;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Tenants.Fill(Store);
    }

    [Theory]
    [MemberData(nameof(Tenants.Scopes), MemberType = typeof(Tenants))]
    public async Task Each_list_shows_the_scope_and_nothing_else(bool all, string? unit, string? authority, string visible)
    {
        var scope = Tenants.Scope(all, unit, authority);
        var numbers = Tenants.Numbers(visible);

        Assert.Equal(numbers.Select(n => $"S{n}"), await Catalog.Ids(Lists.AllSites with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"U{n}"), await Catalog.Ids(Lists.AllUnits with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"P{n}"), await Catalog.Ids(Lists.AllAccounts with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"S{n}#{n}"), await Catalog.Names(Lists.AllRequests with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"S{n} plan"), await Catalog.Names(Lists.AllDeadlines with { Scope = scope }));
        Assert.Equal(numbers.Select(n => $"stage-{n}"), (await Catalog.Counts(scope, Token)).Where(count => count.Dimension == "stage").Select(count => count.Value));
        Assert.Equal(numbers.Select(n => $"U{n}"), await Catalog.Ids(Lists.AllUnits with { Scope = scope, HasSite = true }));
        Assert.Empty(await Catalog.Ids(Lists.AllUnits with { Scope = scope, HasSite = false }));
        var total = new ListTotal(numbers.Length, IsCapped: false);
        Assert.Equal(total, await Catalog.Count(Lists.AllSites with { Scope = scope }, Token));
        Assert.Equal(total, await Catalog.Count(Lists.AllUnits with { Scope = scope }, Token));
        Assert.Equal(total, await Catalog.Count(Lists.AllAccounts with { Scope = scope }, Token));
        Assert.Equal(total, await Catalog.Count(Lists.AllRequests with { Scope = scope }, Token));
        Assert.Equal(total, await Catalog.Count(Lists.AllDeadlines with { Scope = scope }, Token));
        foreach (var n in Tenants.Records)
        {
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Site, $"S{n}", scope, null, 50, Token) is not null);
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Unit, $"U{n}", scope, null, 50, Token) is not null);
            Assert.Equal(numbers.Contains(n), await Catalog.History(RecordKind.Account, $"P{n}", scope, null, 50, Token) is not null);
        }
    }

    [Fact]
    public async Task A_person_without_unit_and_authority_is_seen_by_those_who_see_all()
    {
        await Committed(Sample.NewAccount("P0").Next().With((AccountCatalogRow row) => row with { Unit = null, Authority = null }));

        Assert.Equal(["P0", "P1", "P2", "P3"], await Catalog.Ids(Lists.AllAccounts));
        Assert.Equal(["P1", "P2", "P3"], await Catalog.Ids(Lists.AllAccounts with { Scope = new CatalogScope(false, "U1", ["A1", "A2"]) }));
    }

    [Fact]
    public async Task After_the_last_event_a_history_is_empty_and_not_unknown()
    {
        await using var dialect = Database.OpenDialect();

        Assert.Empty((await dialect.History(RecordKind.Site, "S1", new CatalogScope(false, "U1", []), afterSeq: 1, take: 50, Token))!.Rows);
        Assert.Null(await dialect.History(RecordKind.Site, "S1", new CatalogScope(false, "U2", []), afterSeq: 1, take: 50, Token));
    }

    [Fact]
    public async Task A_filter_does_not_widen_the_scope()
    {
        var scope = new CatalogScope(false, "U1", []);

        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Scope = scope, Authority = "A2" }));
        Assert.Equal(["S1"], await Catalog.Ids(Lists.AllSites with { Scope = scope, Authority = "A1" }));
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Scope = scope, Unit = "U2" }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Scope = scope, Unit = "U2" }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Scope = scope, Box = new RequestBox(FiledBy: "person-1"), Authority = "A2" }));
        Assert.Equal(["S1#1"], await Catalog.Names(Lists.AllRequests with { Scope = scope, Box = new RequestBox(FiledBy: "person-1") }));
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
