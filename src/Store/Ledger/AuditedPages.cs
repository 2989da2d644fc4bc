using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>Puts together what was read table by table.</summary>
internal static class AuditedPages
{
    public static AuditedRecord Of(AuditedHead head, UnitListRow unit, string words) =>
        new(head, null, unit.Catalog, null, [], [], new SearchWords(words, SearchText.OfUnit(unit.Id, unit.Catalog)));

    public static AuditedRecord Of(AuditedHead head, AccountListRow account, string words) =>
        new(head, null, null, account.Catalog, [], [], new SearchWords(words, SearchText.OfAccount(account.Id, account.Catalog)));

    public static ImmutableArray<AuditedRecord> Join(
        List<AuditedRecord> records, IEnumerable<FeedRow> events, IEnumerable<HeldClaim> claims,
        IEnumerable<(string Id, RequestCatalogRow Request)> requests, IEnumerable<(string Id, DeadlineCatalogRow Deadline)> deadlines)
    {
        var eventsOf = events.ToLookup(row => row.Id, StringComparer.Ordinal);
        var claimsOf = claims.ToLookup(claim => claim.OwnerId, StringComparer.Ordinal);
        var requestsOf = requests.ToLookup(row => row.Id, row => row.Request, StringComparer.Ordinal);
        var deadlinesOf = deadlines.ToLookup(row => row.Id, row => row.Deadline, StringComparer.Ordinal);
        return
        [
            .. records.Select(record => record with
            {
                Catalog = record.Catalog is { } catalog
                    ? catalog with { Requests = [.. requestsOf[record.Head.Id]], Deadlines = [.. deadlinesOf[record.Head.Id]] }
                    : null,
                Claims = [.. claimsOf[record.Head.Id]],
                Events = [.. eventsOf[record.Head.Id]],
            }),
        ];
    }
}
