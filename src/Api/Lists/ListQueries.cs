using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>The parameters that paged lists have in common.</summary>
internal static class Paging
{
    public const string CursorName = "cursor";

    public static readonly QueryParameter Cursor =
        new(CursorName, "The `nextCursor` of the page before, with the same filters.", Max: Limits.CursorLength);

    public static readonly QueryParameter Limit =
        new("limit", $"Rows on a page, {Limits.PageDefault} if absent.", "integer", Min: 1, Max: Limits.PageMax, Example: "50");

    public static readonly QueryParameter Order =
        new("order", "`desc` turns the whole order round, what comes last included; `asc` if absent.", Choices: [.. Json.NamesOf(typeof(ListOrder))]);

    public static readonly QueryParameter Total = new(
        "total", $"Whether `total` is to say how many rows there are in all pages, counted up to {ListTotal.Max}. It costs as much as reading them: ask with one page.",
        "boolean");

    public static int LimitOf(QueryReader query) => query.Number("limit") ?? Limits.PageDefault;

    public static ListOrder OrderOf(QueryReader query) => query.Text("order") is { } order ? Routes.Named<ListOrder>(order) : ListOrder.Asc;

    public static bool TotalOf(QueryReader query) => query.Flag("total") ?? false;
}

internal sealed record HistoryQuery(string? Cursor, int Limit) : IQuestion<HistoryQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [Paging.Cursor, Paging.Limit];

    public static HistoryQuery Read(QueryReader query) => new(query.Text(Paging.CursorName), Paging.LimitOf(query));
}
