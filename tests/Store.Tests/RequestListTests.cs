namespace NanchangEdu.Registry.Store.Tests;

public abstract class RequestListTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_row_carries_the_request_and_its_site()
    {
        var request = Sample.Request(3) with { AssigneeId = "person-7", AssigneeName = "李四", DueAt = Sample.Start.AddDays(5), Round = 2 };
        await Put("site-1", row => row, request);

        var row = Assert.Single((await Catalog.Requests(Lists.AllRequests, Token)).Items);
        Assert.Equal(new RequestListRow("site-1", "南昌市第一中学网站", Sample.School, "南昌市第一中学", Sample.Bureau, request), row);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(50)]
    public async Task The_longest_waiting_comes_first_and_each_comes_once(int limit)
    {
        await Put("site-b", row => row, At(1, 5), At(2, 1));
        await Put("site-a", row => row, At(1, 5), At(2, 3), At(3, 5));

        Assert.Equal(
            ["site-b#2", "site-a#2", "site-a#1", "site-a#3", "site-b#1"],
            await Catalog.Names(Lists.AllRequests with { Limit = limit }));
    }

    [Fact]
    public async Task Each_filter_lets_its_own_through()
    {
        await Put("site-1", row => row,
            Sample.Request(1),
            Sample.Request(2) with { State = "approved" },
            Sample.Request(3) with { Kind = "closure" },
            Sample.Request(4) with { AssigneeId = "person-7", AssigneeName = "李四" });

        Assert.Equal(["site-1#2"], await Catalog.Names(Lists.AllRequests with { State = "approved" }));
        Assert.Equal(["site-1#3"], await Catalog.Names(Lists.AllRequests with { Kind = "closure" }));
        Assert.Equal(["site-1#4"], await Catalog.Names(Lists.AllRequests with { Assignee = "person-7" }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { State = "approved", Kind = "closure" }));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(50)]
    public async Task What_is_due_first_comes_first_and_what_is_not_due_last(int limit)
    {
        await Put("site-b", row => row, Due(1, null), Due(2, 3));
        await Put("site-a", row => row, Due(1, 3), Due(2, 1), Due(3, null));

        string[] expected = ["site-a#2", "site-a#1", "site-b#2", "site-a#3", "site-b#1"];
        var byDue = Lists.AllRequests with { Sort = RequestSort.Due, Limit = limit };
        Assert.Equal(expected, await Catalog.Names(byDue));
        Assert.Equal(Enumerable.Reverse(expected), await Catalog.Names(byDue with { Order = ListOrder.Desc }));
    }

    [Fact]
    public async Task Each_box_holds_its_own()
    {
        await Put("site-1", row => row,
            Sample.Request(1) with { DueAt = Sample.Start.AddDays(2) },
            Sample.Request(2) with { State = "inReview", AssigneeId = "person-7", AssigneeName = "李四", DueAt = Sample.Start.AddDays(1) },
            Sample.Request(3) with { State = "returned", AssigneeId = "person-7", AssigneeName = "李四", FiledById = "person-2", DueAt = Sample.Start.AddDays(9) },
            Sample.Request(4) with { State = "approved", AssigneeId = "person-7", AssigneeName = "李四" });

        Assert.Equal(["site-1#1"], await Box(new RequestBox { States = ["submitted"] }));
        Assert.Equal(["site-1#2", "site-1#3"], await Box(new RequestBox(Assignee: "person-7") { States = ["submitted", "inReview", "returned"] }));
        Assert.Equal(["site-1#3"], await Box(new RequestBox { States = ["returned"] }));
        Assert.Equal(["site-1#3"], await Box(new RequestBox(FiledBy: "person-2")));
        Assert.Equal(["site-1#1", "site-1#2"], await Box(new RequestBox(OverdueAt: Sample.Start.AddDays(2))));
        Assert.Equal(["site-1#2"], await Box(new RequestBox(OverdueAt: Sample.Start.AddDays(2).AddTicks(-1))));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Assignee = "person-8", Box = new RequestBox(Assignee: "person-7") }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { State = "approved", Box = new RequestBox { States = ["returned"] } }));
        Assert.Equal(["site-1#1", "site-1#2"], await Catalog.Names(Lists.AllRequests with { DueBy = Sample.Start.AddDays(2) }));
        Assert.Equal(["site-1#1", "site-1#2", "site-1#3", "site-1#4"], await Catalog.Names(Lists.AllRequests with { Unit = Sample.School, Authority = Sample.Bureau }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Unit = "unit-2" }));
        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Authority = "authority-2" }));
    }

    /// <summary>Whoever reads on in what is overdue does so a moment later.</summary>
    [Fact]
    public async Task The_pages_of_what_is_overdue_go_on_while_time_goes_on()
    {
        await Put("site-1", row => row, Due(1, 1), Due(2, 1), Due(3, 1));
        RequestFilter Overdue(int minutes) => Lists.AllRequests with { Limit = 2, Box = new RequestBox(OverdueAt: Sample.Start.AddDays(1).AddMinutes(minutes)) };

        var first = await Catalog.Requests(Overdue(0), Token);
        var second = await Catalog.Requests(Overdue(1) with { Cursor = first.NextCursor }, Token);

        Assert.Equal([1, 2], first.Items.Select(row => row.Request.Number));
        Assert.Equal([3], second.Items.Select(row => row.Request.Number));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Requests(Lists.AllRequests with { Limit = 2, Cursor = first.NextCursor }, Token));
    }

    [Fact]
    public async Task Requests_move_with_their_site_to_another_unit_and_authority()
    {
        var head = await Put("site-1", row => row, Sample.Request(1));
        await Committed(head.Next().With((SiteCatalogRow row) =>
            row with { Unit = "unit-2", Authority = "authority-2", Requests = [Sample.Request(1)] }));

        Assert.Empty(await Catalog.Names(Lists.AllRequests with { Scope = new CatalogScope(false, null, [Sample.Bureau]) }));
        Assert.Equal(["site-1#1"], await Catalog.Names(Lists.AllRequests with { Scope = new CatalogScope(false, null, ["authority-2"]) }));
        Assert.Equal(["site-1#1"], await Catalog.Names(Lists.AllRequests with { Scope = new CatalogScope(false, "unit-2", []) }));
        Consistency.Demand(Database);
    }

    private Task<string[]> Box(RequestBox box) => Catalog.Names(Lists.AllRequests with { Box = box });

    private static RequestCatalogRow Due(int number, int? day) =>
        Sample.Request(number) with { DueAt = day is { } days ? Sample.Start.AddDays(days) : null };

    private static RequestCatalogRow At(int number, int day) => Sample.Request(number) with { SubmittedAt = Sample.Start.AddDays(day) };

    private Task<Head> Put(string id, Func<SiteCatalogRow, SiteCatalogRow> row, params RequestCatalogRow[] requests) =>
        Committed(Sample.NewSite(id).Next().With((SiteCatalogRow site) => row(site) with { Requests = [.. requests] }));
}

