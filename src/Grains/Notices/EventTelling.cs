using System.Globalization;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>Turns events of the ledger into notices.</summary>
internal sealed class EventTelling(IRegisterStore store, Recipients recipients)
{
    private const int AtOnce = 200;

    public static FeedFilter After(long position) => new(CatalogScope.Everything, position, [RecordKind.Site], NoticeRules.Types, null, AtOnce);

    /// <summary>To everybody concerned but who did it.</summary>
    /// <returns>In how many inboxes it was not yet.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<int> Tell(FeedItem item, CancellationToken cancellationToken)
    {
        var row = item.Row;
        if (await store.Load(RecordKind.Site, row.Id, cancellationToken) is not { } record) return 0;

        var (happened, site) = (StoredFormat.ReadSiteEvent(JsonNode.Parse(row.Body)!["data"]!), StoredFormat.ReadSite(record.State));
        var put = 0;
        foreach (var telling in NoticeRules.Of(happened, site))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"event:{row.Position}:{Wire.Name(telling.Party)}");
            var draft = new NoticeDraft(key, telling.Kind, row.OccurredAt, row.Id, telling.Title, telling.Text);
            var told = await recipients.Of(new Addressee(telling.Party, telling.Org), cancellationToken);
            put += await recipients.Put(told.Where(person => person != row.ActorId).Select(person => (person, draft)));
        }

        return put;
    }
}
