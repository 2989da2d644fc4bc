namespace NanchangEdu.Registry.Store.Tests;

public abstract class CursorTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 1; i <= 4; i++)
        {
            await Committed(Sample.NewUnit($"U{i}").Next());
            await Committed(Sample.NewAccount($"P{i}").Next());
            await Committed(Sample.NewSite($"S{i}").Next(events: 4).With((SiteCatalogRow row) => row with { Requests = [Sample.Request(1)] }));
        }
    }

    [Fact]
    public async Task A_cursor_with_any_character_altered_is_refused()
    {
        var cursor = await SiteCursor();
        for (var i = 0; i < cursor.Length; i++)
        {
            var altered = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(Short with { Cursor = altered }, Token));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("' OR 1=1 --")]
    [InlineData("南昌")]
    [InlineData("\0")]
    [InlineData("=====")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_cursor_that_is_none_is_refused_by_every_list(string cursor)
    {
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(Lists.AllSites with { Cursor = cursor }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Units(Lists.AllUnits with { Cursor = cursor }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Requests(Lists.AllRequests with { Cursor = cursor }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Accounts(Lists.AllAccounts with { Cursor = cursor }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.History(RecordKind.Site, "S1", Sample.Everything, cursor, 50, Token));
    }

    [Fact]
    public async Task A_cursor_of_any_length_is_refused() =>
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(Lists.AllSites with { Cursor = new string('A', 1_000_000) }, Token));

    [Theory, InlineData(" "), InlineData("="), InlineData("\n"), InlineData("A")]
    public async Task A_cursor_has_one_spelling(string appended)
    {
        var cursor = await SiteCursor();

        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(Short with { Cursor = cursor + appended }, Token));
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_sort_its_filters_and_its_scope()
    {
        var cursor = await SiteCursor();
        SiteFilter[] others =
        [
            Short with { Sort = SiteSort.RegisteredAt },
            Short with { Stage = "draft" },
            Short with { Authority = Sample.Bureau },
            Short with { UnitType = "school" },
            Short with { IcpState = "none" },
            Short with { GradedState = "none" },
            Short with { ExpiringBy = new DateOnly(2030, 1, 1) },
            Short with { Query = "网站" },
            Short with { Order = ListOrder.Desc },
            Short with { Unit = Sample.School },
            Short with { Compliance = "ok" },
            Short with { PublicSecurityState = "none" },
            Short with { SiteMarkState = "none" },
            Short with { GradedLevel = 2 },
            Short with { RegisteredFrom = Sample.Start },
            Short with { RegisteredBefore = Sample.Start.AddDays(1) },
            Short with { IsClosed = false },
            Short with { Scope = new CatalogScope(false, Sample.School, []) },
            Short with { Scope = new CatalogScope(true, Sample.School, []) },
        ];

        foreach (var other in others)
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(other with { Cursor = cursor }, Token));
    }

    [Fact]
    public async Task A_cursor_of_accounts_belongs_to_its_filters_and_its_scope()
    {
        var few = Lists.AllAccounts with { Limit = 2 };
        var cursor = (await Catalog.Accounts(few, Token)).NextCursor;
        AccountFilter[] others =
        [
            few with { State = "active" }, few with { Role = "clerk" }, few with { Unit = Sample.School }, few with { Authority = Sample.Bureau }, few with { Query = "王" },
            few with { Scope = new CatalogScope(true, Sample.School, []) },
        ];

        Assert.Equal(["P3", "P4"], (await Catalog.Accounts(few with { Cursor = cursor }, Token)).Items.Select(row => row.Id));
        foreach (var other in others)
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Accounts(other with { Cursor = cursor }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Units(Lists.AllUnits with { Limit = 2, Cursor = cursor }, Token));
    }

    [Fact]
    public async Task A_cursor_of_requests_or_units_belongs_to_its_filters_and_its_order()
    {
        var requests = Lists.AllRequests with { Limit = 2 };
        var units = Lists.AllUnits with { Limit = 2 };
        var (ofRequests, ofUnits) = ((await Catalog.Requests(requests, Token)).NextCursor, (await Catalog.Units(units, Token)).NextCursor);

        Assert.Equal(["S3", "S4"], (await Catalog.Requests(requests with { Cursor = ofRequests }, Token)).Items.Select(row => row.SiteId));
        RequestFilter[] others =
        [
            requests with { Sort = RequestSort.Due }, requests with { Order = ListOrder.Desc }, requests with { Unit = Sample.School },
            requests with { Authority = Sample.Bureau }, requests with { DueBy = Sample.Start }, requests with { Box = new RequestBox() },
            requests with { Box = new RequestBox { States = ["submitted"] } }, requests with { Box = new RequestBox(FiledBy: "person-1") },
        ];
        foreach (var other in others)
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Requests(other with { Cursor = ofRequests }, Token));
        foreach (var other in new[] { units with { Order = ListOrder.Desc }, units with { HasSite = false } })
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Units(other with { Cursor = ofUnits }, Token));
    }

    [Fact]
    public async Task A_cursor_belongs_to_the_branch_of_the_tree_that_it_was_given_for()
    {
        var branch = Short with { Scope = new CatalogScope(false, null, [Sample.Bureau, "authority-2"]) };
        var cursor = (await Catalog.Sites(branch, Token)).NextCursor;

        Assert.Equal(["S3", "S4"], (await Catalog.Sites(branch with { Cursor = cursor, Scope = new CatalogScope(false, null, [Sample.Bureau, "authority-2"]) }, Token)).Items.Select(row => row.Id));
        foreach (var other in new[] { new CatalogScope(false, null, [Sample.Bureau]), new CatalogScope(false, null, [Sample.Bureau, "authority-3"]), CatalogScope.Nothing })
            await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Sites(branch with { Cursor = cursor, Scope = other }, Token));
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_list()
    {
        var units = (await Catalog.Units(Lists.AllUnits with { Limit = 2 }, Token)).NextCursor;
        var history = (await Catalog.History(RecordKind.Site, "S1", Sample.Everything, null, 2, Token))!.NextCursor;

        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.Requests(Lists.AllRequests with { Cursor = units }, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.History(RecordKind.Site, "S2", Sample.Everything, history, 2, Token));
        await Assert.ThrowsAsync<BadCursorException>(() => Catalog.History(RecordKind.Unit, "S1", Sample.Everything, history, 2, Token));
    }

    [Fact]
    public async Task The_length_of_the_next_page_may_change()
    {
        var cursor = await SiteCursor();

        Assert.Equal(["S3", "S4"], (await Catalog.Sites(Short with { Cursor = cursor, Limit = 50 }, Token)).Items.Select(row => row.Id));
    }

    [Fact]
    public async Task A_cursor_holds_at_another_gateway_and_after_a_restart()
    {
        var cursor = await SiteCursor();
        await using var other = Database.Open();

        Assert.Equal(["S3", "S4"], (await other.Catalog.Sites(Short with { Cursor = cursor }, Token)).Items.Select(row => row.Id));
    }

    [Fact]
    public async Task A_cursor_of_another_database_is_refused()
    {
        await using var database = new TDatabase();
        await using var other = database.Open();

        var cursor = await SiteCursor();
        await Assert.ThrowsAsync<BadCursorException>(() => other.Catalog.Sites(Short with { Cursor = cursor }, Token));
    }

    [Fact]
    public async Task A_walk_skips_and_repeats_nothing_while_others_write()
    {
        var first = await Catalog.Sites(Short, Token);
        await Committed(Sample.NewSite("S0").Next());
        await Committed(Sample.NewSite("S2a").Next());

        var second = await Catalog.Sites(Short with { Cursor = first.NextCursor, Limit = 50 }, Token);
        Assert.Equal(["S1", "S2"], first.Items.Select(row => row.Id));
        Assert.Equal(["S2a", "S3", "S4"], second.Items.Select(row => row.Id));
    }

    [Theory, InlineData(1), InlineData(3), InlineData(4), InlineData(50)]
    public async Task The_history_comes_in_pages(int limit)
    {
        var rows = await Lists.Walk(async cursor =>
        {
            var page = await Catalog.History(RecordKind.Site, "S1", Sample.Everything, cursor, limit, Token);
            return new CatalogPage<HistoryRow>(page!.Items, page.NextCursor);
        });

        Assert.Equal([1L, 2L, 3L, 4L], rows.Select(row => row.Seq));
    }

    private static SiteFilter Short => Lists.AllSites with { Limit = 2 };

    private async Task<string> SiteCursor() =>
        (await Catalog.Sites(Short, Token)).NextCursor ?? throw new InvalidOperationException("there is a second page");
}
