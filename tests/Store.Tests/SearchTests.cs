namespace NanchangEdu.Registry.Store.Tests;

public abstract class SearchTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Theory]
    [InlineData("一中", "site-1")]
    [InlineData("南昌", "site-1 site-2")]
    [InlineData("NC1Z", "site-1")]
    [InlineData("ｎｃ１ｚ", "site-1")]
    [InlineData("  一中 ", "site-1")]
    [InlineData("100%", "site-3")]
    [InlineData("%", "site-3")]
    [InlineData("_", "site-3")]
    [InlineData(@"\", "site-3")]
    [InlineData(@"a\_%b", "site-3")]
    [InlineData("a__b", "")]
    [InlineData("'; DROP TABLE site; --", "")]
    [InlineData("", "site-1 site-2 site-3")]
    [InlineData("   ", "site-1 site-2 site-3")]
    [InlineData("没有", "")]
    [InlineData("\ud800", "")]
    [InlineData("一\0中", "")]
    public async Task A_query_finds_exactly_the_texts_that_hold_it(string query, string expected)
    {
        await Put("site-1", "南昌一中 NC1Z.nc.gov.cn");
        await Put("site-2", "南昌二中");
        await Put("site-3", @"100%满意 a\_%b");

        Assert.Equal(expected, string.Join(' ', await Catalog.Ids(Lists.AllSites with { Query = query })));
    }

    [Fact]
    public async Task A_query_of_any_length_is_answered()
    {
        await Put("site-1", new string('中', 10_000));

        Assert.Equal(["site-1"], await Catalog.Ids(Lists.AllSites with { Query = new string('中', 3000) }));
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Query = new string('%', 100_000) }));
    }

    [Fact]
    public async Task Units_are_found_by_name_and_by_credit_code()
    {
        await Committed(Sample.NewUnit(Sample.School).Next().With((UnitCatalogRow row) => row with { Name = "南昌一中" }));
        await Committed(Sample.NewUnit(Sample.Bureau).Next().With((UnitCatalogRow row) => row with { Name = "南昌市教育局" }));

        Assert.Equal([Sample.School], await Catalog.Ids(Lists.AllUnits with { Query = "一中" }));
        Assert.Equal([Sample.Bureau], await Catalog.Ids(Lists.AllUnits with { Query = "4502345b" }));
    }

    [Fact]
    public async Task Accounts_are_found_by_name_by_user_name_and_by_person_id()
    {
        var wang = await Committed(Sample.NewAccount("P-1001").Next().With((AccountCatalogRow row) => row with { Name = "王静", UserName = "wang.jing" }));
        await Committed(Sample.NewAccount("P-1002").Next().With((AccountCatalogRow row) => row with { Name = "李强", UserName = "li.qiang" }));

        Assert.Equal(["P-1001"], await Catalog.Ids(Lists.AllAccounts with { Query = "王静" }));
        Assert.Equal(["P-1002"], await Catalog.Ids(Lists.AllAccounts with { Query = "Li.Q" }));
        Assert.Equal(["P-1002"], await Catalog.Ids(Lists.AllAccounts with { Query = "p-1002" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Query = "%" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Query = "王\0静" }));

        await Committed(wang.Next().With((AccountCatalogRow row) => row with { Name = "王璟", UserName = "wang.jing" }));
        Assert.Empty(await Catalog.Ids(Lists.AllAccounts with { Query = "王静" }));
        Assert.Equal(["P-1001"], await Catalog.Ids(Lists.AllAccounts with { Query = "王璟" }));
    }

    private Task<Head> Put(string id, string text) =>
        Committed(Sample.NewSite(id).Next().With((SiteCatalogRow row) => row with { SearchText = text }));
}
