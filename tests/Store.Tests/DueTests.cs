using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Store.Tests;

public abstract class DueTests<TDatabase> : RegisterSuite<TDatabase>
    where TDatabase : Database, new()
{
    [Fact]
    public async Task The_longest_due_comes_first_and_what_is_not_due_does_not_come()
    {
        foreach (var (id, hours) in new (string, int?)[] { ("S1", 3), ("S2", null), ("S3", 1), ("S4", 5), ("S5", 4), ("S6", 1) })
            await Put(id, row => row with { NextDueAt = hours is { } h ? Sample.Start.AddHours(h) : null });

        Assert.Equal(["S3", "S6", "S1", "S5"], await Catalog.Due(RecordKind.Site, Sample.Start.AddHours(4), 50, Token));
        Assert.Equal(["S3", "S6"], await Catalog.Due(RecordKind.Site, Sample.Start.AddHours(4), 2, Token));
        Assert.Equal(["S3", "S6", "S1"], await Catalog.Due(RecordKind.Site, Sample.Start.AddHours(4).AddTicks(-1), 50, Token));
        Assert.Empty(await Catalog.Due(RecordKind.Site, Sample.Start, 50, Token));
        Assert.Empty(await Catalog.Due(RecordKind.Unit, Sample.Start.AddHours(9), 50, Token));
    }

    [Fact]
    public async Task What_is_overdue_is_counted_with_the_instant_of_the_oldest()
    {
        foreach (var (id, hours) in new (string, int?)[] { ("S1", 3), ("S2", null), ("S3", 1), ("S4", 5) })
            await Put(id, row => row with { NextDueAt = hours is { } h ? Sample.Start.AddHours(h) : null });

        Assert.Equal(new DueBacklog(2, Sample.Start.AddHours(1)), await Catalog.Backlog(RecordKind.Site, Sample.Start.AddHours(3), Token));
        Assert.Equal(new DueBacklog(0, null), await Catalog.Backlog(RecordKind.Site, Sample.Start, Token));
        Assert.Equal(new DueBacklog(0, null), await Catalog.Backlog(RecordKind.Unit, Sample.Start.AddHours(9), Token));
    }

    [Fact]
    public async Task Units_fall_due_too()
    {
        await Committed(Sample.NewUnit("U1").Next().With((UnitCatalogRow row) => row with { NextDueAt = Sample.Start }));

        Assert.Equal(["U1"], await Catalog.Due(RecordKind.Unit, Sample.Start, 50, Token));
    }

    [Fact]
    public async Task A_record_that_was_ticked_is_no_longer_due()
    {
        var head = await Put("S1", row => row with { NextDueAt = Sample.Start });
        await Committed(head.Next());

        Assert.Empty(await Catalog.Due(RecordKind.Site, Sample.Start.AddYears(1), 50, Token));
    }

    [Fact]
    public async Task The_sites_of_a_unit_are_all_but_the_deregistered()
    {
        await Put("S3", row => row with { Stage = "live" });
        await Put("S1", row => row with { Stage = "closed", ClosedAt = Sample.Start });
        await Put("S2", row => row with { Stage = "deregistered", ClosedAt = Sample.Start });
        await Put("S4", row => row with { Unit = Sample.Bureau });

        Assert.Equal(["S1", "S3"], await Catalog.SitesOf(new UnitId(Sample.School), Token));
    }

    [Fact]
    public async Task The_latest_closed_site_is_the_units_last_to_end()
    {
        var unit = new UnitId(Sample.School);
        await Put("S1", row => row with { Stage = "live" });
        Assert.Null(await Store.LatestClosedSite(unit, Token));

        await Put("S2", row => row with { ClosedAt = Sample.Start.AddDays(2) });
        await Put("S3", row => row with { ClosedAt = Sample.Start.AddDays(3), Stage = "deregistered" });
        await Put("S4", row => row with { ClosedAt = Sample.Start.AddDays(1) });
        await Put("S5", row => row with { ClosedAt = Sample.Start.AddDays(9), Unit = Sample.Bureau });

        var latest = await Store.LatestClosedSite(unit, Token);
        Assert.Equal("S3", latest!.Id);
        Assert.Equal((await Store.Load(RecordKind.Site, "S3", Token))!.State, latest.State);
    }

    private Task<Head> Put(string id, Func<SiteCatalogRow, SiteCatalogRow> row) => Committed(Sample.NewSite(id).Next().With(row));
}