public abstract class UnitListTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_row_carries_every_column()
    {
        var row = Sample.Unit() with { NextDueAt = Sample.Start.AddDays(1) };
        await Committed(Sample.NewUnit(Sample.School).Next().With((UnitCatalogRow _) => row));

        Assert.Equal(new UnitListRow(Sample.School, 1, row), Assert.Single((await Catalog.Units(Lists.AllUnits, Token)).Items));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(50)]
    public async Task Pages_go_by_name_then_id(int limit)
    {
        foreach (var (id, name) in new[] { ("C", "b"), ("A", "c"), ("D", "a"), ("B", "b") })
            await Put(id, row => row with { Name = name });

        Assert.Equal(["D", "B", "C", "A"], await Catalog.Ids(Lists.AllUnits with { Limit = limit }));
    }

    [Fact]
    public async Task Each_filter_lets_its_own_through()
    {
        await Put("A", row => row);
        await Put("B", row => row with { UnitType = "kindergarten" });
        await Put("C", row => row with { Authority = "authority-2" });

        Assert.Equal(["B"], await Catalog.Ids(Lists.AllUnits with { UnitType = "kindergarten" }));
        Assert.Equal(["C"], await Catalog.Ids(Lists.AllUnits with { Authority = "authority-2" }));
    }

    [Fact]
    public async Task A_unit_has_a_site_until_its_life_has_ended()
    {
        foreach (var (id, stage) in new[] { ("A", "draft"), ("B", "closed"), ("C", "deregistered"), ("D", "live") })
        {
            await Put(id, row => row);
            await Committed(Sample.NewSite($"site-{id}").Next().With((SiteCatalogRow row) => row with { Unit = id, Stage = stage }));
        }

        await Put("E", row => row);

        Assert.Equal(["A", "D"], await Catalog.Ids(Lists.AllUnits with { HasSite = true }));
        Assert.Equal(["E", "C", "B"], await Catalog.Ids(Lists.AllUnits with { HasSite = false, Order = ListOrder.Desc, Limit = 2 }));
    }

    private Task<Head> Put(string id, Func<UnitCatalogRow, UnitCatalogRow> row) => Committed(Sample.NewUnit(id).Next().With(row));
}
