using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <param name="Filter">What was asked, of nobody's scope yet.</param>
/// <param name="Total">Whether all rows are to be counted.</param>
internal sealed record UnitListQuery(UnitFilter Filter, bool Total) : IQuestion<UnitListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("unitType", "Type of the unit.", Choices: [.. Json.NamesOf(typeof(UnitType))]),
        new("hasSite", "Whether it has a site that is neither closed nor deregistered.", "boolean"),
        new("q", "Part of the name or the code.", Max: Limits.QueryTextLength),
        Paging.Order,
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static UnitListQuery Read(QueryReader query)
    {
        var asked = Filters(query);
        return asked with { Filter = asked.Filter with { Cursor = query.Text(Paging.CursorName), Limit = Paging.LimitOf(query) }, Total = Paging.TotalOf(query) };
    }

    /// <summary>Without the parameters of pages.</summary>
    public static UnitListQuery Filters(QueryReader query) => new(
        new UnitFilter(
            CatalogScope.Nothing, query.Unit("authority"), query.Text("unitType"), query.Text("q"), Cursor: null, Limits.PageMax)
        {
            HasSite = query.Flag("hasSite"),
            Order = Paging.OrderOf(query),
        },
        Total: false);

    public UnitFilter ToFilter(CatalogScope scope) => Filter with { Scope = scope };
}
