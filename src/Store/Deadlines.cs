namespace NanchangEdu.Registry.Store;

/// <summary>A keyset page of deadlines, the earliest due first. Null filters do not filter.</summary>
/// <param name="Cursor">Opaque, from the page before; its making and checking are the store's.</param>
public sealed record DeadlineFilter(CatalogScope Scope, string? Kind, string? Who, DateOnly? DueFrom, DateOnly? DueBy, string? Cursor, int Limit)
{
    public string? Unit { get; init; }

    public string? Authority { get; init; }

    /// <summary>One site's alone.</summary>
    public string? Site { get; init; }

    /// <summary>Whether somebody in charge said that it is known.</summary>
    public bool? IsAcknowledged { get; init; }

    public ListOrder Order { get; init; } = ListOrder.Asc;
}

public sealed record DeadlineListRow(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, DeadlineCatalogRow Deadline);

/// <summary>Where a page of deadlines ended, in the form of all pages.</summary>
internal static class DeadlineStart
{
    /// <summary>Neither ids nor kinds hold a blank.</summary>
    private const char Between = ' ';

    public static PageStart After(DeadlineListRow row) =>
        new(StoreText.Of(row.Deadline.DueOn), $"{row.SiteId}{Between}{row.Deadline.Kind}", row.Deadline.Number);

    /// <summary>The keys of the row: due date, site, kind, number.</summary>
    /// <param name="date">The form that the database has of a date.</param>
    public static object[]? Keys(PageStart? start, Func<string, object> date) => start is null
        ? null
        : [date(start.Key), start.Id[..start.Id.IndexOf(Between, StringComparison.Ordinal)], start.Id[(start.Id.IndexOf(Between, StringComparison.Ordinal) + 1)..], (int)start.Number];
}
