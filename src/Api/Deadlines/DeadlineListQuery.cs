using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Deadlines;

/// <param name="Filter">What was asked, of nobody's scope yet.</param>
/// <param name="WithinDays">Due within so many days from today, what is overdue included.</param>
/// <param name="IsOverdue">Whether the due date has passed.</param>
/// <param name="Total">Whether all rows are to be counted.</param>
internal sealed record DeadlineListQuery(DeadlineFilter Filter, int? WithinDays, bool? IsOverdue, bool Total) : IQuestion<DeadlineListQuery>
{
    private const int DaysMax = 3660;

    public static readonly IReadOnlyList<string> Kinds = [.. DeadlineKinds.BesideGate, .. GateCodes.All.Where(code => code != GateCodes.Approval)];

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("kind", "What it is about: an item of the launch gate, or a kind of its own.", Choices: Kinds),
        new("who", "Who must act.", Choices: [.. Json.NamesOf(typeof(Party))]),
        new("site", "Id of the site.", Max: Limits.CodeLength),
        new("unit", "USCC of the sponsor.", Max: 18),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("withinDays", "Due within so many days from today, Asia/Shanghai; what is overdue is included.", "integer", Min: 0, Max: DaysMax, Example: "30"),
        new("dueFrom", "Due on this date or later.", Format: "date", Example: "2026-03-01"),
        new("dueUntil", "Due on this date or earlier.", Format: "date", Example: "2026-03-31"),
        new("overdue", "Whether the due date has passed.", "boolean"),
        new("acknowledged", "Whether somebody who is to act has said that it is known.", "boolean"),
        Paging.Order,
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static DeadlineListQuery Read(QueryReader query)
    {
        var asked = Filters(query);
        return asked with { Filter = asked.Filter with { Cursor = query.Text(Paging.CursorName), Limit = Paging.LimitOf(query) }, Total = Paging.TotalOf(query) };
    }

    /// <summary>Without the parameters of pages.</summary>
    public static DeadlineListQuery Filters(QueryReader query) => new(
        new DeadlineFilter(
            CatalogScope.Nothing, query.Text("kind"), query.Text("who"), query.Date("dueFrom"), query.Date("dueUntil"), null, Limits.PageMax)
        {
            Site = query.Text("site"),
            Unit = query.Unit("unit"),
            Authority = query.Unit("authority"),
            IsAcknowledged = query.Flag("acknowledged"),
            Order = Paging.OrderOf(query),
        },
        query.Number("withinDays"), query.Flag("overdue"), Total: false);

    /// <summary>All conditions hold at once: the narrowest dates win.</summary>
    public DeadlineFilter ToFilter(CatalogScope scope, DateOnly today) => Filter with
    {
        Scope = scope,
        DueFrom = Later(Filter.DueFrom, IsOverdue == false ? today : null),
        DueBy = Earlier(
            Earlier(Filter.DueBy, WithinDays is { } days ? RegistryCalendar.AddDays(today, days) : null),
            IsOverdue == true ? RegistryCalendar.AddDays(today, -1) : null),
    };

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other ?? one : one;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;
}
