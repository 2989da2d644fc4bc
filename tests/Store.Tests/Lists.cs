namespace NanchangEdu.Registry.Store.Tests;

/// <summary>Filters that let everything through, and the walk through all pages of a list.</summary>
internal static class Lists
{
    public static readonly SiteFilter AllSites =
        new(Sample.Everything, null, null, null, null, null, null, null, SiteSort.Name, null, 50);

    public static readonly RequestFilter AllRequests = new(Sample.Everything, null, null, null, null, 50);

    public static readonly DeadlineFilter AllDeadlines = new(Sample.Everything, null, null, null, null, null, 50);

    public static readonly UnitFilter AllUnits = new(Sample.Everything, null, null, null, null, 50);

    public static readonly AccountFilter AllAccounts = new(Sample.Everything, null, null, null, null, null, null, 50);

    public static async Task<string[]> Ids(this ICatalog catalog, SiteFilter filter) =>
        [.. (await Walk(cursor => catalog.Sites(filter with { Cursor = cursor }, CancellationToken.None))).Select(row => row.Id)];

    public static async Task<string[]> Ids(this ICatalog catalog, UnitFilter filter) =>
        [.. (await Walk(cursor => catalog.Units(filter with { Cursor = cursor }, CancellationToken.None))).Select(row => row.Id)];

    public static async Task<string[]> Ids(this ICatalog catalog, AccountFilter filter) =>
        [.. (await Walk(cursor => catalog.Accounts(filter with { Cursor = cursor }, CancellationToken.None))).Select(row => row.Id)];

    public static async Task<string[]> Names(this ICatalog catalog, RequestFilter filter) =>
        [.. (await Walk(cursor => catalog.Requests(filter with { Cursor = cursor }, CancellationToken.None))).Select(row => $"{row.SiteId}#{row.Request.Number}")];

    public static async Task<string[]> Names(this ICatalog catalog, DeadlineFilter filter) =>
        [.. (await Walk(cursor => catalog.Deadlines(filter with { Cursor = cursor }, CancellationToken.None))).Select(row => $"{row.SiteId} {NameOf(row.Deadline)}")];

    private static string NameOf(DeadlineCatalogRow row) => row.Number == 0 ? row.Kind : $"{row.Kind}/{row.Number}";

    /// <summary>All rows, page by page, as a client takes them.</summary>
    public static async Task<List<T>> Walk<T>(Func<string?, Task<CatalogPage<T>>> page)
    {
        var rows = new List<T>();
        string? cursor = null;
        do
        {
            var next = await page(cursor);
            Assert.True(next.NextCursor is null || next.Items.Length > 0, "a page that another follows is not empty");
            rows.AddRange(next.Items);
            cursor = next.NextCursor;
        }
        while (cursor is not null);
        return rows;
    }
}
