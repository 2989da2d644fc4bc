namespace NanchangEdu.Registry.Store.Tests;

public abstract class SiteListTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task A_row_carries_every_column_of_the_catalog()
    {
        var full = Sample.Site() with
        {
            IcpNumber = "赣ICP备2026000001号",
            GradedLevel = 2,
            SearchText = "abc",
            ClosedAt = Sample.Start.AddDays(3).AddTicks(1),
            NextExpiryOn = new DateOnly(2026, 7, 1),
            NextDueAt = Sample.Start.AddDays(9),
        };
        await Put("site-1", _ => full);
        await Put("site-2", row => row);

        var page = await Catalog.Sites(Lists.AllSites, Token);

        Assert.Null(page.NextCursor);
        Assert.Equal([full, Sample.Site()], page.Items.Select(row => row.Catalog));
        Assert.Equal([("site-1", 1L), ("site-2", 1L)], page.Items.Select(row => (row.Id, row.Version)));
    }

    [Fact]
    public async Task Instants_of_other_offsets_are_kept_as_the_same_instant()
    {
        var local = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        await Put("site-1", row => row with { RegisteredAt = local });

        Assert.Equal(local, Assert.Single((await Catalog.Sites(Lists.AllSites, Token)).Items).Catalog.RegisteredAt);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(7), InlineData(200)]
    public async Task Pages_by_name_hold_each_site_once_and_ties_go_by_id(int limit)
    {
        foreach (var (id, name) in new[] { ("site-5", "b"), ("site-3", "a"), ("site-1", "c"), ("site-4", "a"), ("site-2", "b"), ("site-6", "a") })
            await Put(id, row => row with { Name = name });

        Assert.Equal(
            ["site-3", "site-4", "site-6", "site-2", "site-5", "site-1"],
            await Catalog.Ids(Lists.AllSites with { Limit = limit }));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(50)]
    public async Task Pages_by_registration_follow_time(int limit)
    {
        foreach (var (id, days) in new[] { ("site-1", 3), ("site-2", 1), ("site-3", 2), ("site-4", 1) })
            await Put(id, row => row with { RegisteredAt = Sample.Start.AddDays(days) });

        Assert.Equal(
            ["site-2", "site-4", "site-3", "site-1"],
            await Catalog.Ids(Lists.AllSites with { Sort = SiteSort.RegisteredAt, Limit = limit }));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(50)]
    public async Task Sites_whose_evidence_never_expires_come_last(int limit)
    {
        foreach (var (id, month) in new (string, int?)[] { ("site-1", null), ("site-2", 5), ("site-3", null), ("site-4", 4), ("site-5", 5) })
            await Put(id, row => row with { NextExpiryOn = month is { } m ? new DateOnly(2026, m, 1) : null });

        Assert.Equal(
            ["site-4", "site-2", "site-5", "site-1", "site-3"],
            await Catalog.Ids(Lists.AllSites with { Sort = SiteSort.NextExpiryOn, Limit = limit }));
    }

    [Fact]
    public async Task Each_filter_lets_its_own_through()
    {
        await Put("site-0", row => row);
        await Put("site-1", row => row with { Stage = "live" });
        await Put("site-2", row => row with { Authority = "authority-2" });
        await Put("site-3", row => row with { UnitType = "kindergarten" });
        await Put("site-4", row => row with { IcpState = "verified" });
        await Put("site-5", row => row with { GradedState = "filed" });
        await Put("site-6", row => row with { NextExpiryOn = new DateOnly(2026, 6, 30) });
        await Put("site-7", row => row with { NextExpiryOn = new DateOnly(2026, 7, 1) });

        Assert.Equal(["site-1"], await Catalog.Ids(Lists.AllSites with { Stage = "live" }));
        Assert.Equal(["site-2"], await Catalog.Ids(Lists.AllSites with { Authority = "authority-2" }));
        Assert.Equal(["site-3"], await Catalog.Ids(Lists.AllSites with { UnitType = "kindergarten" }));
        Assert.Equal(["site-4"], await Catalog.Ids(Lists.AllSites with { IcpState = "verified" }));
        Assert.Equal(["site-5"], await Catalog.Ids(Lists.AllSites with { GradedState = "filed" }));
        Assert.Equal(["site-6"], await Catalog.Ids(Lists.AllSites with { ExpiringBy = new DateOnly(2026, 6, 30) }));
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { Stage = "live", UnitType = "kindergarten" }));
    }

    [Fact]
    public async Task Each_filter_of_the_workbench_lets_its_own_through()
    {
        await Put("site-0", row => row);
        await Put("site-1", row => row with { Unit = "unit-2" });
        await Put("site-2", row => row with { Compliance = "violation" });
        await Put("site-3", row => row with { PublicSecurityState = "filed" });
        await Put("site-4", row => row with { SiteMarkState = "filed" });
        await Put("site-5", row => row with { GradedLevel = 3 });
        await Put("site-6", row => row with { ClosedAt = Sample.Start });
        await Put("site-7", row => row with { RegisteredAt = Sample.Start.AddDays(1) });

        Assert.Equal(["site-1"], await Catalog.Ids(Lists.AllSites with { Unit = "unit-2" }));
        Assert.Equal(["site-2"], await Catalog.Ids(Lists.AllSites with { Compliance = "violation" }));
        Assert.Equal(["site-3"], await Catalog.Ids(Lists.AllSites with { PublicSecurityState = "filed" }));
        Assert.Equal(["site-4"], await Catalog.Ids(Lists.AllSites with { SiteMarkState = "filed" }));
        Assert.Equal(["site-5"], await Catalog.Ids(Lists.AllSites with { GradedLevel = 3 }));
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { GradedLevel = 4 }));
        Assert.Equal(["site-6"], await Catalog.Ids(Lists.AllSites with { IsClosed = true }));
        Assert.Equal(7, (await Catalog.Ids(Lists.AllSites with { IsClosed = false })).Length);
        Assert.Equal(["site-7"], await Catalog.Ids(Lists.AllSites with { RegisteredFrom = Sample.Start.AddTicks(1) }));
        Assert.Equal(8, (await Catalog.Ids(Lists.AllSites with { RegisteredFrom = Sample.Start })).Length);
        Assert.Equal(7, (await Catalog.Ids(Lists.AllSites with { RegisteredBefore = Sample.Start.AddDays(1) })).Length);
        Assert.Empty(await Catalog.Ids(Lists.AllSites with { RegisteredBefore = Sample.Start }));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(50)]
    public async Task Turned_round_the_whole_order_is_turned_round(int limit)
    {
        foreach (var (id, month) in new (string, int?)[] { ("site-1", null), ("site-2", 5), ("site-3", null), ("site-4", 4), ("site-5", 5) })
            await Put(id, row => row with { NextExpiryOn = month is { } m ? new DateOnly(2026, m, 1) : null });

        Assert.Equal(
            ["site-3", "site-1", "site-5", "site-2", "site-4"],
            await Catalog.Ids(Lists.AllSites with { Sort = SiteSort.NextExpiryOn, Order = ListOrder.Desc, Limit = limit }));
        Assert.Equal(
            ["site-5", "site-4", "site-3", "site-2", "site-1"], await Catalog.Ids(Lists.AllSites with { Order = ListOrder.Desc, Limit = limit }));
    }

    [Fact]
    public async Task Filters_and_pages_work_together()
    {
        for (var i = 0; i < 20; i++)
            await Put($"site-{i:00}", row => row with { Name = $"n{i % 3}", Stage = i % 2 == 0 ? "live" : "draft", NextExpiryOn = new DateOnly(2026, 5, 1 + i) });

        var all = await Catalog.Ids(Lists.AllSites with { Stage = "live", ExpiringBy = new DateOnly(2026, 5, 15) });
        var paged = await Catalog.Ids(Lists.AllSites with { Stage = "live", ExpiringBy = new DateOnly(2026, 5, 15), Limit = 3 });

        Assert.Equal(8, all.Length);
        Assert.Equal(all, paged);
    }

    [Theory, InlineData(0, 1), InlineData(-5, 1), InlineData(int.MinValue, 1), InlineData(7, 7), InlineData(200, 200), InlineData(201, 200), InlineData(int.MaxValue, 200)]
    public async Task A_page_has_a_least_and_a_greatest_length(int asked, int given)
    {
        await Task.WhenAll(Enumerable.Range(0, 205).Select(i => Put($"site-{i}", row => row)));

        Assert.Equal(given, (await Catalog.Sites(Lists.AllSites with { Limit = asked }, Token)).Items.Length);
    }

    [Fact]
    public async Task Sites_are_counted_by_stage()
    {
        foreach (var (id, stage) in new[] { ("site-1", "live"), ("site-2", "draft"), ("site-3", "live") })
            await Put(id, row => row with { Stage = stage });

        var counts = await Catalog.Counts(Sample.Everything, Token);
        Assert.Equal([new CountedValue("stage", "draft", 1), new CountedValue("stage", "live", 2)], counts.Where(count => count.Dimension == "stage"));
    }

    private Task<Head> Put(string id, Func<SiteCatalogRow, SiteCatalogRow> row) => Committed(Sample.NewSite(id).Next().With(row));
}
