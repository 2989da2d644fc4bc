using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Each unit names the authority above it; what others name is an authority itself.</summary>
public abstract class AuthorityTreeTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task An_authority_has_below_it_all_that_supervise_under_it()
    {
        await Units(("city", "province"), ("district", "city"), ("school-1", "district"), ("school-2", "city"), ("county", "province"), ("school-3", "county"));

        Assert.Equal(["city", "county", "district"], await Below("province"));
        Assert.Equal(["district"], await Below("city"));
        Assert.Empty(await Below("district"));
        Assert.Empty(await Below("county"));
    }

    [Fact]
    public async Task A_unit_that_supervises_nobody_is_no_authority()
    {
        await Units(("school-1", "city"), ("school-2", "city"));

        Assert.Empty(await Below("city"));
        Assert.Empty(await Below("school-1"));
        Assert.Empty(await Below("nobody"));
    }

    [Fact]
    public async Task A_tree_of_any_depth_is_walked_to_its_end()
    {
        await Units([.. Enumerable.Range(1, 40).Select(level => ($"L{level:00}", $"L{level - 1:00}"))]);

        Assert.Equal(Enumerable.Range(1, 39).Select(level => $"L{level:00}"), await Below("L00"));
        Assert.Equal(Enumerable.Range(39, 1).Select(level => $"L{level:00}"), await Below("L38"));
    }

    [Fact]
    public async Task A_circle_is_walked_once_and_nobody_is_below_the_own_self()
    {
        await Units(("A", "B"), ("B", "C"), ("C", "A"), ("school", "B"), ("X", "X"), ("below-x", "X"), ("school-x", "below-x"));

        Assert.Equal(["B", "C"], await Below("A"));
        Assert.Equal(["A", "C"], await Below("B"));
        Assert.Equal(["A", "B"], await Below("C"));
        Assert.Equal(["below-x"], await Below("X"));
    }

    [Fact]
    public async Task They_come_in_one_order()
    {
        await Units(("b", "top"), ("C", "top"), ("a", "top"), ("B", "a"), ("1", "b"), ("u-1", "b"), ("u-2", "C"), ("u-3", "B"), ("u-4", "1"));

        Assert.Equal(["1", "B", "C", "a", "b"], await Below("top"));
    }

    [Fact]
    public async Task The_tree_follows_the_units()
    {
        await Units(("city", "province"), ("district", "city"));
        var school = await Committed(Unit("school", "district"));
        Assert.Equal(["city", "district"], await Below("province"));

        await Committed(school.Next().With((UnitCatalogRow row) => row with { Authority = "city" }));
        Assert.Equal(["city"], await Below("province"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("_ity")]
    [InlineData("CITY")]
    [InlineData("city\0")]
    [InlineData("\ud800")]
    [InlineData("' OR 1=1 --")]
    public async Task Another_spelling_has_nobody_below_it(string authority)
    {
        await Units(("district", "city"), ("school", "district"));

        Assert.Empty(await Below(authority));
    }

    private async Task Units(params (string Id, string Authority)[] units)
    {
        foreach (var (id, authority) in units)
            await Committed(Unit(id, authority));
    }

    private static Commit Unit(string id, string authority) => Sample.NewUnit(id).Next().With((UnitCatalogRow row) => row with { Authority = authority });

    private async Task<ImmutableArray<string>> Below(string authority) => await Catalog.AuthoritiesBelow(authority, Token);
}
