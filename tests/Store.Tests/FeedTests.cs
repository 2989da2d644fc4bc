namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The feed within a scope: every event once, in order, and none of another's.</summary>
public abstract class FeedTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    private static readonly FeedFilter All = new(Sample.Everything, 0, [], [], null, 50);

    [Theory]
    [MemberData(nameof(Tenants.Scopes), MemberType = typeof(Tenants))]
    public async Task Each_scope_is_shown_the_events_of_its_records_and_no_other(bool all, string? unit, string? authority, string visible)
    {
        await Tenants.Fill(Store);
        var numbers = Tenants.Numbers(visible);

        var seen = await Walk(All with { Scope = Tenants.Scope(all, unit, authority) });

        var expected = numbers.SelectMany(n => all ? new[] { $"U{n}", $"P{n}", $"S{n}" } : [$"U{n}", $"S{n}"]);
        Assert.Equal(expected, seen.Select(item => item.Row.Id));
        Assert.All(seen, item => Assert.True(Tenants.Scope(all, unit, authority).Covers(item.Unit, item.Authority)));
    }

    [Fact]
    public async Task Pages_of_any_length_hold_every_event_once()
    {
        var head = await Committed(Sample.NewSite("site-1").Next(events: 7));
        for (var i = 0; i < 20; i++)
        {
            await Committed(Sample.NewUnit($"unit-{i}").Next());
            head = await Committed(head.Next(events: 2));
        }

        await AllIsFinal();
        var whole = (await Catalog.LedgerFeed(0, 1000, Token)).Select(row => row.Position).ToArray();
        foreach (var limit in new[] { 1, 3, 50, 200 })
            Assert.Equal(whole, (await Walk(All with { Limit = limit })).Select(item => item.Row.Position));
        Assert.Equal(whole[^1], await Catalog.FeedHead(Token));
    }

    [Fact]
    public async Task A_reader_who_sees_little_of_a_long_ledger_still_reads_on()
    {
        var head = await Committed(Sample.NewSite("site-1").Next());
        for (var i = 0; i < 4; i++) head = await Committed(head.Next(events: 1500));
        await Committed(Sample.NewSite("site-2").Next().With((SiteCatalogRow row) => row with { Unit = "U9", Authority = "A9" }));
        var filter = All with { Scope = new CatalogScope(false, "U9", []) };

        await AllIsFinal();
        var first = await Catalog.Feed(filter, Token);
        Assert.True(first is { Items.IsEmpty: true, IsEnd: false, Position: > 0 }, "a stretch without anything for the reader");
        Assert.Equal(["site-2"], (await Walk(filter)).Select(item => item.Row.Id));
    }

    [Fact]
    public async Task Kinds_types_and_one_record_are_picked_out()
    {
        await Tenants.Fill(Store);

        Assert.Equal(["U1", "U2", "U3"], (await Walk(All with { Kinds = [RecordKind.Unit] })).Select(item => item.Row.Id));
        Assert.Equal(["S2"], (await Walk(All with { RecordId = "S2" })).Select(item => item.Row.Id));
        Assert.Equal(9, (await Walk(All with { Types = ["siteRegistered"] })).Count);
        Assert.Empty(await Walk(All with { Types = ["launched"] }));
    }

    private async Task<List<FeedItem>> Walk(FeedFilter filter)
    {
        await AllIsFinal();
        var seen = new List<FeedItem>();
        while (true)
        {
            var page = await Catalog.Feed(filter, Token);
            Assert.True(page.Position >= filter.After, "it never leads back");
            seen.AddRange(page.Items);
            if (page is { IsEnd: true } && (page.Items.IsEmpty || page.Position == filter.After)) return seen;
            filter = filter with { After = page.Position };
        }
    }
}
