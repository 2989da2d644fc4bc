using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <param name="Filter">What was asked, of nobody's scope yet.</param>
/// <param name="ExpiringWithinDays">Counted from today in Shanghai.</param>
/// <param name="Total">Whether all rows are to be counted.</param>
internal sealed record SiteListQuery(SiteFilter Filter, int? ExpiringWithinDays, bool Total) : IQuestion<SiteListQuery>
{
    private const int GradedLevelMax = 5;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("stage", "Stage of life.", Choices: [.. Json.NamesOf(typeof(Stage))]),
        new("unit", "USCC of the sponsor.", Max: 18),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("unitType", "Type of the sponsor.", Choices: [.. Json.NamesOf(typeof(UnitType))]),
        new("compliance", "Compliance.", Choices: [.. Json.NamesOf(typeof(Compliance))]),
        new("icp", "State of the ICP filing.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("publicSecurity", "State of the public-security filing.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("gradedProtection", "State of the graded protection.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("gradedLevel", "Level of the graded protection.", "integer", Min: 1, Max: GradedLevelMax, Example: "2"),
        new("siteMark", "State of the site mark.", Choices: [.. Json.NamesOf(typeof(FilingState))]),
        new("registeredFrom", "Registered on this date or later, Asia/Shanghai.", Format: "date", Example: "2026-01-01"),
        new("registeredUntil", "Registered on this date or earlier, Asia/Shanghai.", Format: "date", Example: "2026-06-30"),
        new("closed", "Whether the closure is complete.", "boolean"),
        new("expiringWithinDays", "Only sites whose evidence runs out within so many days.", "integer", Min: 0, Max: Limits.ExpiringWithinDaysMax),
        new("q", "Part of a name, unit, host or filing number.", Max: Limits.QueryTextLength, Example: "一中"),
        new("sort", "Order of the rows, by name if absent. By `nextExpiryOn`, what never expires comes last.", Choices: [.. Json.NamesOf(typeof(SiteSort))]),
        Paging.Order,
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static SiteListQuery Read(QueryReader query)
    {
        var asked = Filters(query);
        return asked with { Filter = asked.Filter with { Cursor = query.Text(Paging.CursorName), Limit = Paging.LimitOf(query) }, Total = Paging.TotalOf(query) };
    }

    /// <summary>Without the parameters of pages.</summary>
    public static SiteListQuery Filters(QueryReader query) => new(
        new SiteFilter(
            CatalogScope.Nothing, query.Text("stage"), query.Unit("authority"), query.Text("unitType"), query.Text("icp"), query.Text("gradedProtection"),
            ExpiringBy: null, query.Text("q"), query.Text("sort") is { } sort ? Routes.Named<SiteSort>(sort) : SiteSort.Name,
            Cursor: null, Limits.PageMax)
        {
            Unit = query.Unit("unit"),
            Compliance = query.Text("compliance"),
            PublicSecurityState = query.Text("publicSecurity"),
            GradedLevel = query.Number("gradedLevel"),
            SiteMarkState = query.Text("siteMark"),
            RegisteredFrom = query.Date("registeredFrom") is { } since ? RegistryCalendar.StartOf(since) : null,
            RegisteredBefore = query.Date("registeredUntil") is { } until ? RegistryCalendar.EndOf(until) : null,
            IsClosed = query.Flag("closed"),
            Order = Paging.OrderOf(query),
        },
        query.Number("expiringWithinDays"),
        Total: false);

    public SiteFilter ToFilter(CatalogScope scope, DateOnly today) =>
        Filter with { Scope = scope, ExpiringBy = ExpiringWithinDays is { } days ? today.AddDays(days) : null };
}
