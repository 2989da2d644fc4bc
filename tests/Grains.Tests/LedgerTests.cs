using System.Text;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests;

/// <summary>What the shell writes into the ledger: the whole story, chained, and enough to make the state again.</summary>
public sealed class LedgerTests
{
    private static readonly CatalogScope Everything = CatalogScope.Everything;

    [Fact]
    public async Task Replaying_a_sites_ledger_gives_the_stored_state()
    {
        await using var registry = await RegistryCluster.Start();
        var site = await new Story(registry).LiveSite(80_000_001);

        var rows = await History(registry, RecordKind.Site, site.Value);
        var stored = await registry.Store.Load(RecordKind.Site, site.Value, default);

        var replayed = rows
            .Select(row => StoredFormat.ReadSiteEvent(JsonNode.Parse(row.Body)!["data"]!))
            .Aggregate(Site.Unknown(site), SiteRules.Evolve);
        Assert.Equal(Encoding.UTF8.GetString(stored!.State), Encoding.UTF8.GetString(StoredFormat.Write(replayed)));
        Assert.Null(LedgerChain.Verify(rows, stored));
    }

    [Fact]
    public async Task An_event_is_stored_with_all_that_proves_it()
    {
        await using var registry = await RegistryCluster.Start();
        var unit = await new Story(registry).Unit(80_000_002);

        var row = Assert.Single(await History(registry, RecordKind.Unit, unit.Uscc));

        // The stored form: what is hashed now is read and proved in years. A change here breaks every ledger there is.
        var body = Encoding.UTF8.GetString(row.Body);
        var requestId = JsonNode.Parse(row.Body)!["requestId"]!.GetValue<string>();
        Assert.Equal(
            $$$"""
            {"kind":"unit","id":"{{{unit}}}","seq":1,"version":1,"type":"unitRegistered","occurredAt":"2026-03-02T01:00:00.0000000Z","recordedAt":"2026-03-02T01:00:00.0000000Z","actor":{"id":"person-admin","name":"系统管理员","role":"admin","unit":null},"requestId":"{{{requestId}}}","rulePack":"{{{RegistryCluster.Pack.Version}}}","data":{"type":"unitRegistered","id":"{{{unit}}}","name":"南昌市测试学校80000002","unitType":"privateSchool","authority":"{{{People.City}}}","address":"南昌市红谷滩区丰和中大道1号","at":"2026-03-02T01:00:00+00:00"}}
            """,
            body);
        Assert.Equal("unitRegistered", row.Type);
    }

    [Fact]
    public async Task A_command_with_several_events_is_one_version_of_several_links()
    {
        await using var registry = await RegistryCluster.Start();
        var story = new Story(registry);
        var site = await story.LiveSite(80_000_003);
        await story.Tell(site, People.Clerk(Usccs.Of(80_000_003)), story.OneDay(0));
        await story.Tell(site, People.Reviewer, new AssignRequest(2, null, null));
        var before = await registry.Store.Load(RecordKind.Site, site.Value, default);

        await story.Tell(site, People.Reviewer, new ApproveRequest(2, null));

        var after = await registry.Store.Load(RecordKind.Site, site.Value, default);
        var rows = await History(registry, RecordKind.Site, site.Value);
        Assert.Equal((before!.Version + 1, before.LedgerSeq + 2), (after!.Version, after.LedgerSeq));
        Assert.Equal(["requestApproved", "downlineApproved"], rows[^2..].Select(row => row.Type));
        Assert.Null(LedgerChain.Verify(rows, after));
    }

    private static async Task<HistoryRow[]> History(RegistryCluster registry, RecordKind kind, string id)
    {
        var page = await registry.Catalog.History(kind, id, Everything, null, 200, default);
        Assert.Null(page!.NextCursor);
        return [.. page.Items];
    }
}
