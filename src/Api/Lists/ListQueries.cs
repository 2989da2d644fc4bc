using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>The parameters that every paged list has.</summary>
internal static class Paging
{
    public static readonly QueryParameter Cursor =
        new("cursor", "The `nextCursor` of the page before, with the same filters.", Max: Limits.CursorLength);

    public static readonly QueryParameter Limit =
        new("limit", $"Rows on a page, {Limits.PageDefault} if absent.", "integer", Min: 1, Max: Limits.PageMax, Example: "50");
}

/// <param name="ExpiringWithinDays">Counted from today in Shanghai.</param>
internal sealed record SiteListQuery(
    string? Stage, string? Authority, string? UnitType, string? Icp, string? GradedProtection, int? ExpiringWithinDays,
    string? Text, SiteSort Sort, string? Cursor, int Limit) : IQuestion<SiteListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("stage", "Stage of life.", Choices: [.. Json.NamesOf(typeof(Stage))]),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("unitType", "Type of the sponsor.", Choices: [.. Json.NamesOf(typeof(UnitType))]),
        new("icp", "State of the ICP filing.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("gradedProtection", "State of the graded protection.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("expiringWithinDays", "Only sites whose evidence runs out within so many days.", "integer", Min: 0, Max: Limits.ExpiringWithinDaysMax),
        new("q", "Part of a name, unit, host or number.", Max: Limits.QueryTextLength, Example: "一中"),
        new("sort", "Order of the rows, by name if absent.", Choices: [.. Json.NamesOf(typeof(SiteSort))]),
        Paging.Cursor,
        Paging.Limit,
    ];

    public static SiteListQuery Read(QueryReader query) =>
        Filters(query) with { Cursor = query.Text("cursor"), Limit = query.Number("limit") ?? Limits.PageDefault };

    /// <summary>Without the parameters of pages.</summary>
    public static SiteListQuery Filters(QueryReader query) => new(
        query.Text("stage"), query.Unit("authority"), query.Text("unitType"), query.Text("icp"), query.Text("gradedProtection"),
        query.Number("expiringWithinDays"), query.Text("q"),
        query.Text("sort") is { } sort ? Routes.Named<SiteSort>(sort) : SiteSort.Name, null, Limits.PageMax);

    public SiteFilter ToFilter(CatalogScope scope, DateOnly today) => new(
        scope, Stage, Authority, UnitType, Icp, GradedProtection,
        ExpiringWithinDays is { } days ? today.AddDays(days) : null,
        Text, Sort, Cursor, Limit);
}

internal sealed record RequestListQuery(string? State, string? Kind, string? Assignee, string? Cursor, int Limit) : IQuestion<RequestListQuery>
{
    public const string Myself = "me";

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("state", "State of the request.", Choices: [.. Json.NamesOf(typeof(RequestState))]),
        new("kind", "Kind of the request.", Choices: [.. Json.NamesOf(typeof(RequestKind))]),
        new("assignee", $"Person id of who has taken it; `{Myself}` for the caller.", Max: Limits.PersonIdLength, Example: Myself),
        Paging.Cursor,
        Paging.Limit,
    ];

    public static RequestListQuery Read(QueryReader query) =>
        Filters(query) with { Cursor = query.Text("cursor"), Limit = query.Number("limit") ?? Limits.PageDefault };

    /// <summary>Without the parameters of pages.</summary>
    public static RequestListQuery Filters(QueryReader query) =>
        new(query.Text("state"), query.Text("kind"), query.Text("assignee"), null, Limits.PageMax);

    public RequestFilter ToFilter(CatalogScope scope, string personId) =>
        new(scope, State, Kind, Assignee == Myself ? personId : Assignee, Cursor, Limit);
}

internal sealed record UnitListQuery(string? Authority, string? UnitType, string? Text, string? Cursor, int Limit) : IQuestion<UnitListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("unitType", "Type of the unit.", Choices: [.. Json.NamesOf(typeof(UnitType))]),
        new("q", "Part of the name or the code.", Max: Limits.QueryTextLength),
        Paging.Cursor,
        Paging.Limit,
    ];

    public static UnitListQuery Read(QueryReader query) =>
        Filters(query) with { Cursor = query.Text("cursor"), Limit = query.Number("limit") ?? Limits.PageDefault };

    /// <summary>Without the parameters of pages.</summary>
    public static UnitListQuery Filters(QueryReader query) =>
        new(query.Unit("authority"), query.Text("unitType"), query.Text("q"), null, Limits.PageMax);

    public UnitFilter ToFilter(CatalogScope scope) => new(scope, Authority, UnitType, Text, Cursor, Limit);
}

internal sealed record HistoryQuery(string? Cursor, int Limit) : IQuestion<HistoryQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [Paging.Cursor, Paging.Limit];

    public static HistoryQuery Read(QueryReader query) => new(query.Text("cursor"), query.Number("limit") ?? Limits.PageDefault);
}
