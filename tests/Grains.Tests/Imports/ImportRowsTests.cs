using Microsoft.Extensions.DependencyInjection;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Imports;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Imports;

/// <summary>One row against its record: what was exported is unchanged, and what is tried again is done once.</summary>
public sealed class ImportRowsTests
{
    private static readonly ImportId Import = ImportId.Derive("somebody", "key");

    [Fact]
    public async Task What_is_exported_of_a_live_site_is_unchanged_in_every_table()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await new Story(registry).LiveSite(52_000_001);
        var clerk = People.Clerk(Usccs.Of(52_000_001));
        var view = TabledSite.Read((await registry.Site(site).Read(new AskView(), clerk, false, default)).Body);

        foreach (var table in new SiteTable[] { AllTables.Sites, AllTables.Filings, AllTables.Tests })
        {
            var exported = table.Rows(view).Select(row => row.ToArray()).ToArray();
            Assert.NotEmpty(exported);
            foreach (var row in ImportStory.Read(table, [.. table.Columns.Select(column => column.Heading)], exported))
                Assert.Equal(ImportRowState.Unchanged, (await Rows(registry, table, clerk).Examine(row, default)).State);
        }
    }

    [Fact]
    public async Task A_row_of_two_commands_that_broke_off_between_them_goes_on_with_the_second()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await new Story(registry).LiveSite(52_000_002);
        var rows = Rows(registry, AllTables.Filings, People.Centre);
        var row = Assert.Single(ImportStory.Read(AllTables.Filings, ["id", "icpFiledOn", "domainExpiresOn"], [site.Value, "2026-01-05", "2031-01-05"]));
        var shown = await rows.Examine(row, default);
        var before = (await History(registry, site)).Length;
        var commits = 0;
        registry.Store.OnCommit = () =>
        {
            if (++commits == 2) registry.Store.FailNextCommit(CommitFault.LostBefore);
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ImportHeldUpException>(() => rows.CarryOut(row, shown, default));
        registry.Store.OnCommit = null;
        var done = await rows.CarryOut(row, shown, default);
        var again = await rows.CarryOut(row, shown, default);

        Assert.Equal(ImportRowState.Changed, shown.State);
        Assert.Equal((ImportRowState.Applied, ImportRowState.Applied), (done.State, again.State));
        Assert.Equal(2, (await History(registry, site))[before..].Count(recorded => recorded.Type == "filingRecorded"));
    }

    [Fact]
    public async Task A_new_test_is_recorded_once_however_often_its_file_comes()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(52_000_003);
        var site = await new Story(registry).Draft(unit);
        var host = Story.Profile(unit).Hosts[0];
        var row = Assert.Single(ImportStory.Read(
            AllTables.Tests, ["siteId", "testedOn", "tester", "result", "hosts", "reportSha256"], [site.Value, "2026-02-20", "江西网安检测中心", "合格", host, new string('a', 64)]));
        var rows = Rows(registry, AllTables.Tests, People.Clerk(unit));
        var shown = await rows.Examine(row, default);

        Assert.Equal(ImportRowState.Changed, shown.State);
        Assert.Equal(ImportRowState.Applied, (await rows.CarryOut(row, shown, default)).State);
        Assert.Equal(ImportRowState.Unchanged, (await rows.Examine(row, default)).State);
        Assert.Equal(ImportRowState.Applied, (await rows.CarryOut(row, shown, default)).State);
        Assert.Single(await History(registry, site), recorded => recorded.Type == "securityTestRecorded");
    }

    private static ImportRows Rows(RegistryCluster registry, Table table, Actor by) =>
        new(registry.Services.GetRequiredService<IGrainFactory>(), Import, table, by);

    private static async Task<HistoryRow[]> History(RegistryCluster registry, SiteId site) =>
        [.. await new ImportStory(registry).History(RecordKind.Site, site.Value)];
}
