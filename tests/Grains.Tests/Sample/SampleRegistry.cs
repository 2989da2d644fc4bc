using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Grains.Tests.Harness;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Sample;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Sample;

/// <summary>The silo as the embedded program starts it, with the sample city, on a day of the test's choice.</summary>
internal sealed class SampleRegistry : IAsyncDisposable
{
    private readonly IHost host;

    private SampleRegistry(string folder, DateTimeOffset now)
    {
        DataFolder = folder;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Registry:DataFolder", folder)]);
        builder.Logging.ClearProviders();
        builder.AddRegistrySilo(RegistryDatabase.Embedded);
        builder.Services.AddSampleCity();

        // Only the registry's clock stands on that day: Orleans and the host keep theirs.
        builder.Services.AddSingleton(new StoryClock(new FakeTimeProvider(now)));
        builder.Services.AddSingleton(provider => new FaultyStore(provider.GetRequiredService<RegisterStore>()));
        builder.Services.AddSingleton<IRegisterStore>(provider => provider.GetRequiredService<FaultyStore>());
        host = builder.Build();
    }

    public string DataFolder { get; }

    public List<string> Console { get; } = [];

    public FaultyStore Store => host.Services.GetRequiredService<FaultyStore>();

    public StoryClock Clock => host.Services.GetRequiredService<StoryClock>();

    public ICatalog Catalog => host.Services.GetRequiredService<ICatalog>();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SampleRegistry> Start(string folder, DateTimeOffset now)
    {
        var registry = new SampleRegistry(folder, now);
        await registry.host.StartAsync();
        return registry;
    }

    public Task<bool> LoadSample() => host.Services.GetRequiredService<SampleCity>().Load(DataFolder, Console.Add, default);

    /// <summary>Every event of every record, in the order in which the register has them.</summary>
    public async Task<ImmutableArray<(string Record, HistoryRow Event)>> Ledger()
    {
        var events = ImmutableArray.CreateBuilder<(string, HistoryRow)>();
        foreach (var (kind, id) in await Records())
        {
            for (string? cursor = null, next = ""; next is not null; cursor = next)
            {
                var page = await Catalog.History(kind, id, Everything, cursor, 200, default);
                events.AddRange(page!.Items.Select(row => (id, row)));
                next = page.NextCursor;
            }
        }

        return [.. events.OrderBy(row => row.Item2.Position)];
    }

    public async Task<ImmutableArray<SiteListRow>> Sites()
    {
        var page = await Catalog.Sites(new(Everything, null, null, null, null, null, null, null, SiteSort.Name, null, 200), default);
        Assert.Null(page.NextCursor);
        return page.Items;
    }

    public async Task<ImmutableArray<UnitListRow>> Units()
    {
        var page = await Catalog.Units(new(Everything, null, null, null, null, 200), default);
        Assert.Null(page.NextCursor);
        return page.Items;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private static CatalogScope Everything { get; } = CatalogScope.Everything;

    private async Task<ImmutableArray<(RecordKind Kind, string Id)>> Records() =>
    [
        .. (await Sites()).Select(site => (RecordKind.Site, site.Id)),
        .. (await Units()).Select(unit => (RecordKind.Unit, unit.Id)),
    ];
}
