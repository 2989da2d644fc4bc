using NanchangEdu.Registry.Api.Counters;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>Questions about many records: answered from the catalog, narrowed to the caller's scope, waking no grain.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this RouteGroupBuilder api)
    {
        api.MapGet("/sites", (Query<SiteListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Sites(query.Question, caller, ct))
            .Query("listSites", Policies.ReadName, Tags.Sites, typeof(PageView<SiteRowView>),
                "List sites", "Those within the caller's scope, a page at a time. All filters combine; every one that is given must fit.");
        api.MapGet("/requests", (Query<RequestListQuery> query, Caller caller, CatalogDesk desk, CancellationToken ct) =>
                desk.Requests(query.Question, caller, ct))
            .Query("listRequests", Policies.ReadRecordsName, Tags.Requests, typeof(PageView<InboxRowView>),
                "List requests",
                "The inbox: those within the caller's scope, the longest waiting first. Each tells how many whole working days it has waited in its state, by the calendar of the rule pack, and whether it is overdue; `ageIsEstimated` where the calendar of a year in between is not published.");
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
