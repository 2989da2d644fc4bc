using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Rules.Tables;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Imports;

/// <summary>Brings files to a running registry, and looks at what became of them.</summary>
internal sealed class ImportStory(RegistryCluster registry)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static string[] UnitHeadings { get; } = ["uscc", "name", "type", "authority", "address"];

    /// <summary>A row that registers the unit, or gives it another name.</summary>
    public static string[] UnitRow(UnitId unit, string name) => [unit.Uscc, name, "privateSchool", People.City.Uscc, "南昌市红谷滩区丰和中大道1号"];

    public static ImmutableArray<ImportRow> Read(Table table, string[] headings, params IEnumerable<string[]> rows)
    {
        var (reading, faults) = TableReading.Of(table, new SheetRow(1, [.. headings]));
        Assert.Empty(faults);
        return [.. reading!.Read(rows.Select((cells, index) => new SheetRow(index + 2, [.. cells])))];
    }

    public IImportGrain Import(ImportId id) => registry.Grain<IImportGrain>(id.Value);

    /// <summary>All rows are there, and the dry run is over.</summary>
    public async Task<ImportId> Checked(Actor by, Table table, ImmutableArray<ImportRow> rows)
    {
        var (id, envelope) = await Received(by, table, rows);
        Assert.Equal(OutcomeKind.Done, (await Import(id).Check(envelope, default)).Kind);
        Assert.Equal(ImportPhase.Checked, (await Settled(id, by)).State);
        return id;
    }

    /// <summary>All rows are there.</summary>
    public async Task<(ImportId Import, Envelope Envelope)> Received(Actor by, Table table, ImmutableArray<ImportRow> rows)
    {
        var envelope = by.Asks();
        var id = ImportId.Derive(by.PersonId, envelope.IdempotencyKey);
        Assert.Equal(201, (await Import(id).Open(new ImportOpening(table.Name, "文件.xlsx", "00", rows.Length), envelope, default)).Status);
        foreach (var (page, some) in rows.Chunk(ImportPage.RowsMax).Index()) Assert.Equal(OutcomeKind.Done, (await Import(id).Add(page, [.. some], envelope, default)).Kind);
        return (id, envelope);
    }

    public async Task<ImportView> Applied(ImportId id, Actor by)
    {
        Assert.Equal(OutcomeKind.Done, (await Import(id).Apply(skipErrors: true, by.Asks(), default)).Kind);
        return await Settled(id, by);
    }

    /// <summary>The import once nothing of it is under way.</summary>
    public async Task<ImportView> Settled(ImportId id, Actor by)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ;)
        {
            var view = await View(id, by);
            if (view.State is not (ImportPhase.Receiving or ImportPhase.Checking or ImportPhase.Applying)) return view;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"{view} {registry.Log.Text}");
            await Task.Delay(20);
        }
    }

    public async Task<ImportView> View(ImportId id, Actor by) =>
        JsonSerializer.Deserialize<ImportView>((await Import(id).Read(by, default)).Body, RegistryJson.Options)!;

    public async Task<ImmutableArray<ImportRowView>> Rows(ImportId id, Actor by) =>
        JsonSerializer.Deserialize<ImportRowsView>((await Import(id).ReadRows(new AskImportRows(null, 0, 200), by, default)).Body, RegistryJson.Options)!.Items;

    /// <summary>The ledger of a record, the oldest first.</summary>
    public async Task<ImmutableArray<HistoryRow>> History(RecordKind kind, string id) =>
        (await registry.Catalog.History(kind, id, CatalogScope.Everything, null, 200, default))!.Items;

    /// <summary>Under which request an event was recorded, and by whom.</summary>
    public static (string Request, string Actor) OriginOf(HistoryRow row)
    {
        var body = JsonDocument.Parse(row.Body).RootElement;
        return (body.GetProperty("requestId").GetString()!, body.GetProperty("actor").GetProperty("id").GetString()!);
    }
}
