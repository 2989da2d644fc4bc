using NanchangEdu.Registry.Api.Deadlines;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>Puts the catalog's rows into the shape of the API.</summary>
public sealed class CatalogDesk(ICatalog catalog, PackInForce pack, TimeProvider clock)
{
    internal async Task<IResult> Sites(SiteListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter(caller.Scope, RegistryCalendar.DateOf(clock.GetUtcNow()));
        var page = await catalog.Sites(filter, cancellationToken);
        return JsonBytes.Of(PageView.Of(page, SiteRowView.Of, query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

    internal async Task<IResult> Requests(RequestListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = query.ToFilter(caller.Scope, caller.Actor.PersonId, now);
        var page = await catalog.Requests(filter, cancellationToken);
        var ageing = new Ageing(await pack.WorkingCalendar(cancellationToken), now);
        return JsonBytes.Of(PageView.Of(
            page, row => InboxRowView.Of(row, ageing), query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

    internal async Task<IResult> Deadlines(DeadlineListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var today = RegistryCalendar.DateOf(clock.GetUtcNow());
        var filter = query.ToFilter(caller.Scope, today);
        var page = await catalog.Deadlines(filter, cancellationToken);
        return JsonBytes.Of(PageView.Of(
            page, row => DeadlineRowView.Of(row, today), query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

    internal async Task<IResult> Reminders(ReminderListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.Filter with { Scope = caller.Scope };
        var page = await catalog.Reminders(filter, cancellationToken);
        return JsonBytes.Of(PageView.Of(page, ReminderRowView.Of, query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

    internal async Task<IResult> Units(UnitListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var filter = query.ToFilter(caller.Scope);
        var page = await catalog.Units(filter, cancellationToken);
        return JsonBytes.Of(PageView.Of(page, UnitRowView.Of, query.Total ? await catalog.Count(filter, cancellationToken) : null));
    }

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
        JsonBytes.Of(PageView.Of(new CatalogPage<HistoryRow>(page.Items, page.NextCursor), view));
}
