using System.Text.Json;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>A site as its ledger had made it by an instant of the past.</summary>
internal sealed class SitePast(SiteId id, ICatalog catalog)
{
    private const int PageSize = 200;

    /// <summary>What had been recorded by then; null when nothing had.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<(Site Site, long Version)?> At(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        (Site Site, long Version)? made = null;
        string? cursor = null;
        do
        {
            var page = await catalog.History(RecordKind.Site, id.Value, CatalogScope.Everything, cursor, PageSize, cancellationToken);
            foreach (var row in page?.Items ?? [])
            {
                if (row.RecordedAt > instant) return made;

                var body = JsonNode.Parse(row.Body) ?? throw new JsonException("a ledger event is an object");
                made = (SiteRules.Evolve(made?.Site ?? Site.Unknown(id), StoredFormat.ReadSiteEvent(body["data"]!)), body["version"]!.GetValue<long>());
            }

            cursor = page?.NextCursor;
        }
        while (cursor is not null);

        return made;
    }
}
