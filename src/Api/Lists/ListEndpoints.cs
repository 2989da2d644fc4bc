using NanchangEdu.Registry.Api.Counters;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>Questions about many records: answered from the catalog, narrowed to the caller's scope, waking no grain.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this RouteGroupBuilder api)
    {
        api.MapGet("/sites", (Query<SiteListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Sites(query.Question, caller, ct))
            .Query("listSites", Policies.ReadName, Tags.Sites, typeof(PageView<SiteRowView>),
                "List sites", "Those within the caller's scope, filtered, a page at a time.");
        api.MapGet("/requests", (Query<RequestListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Requests(query.Question, caller, ct))
            .Query("listRequests", Policies.ReadRecordsName, Tags.Requests, typeof(PageView<InboxRowView>),
                "List requests", "The inbox: those within the caller's scope, the longest waiting first.");
        api.MapGet("/units", (Query<UnitListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Units(query.Question, caller, ct))
            .Query("listUnits", Policies.ReadRecordsName, Tags.Units, typeof(PageView<UnitRowView>),
                "List units", "Those within the caller's scope.");
        api.MapGet("/sites/{id:site}/history", (SiteId id, Query<HistoryQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.History(id, query.Question, caller, ct))
            .Query("readHistory", Policies.HistoryName, Tags.Sites, typeof(PageView<HistoryEventView>),
                "Read a site's history",
                "Its ledger from the beginning, each event with the hash that chains it to the one before. The sponsor's own people and auditors get the exact bytes that were hashed; to reviewer, lead and centre the contacts in them are masked, and an event with `isMasked` does not hash to its `hash`.");
        api.MapGet("/counters", (Caller caller, CountersBoard board) => board.Read(caller))
            .Query("readCounters", Policies.ReadName, Tags.Overview, typeof(CountersView),
                "Read the counters",
                "Of the sites and requests within the caller's scope, exact at the moment of the answer, which is a quarter of a second old at most (`Cache-Control: no-cache` has it made anew). Cheap to poll: with `If-None-Match` an unchanged answer is a 304.");
        api.MapGet("/policy", (Desk desk, CancellationToken ct) => desk.ReadPolicy(ct))
            .Query("readPolicy", Policies.ReadName, Tags.Overview, typeof(RulePackView),
                "Read the rule pack in force", "Every number and the words of every clause.");
    }
}

/// <summary>Puts the catalog's rows into the shape of the API.</summary>
public sealed class CatalogDesk(ICatalog catalog, TimeProvider clock)
{
    /// <summary>China keeps one time all year; the date alone is needed here.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    internal async Task<IResult> Sites(SiteListQuery query, Caller caller, CancellationToken cancellationToken) =>
        Page(await catalog.Sites(query.ToFilter(caller.Scope, Today()), cancellationToken), SiteRowView.Of);

    internal async Task<IResult> Requests(RequestListQuery query, Caller caller, CancellationToken cancellationToken) =>
        Page(await catalog.Requests(query.ToFilter(caller.Scope, caller.Actor.PersonId), cancellationToken), InboxRowView.Of);

    internal async Task<IResult> Units(UnitListQuery query, Caller caller, CancellationToken cancellationToken) =>
        Page(await catalog.Units(query.ToFilter(caller.Scope), cancellationToken), UnitRowView.Of);

    internal async Task<IResult> History(SiteId id, HistoryQuery query, Caller caller, CancellationToken cancellationToken) =>
        await catalog.History(RecordKind.Site, id.Value, caller.Scope, query.Cursor, query.Limit, cancellationToken) is { } page
            ? Page(page, row => HistoryEventView.OfSite(row, RelationTo(page, caller)))
            : Problems.Of(RuleId.NotFound);

    internal async Task<IResult> AccountHistory(string personId, HistoryQuery query, Caller caller, CancellationToken cancellationToken) =>
        await catalog.History(RecordKind.Account, personId, caller.Scope, query.Cursor, query.Limit, cancellationToken) is { } page
            ? Page(page, HistoryEventView.Of)
            : Problems.Of(RuleId.NotFound);

    private static Relation RelationTo(HistoryPage page, Caller caller) =>
        PersonalData.RelationOf(page.Unit is { } unit ? new UnitId(unit) : null, caller.Actor);

    private static JsonBytes Page(HistoryPage page, Func<HistoryRow, HistoryEventView> view) =>
        Page(new CatalogPage<HistoryRow>(page.Items, page.NextCursor), view);

    private static JsonBytes Page<TRow, TView>(CatalogPage<TRow> page, Func<TRow, TView> view) =>
        JsonBytes.Of(new PageView<TView>([.. page.Items.Select(view)], page.NextCursor));

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Shanghai).DateTime);
}
