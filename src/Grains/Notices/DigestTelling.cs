using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>Gathers the reminders of a day into one notice a person.</summary>
internal sealed class DigestTelling(ICatalog catalog, Recipients recipients)
{
    private const int AtOnce = 200;

    /// <summary>
    /// Of what was brought to mind from the first instant until the second, what still stands and nobody has acknowledged. Which that is is asked
    /// now; a digest that is there already stays as it is.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<int> Tell(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, List<DigestLine>>(StringComparer.Ordinal);
        var filter = new ReminderFilter(CatalogScope.Everything, null, null, null, IsUnanswered: true, null, AtOnce) { ToldFrom = from, ToldBefore = until };
        for (var page = await catalog.Reminders(filter, cancellationToken); ; page = await catalog.Reminders(filter with { Cursor = page.NextCursor }, cancellationToken))
        {
            foreach (var row in page.Items)
            {
                var line = new DigestLine(row.SiteName, row.UnitName, row.Zh, row.DueOn, row.Reminder.IsEscalation);
                foreach (var person in await recipients.Of(AddresseeOf(row.Reminder), cancellationToken))
                {
                    if (!lines.TryGetValue(person, out var own)) lines.Add(person, own = []);
                    own.Add(line);
                }
            }

            if (page.NextCursor is null) break;
        }

        var today = RegistryCalendar.DateOf(until);
        return await recipients.Put(lines.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one =>
        {
            var (title, text) = DailyDigest.Words(one.Value, today);
            return (one.Key, new NoticeDraft(DailyDigest.KeyOf(until), NoticeKind.Digest, until, null, title, text));
        }));
    }

    private static Addressee AddresseeOf(ReminderRow reminder) => new(Enum.Parse<Party>(reminder.ToParty, ignoreCase: true), reminder.ToOrg);
}
