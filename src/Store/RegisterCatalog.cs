using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Store;

/// <summary>What all databases' catalogs have in common: limits, cursors, search texts. A row more than asked for tells that a page follows.</summary>
internal sealed class RegisterCatalog(IRegisterDialect dialect) : ICatalog
{
    private const int PageMax = 200;
    private const int DueMax = 10_000;
    private const int FeedMax = 10_000;
    private const int SpanMax = 5_000;
    private const int RecordsMax = 500;

    /// <summary>Events that one page of the feed looks at: whoever sees few of them waits no longer for it than who sees all.</summary>
    private const int FeedStretchWidth = 5000;

    /// <summary>Far more than any unit may have; a list without a bound is a mistake all the same.</summary>
    private const int SitesOfUnitMax = 10_000;

    private const int AuthoritiesMax = 1000;
    private const int StandingsMax = 10_000;

    private PageCursors Cursors => new(dialect.CursorKey);

    public async Task<CatalogPage<SiteListRow>> Sites(SiteFilter filter, CancellationToken cancellationToken)
    {
        var (list, limit) = (filter with { Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Sites(filter with { Query = SearchText.LikePattern(filter.Query) }, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, row => new PageStart(SortKey(filter.Sort, row.Catalog), row.Id));
    }

    public async Task<CatalogPage<RequestListRow>> Requests(RequestFilter filter, CancellationToken cancellationToken)
    {
        // A box of what is overdue goes on with time: its cursor belongs to the box, not to the instant of its first page.
        var box = filter.Box is { OverdueAt: not null } overdue ? overdue with { OverdueAt = DateTimeOffset.UnixEpoch } : filter.Box;
        var (list, limit) = (filter with { Box = box, Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Requests(filter, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, row => new PageStart(SortKey(filter.Sort, row.Request), row.SiteId, row.Request.Number));
    }

    public async Task<CatalogPage<DeadlineListRow>> Deadlines(DeadlineFilter filter, CancellationToken cancellationToken)
    {
        var (list, limit) = (filter with { Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Deadlines(filter, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, DeadlineStart.After);
    }

    public async Task<CatalogPage<ReminderListRow>> Reminders(ReminderFilter filter, CancellationToken cancellationToken)
    {
        var (list, limit) = (filter with { Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Reminders(filter, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, ReminderStart.After);
    }

    public async Task<CatalogPage<UnitListRow>> Units(UnitFilter filter, CancellationToken cancellationToken)
    {
        var (list, limit) = (filter with { Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Units(filter with { Query = SearchText.LikePattern(filter.Query) }, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, row => new PageStart(row.Catalog.Name, row.Id));
    }

    public async Task<CatalogPage<AccountListRow>> Accounts(AccountFilter filter, CancellationToken cancellationToken)
    {
        var (list, limit) = (filter with { Cursor = null, Limit = 0 }, Clamp(filter.Limit));
        var after = Cursors.Read(list, filter.Cursor);
        var rows = await dialect.Accounts(filter with { Query = SearchText.LikePattern(filter.Query) }, after, limit + 1, cancellationToken);
        return Page(rows, limit, list, row => new PageStart(row.Catalog.Name, row.Id));
    }

    public async Task<ListTotal> Count(SiteFilter filter, CancellationToken cancellationToken) => ListTotal.Of(
        await dialect.Count(filter with { Query = SearchText.LikePattern(filter.Query) }, ListTotal.Max + 1, cancellationToken));

    public async Task<ListTotal> Count(RequestFilter filter, CancellationToken cancellationToken) =>
        ListTotal.Of(await dialect.Count(filter, ListTotal.Max + 1, cancellationToken));

    public async Task<ListTotal> Count(DeadlineFilter filter, CancellationToken cancellationToken) =>
        ListTotal.Of(await dialect.Count(filter, ListTotal.Max + 1, cancellationToken));

    public async Task<ListTotal> Count(ReminderFilter filter, CancellationToken cancellationToken) =>
        ListTotal.Of(await dialect.Count(filter, ListTotal.Max + 1, cancellationToken));

    public async Task<ListTotal> Count(UnitFilter filter, CancellationToken cancellationToken) => ListTotal.Of(
        await dialect.Count(filter with { Query = SearchText.LikePattern(filter.Query) }, ListTotal.Max + 1, cancellationToken));

    public async Task<ListTotal> Count(AccountFilter filter, CancellationToken cancellationToken) => ListTotal.Of(
        await dialect.Count(filter with { Query = SearchText.LikePattern(filter.Query) }, ListTotal.Max + 1, cancellationToken));

    public Task<byte[]?> Standing(string personId, CancellationToken cancellationToken) => dialect.Standing(personId, cancellationToken);

    public Task<string?> PersonNamed(string userName, CancellationToken cancellationToken) => dialect.PersonNamed(userName, cancellationToken);

    public async Task<ImmutableArray<string>> AuthoritiesBelow(string authority, CancellationToken cancellationToken) =>
        [.. await dialect.AuthoritiesBelow(authority, AuthoritiesMax, cancellationToken)];

    public async Task<ImmutableArray<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken) =>
        [.. await dialect.Counts(scope, cancellationToken)];

    public async Task<ImmutableArray<string>> Outdated(string form, DateOnly today, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.Outdated(form, today, Math.Clamp(limit, 1, DueMax), cancellationToken)];

    public async Task<HistoryPage?> History(
        RecordKind kind, string id, CatalogScope scope, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var list = new HistoryList(kind, id, scope);
        var after = Cursors.Read(list, cursor);
        limit = Clamp(limit);
        if (await dialect.History(kind, id, scope, after?.Number ?? 0, limit + 1, cancellationToken) is not { } history) return null;

        var page = Page(history.Rows, limit, list, row => new PageStart("", id, row.Seq));
        return new HistoryPage(history.Unit, page.Items, page.NextCursor);
    }

    public async Task<LedgerSpan?> HistoryBetween(
        RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 1, SpanMax);
        return await dialect.HistoryBetween(kind, id, scope, from, until, limit + 1, cancellationToken) is { } span
            ? new LedgerSpan(span.Unit, span.HeadSeq, span.HeadHash, [.. span.Rows.Take(limit)], span.Rows.Count > limit)
            : null;
    }

    public async Task<ImmutableArray<StoredRecord>> SiteRecords(string? after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.SiteRecords(after ?? "", Math.Clamp(limit, 1, RecordsMax), cancellationToken)];

    public async Task<ImmutableArray<string>> Due(RecordKind kind, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.Due(kind, now, Math.Clamp(limit, 1, DueMax), cancellationToken)];

    public Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        dialect.Backlog(kind, now, cancellationToken);

    public async Task<ImmutableArray<string>> SitesOf(UnitId unit, CancellationToken cancellationToken) =>
        [.. await dialect.SitesOf(unit.Uscc, SitesOfUnitMax, cancellationToken)];

    public async Task<ImmutableArray<FeedRow>> LedgerFeed(long after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.LedgerFeed(after, Math.Clamp(limit, 1, FeedMax), cancellationToken)];

    public async Task<FeedPage> Feed(FeedFilter filter, CancellationToken cancellationToken)
    {
        var limit = Clamp(filter.Limit);
        var stretch = await dialect.Stretch(filter.After, FeedStretchWidth, cancellationToken);
        if (stretch.Count == 0) return new FeedPage([], filter.After, IsEnd: true);

        var items = await dialect.Feed(filter, stretch.Until, limit + 1, cancellationToken);
        return items.Count > limit
            ? new FeedPage([.. items.Take(limit)], items[limit - 1].Row.Position, IsEnd: false)
            : new FeedPage([.. items], stretch.Until, IsEnd: stretch.Count < FeedStretchWidth);
    }

    public Task<long> FeedHead(CancellationToken cancellationToken) => dialect.FeedHead(cancellationToken);

    public async Task<ImmutableArray<byte[]>> StandingsHolding(string claimScope, CancellationToken cancellationToken) =>
        [.. await dialect.StandingsHolding(claimScope, StandingsMax, cancellationToken)];

    private static int Clamp(int limit) => Math.Clamp(limit, 1, PageMax);

    private static string SortKey(SiteSort sort, SiteCatalogRow row) => sort switch
    {
        SiteSort.Name => row.Name,
        SiteSort.RegisteredAt => StoreText.Of(row.RegisteredAt),
        SiteSort.NextExpiryOn => row.NextExpiryOn is { } date ? StoreText.Of(date) : StoreText.NoDate,
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "no such order"),
    };

    private static string SortKey(RequestSort sort, RequestCatalogRow row) => sort switch
    {
        RequestSort.Age => StoreText.Of(row.SubmittedAt),
        RequestSort.Due => row.DueAt is { } due ? StoreText.Of(due) : StoreText.NoInstant,
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "no such order"),
    };

    private CatalogPage<TRow> Page<TRow, TList>(IReadOnlyList<TRow> rows, int limit, TList list, Func<TRow, PageStart> startAfter) =>
        rows.Count <= limit
            ? new CatalogPage<TRow>([.. rows], null)
            : new CatalogPage<TRow>([.. rows.Take(limit)], Cursors.Make(list, startAfter(rows[limit - 1])));

    private sealed record HistoryList(RecordKind Kind, string Id, CatalogScope Scope);
}
