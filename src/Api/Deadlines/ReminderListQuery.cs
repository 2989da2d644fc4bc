using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Deadlines;

/// <param name="Filter">What was asked, of nobody's scope yet.</param>
/// <param name="Total">Whether all rows are to be counted.</param>
internal sealed record ReminderListQuery(ReminderFilter Filter, bool Total) : IQuestion<ReminderListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("site", "Id of the site.", Max: Limits.CodeLength),
        new("kind", "What the deadline is about.", Choices: DeadlineListQuery.Kinds),
        new("unit", "USCC of the sponsor.", Max: 18),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("to", "The party that was told.", Choices: [.. Json.NamesOf(typeof(Party))]),
        new("escalated", "Whether it went to the superior because nobody had reacted.", "boolean"),
        new("unanswered", "Whether the deadline still stands and nobody who is to act has said that it is known.", "boolean"),
        new("toldFrom", "Told on this date or later, Asia/Shanghai.", Format: "date", Example: "2026-03-01"),
        new("toldUntil", "Told on this date or earlier, Asia/Shanghai.", Format: "date", Example: "2026-03-31"),
        Paging.Order,
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static ReminderListQuery Read(QueryReader query) =>
        new(Filters(query).Filter with { Cursor = query.Text(Paging.CursorName), Limit = Paging.LimitOf(query) }, Paging.TotalOf(query));

    /// <summary>Without the parameters of pages.</summary>
    public static ReminderListQuery Filters(QueryReader query) => new(
        new ReminderFilter(CatalogScope.Nothing, query.Text("site"), query.Text("kind"), query.Flag("escalated"), query.Flag("unanswered"), null, Limits.PageMax)
        {
            Unit = query.Unit("unit"),
            Authority = query.Unit("authority"),
            ToParty = query.Text("to"),
            ToldFrom = query.Date("toldFrom") is { } from ? RegistryCalendar.StartOf(from) : null,
            ToldBefore = query.Date("toldUntil") is { } until ? RegistryCalendar.EndOf(until) : null,
            Order = Paging.OrderOf(query),
        },
        Total: false);
}
