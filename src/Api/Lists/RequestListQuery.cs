using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Lists;

/// <summary>The boxes of an inbox.</summary>
internal enum InboxBox
{
    /// <summary>待受理: filed, and nobody has taken it.</summary>
    Waiting = 1,
    /// <summary>我受理的: open, and taken by the caller.</summary>
    Mine = 2,
    /// <summary>已退回: with the sponsor.</summary>
    Returned = 3,
    /// <summary>我提交的: first filed by the caller, open or not.</summary>
    Filed = 4,
    /// <summary>已超期: open, and the time in which it is due has passed.</summary>
    Overdue = 5,
}

/// <param name="Filter">What was asked, of nobody's scope yet.</param>
/// <param name="Box">The box that is looked into, the caller's own.</param>
/// <param name="Total">Whether all rows are to be counted.</param>
internal sealed record RequestListQuery(RequestFilter Filter, InboxBox? Box, bool Total) : IQuestion<RequestListQuery>
{
    public const string Myself = "me";

    /// <summary>Somebody still has something to do about it.</summary>
    public static readonly ImmutableArray<string> OpenStates =
        [Json.NameOf(RequestState.Submitted), Json.NameOf(RequestState.InReview), Json.NameOf(RequestState.Returned)];

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("box", "One box of the caller's inbox: `waiting` for somebody to take it, `mine` that I have taken and that is open, `returned` to the sponsor, `filed` by me, `overdue`.", Choices: [.. Json.NamesOf(typeof(InboxBox))]),
        new("state", "State of the request.", Choices: [.. Json.NamesOf(typeof(RequestState))]),
        new("kind", "Kind of the request.", Choices: [.. Json.NamesOf(typeof(RequestKind))]),
        new("assignee", $"Person id of who has taken it; `{Myself}` for the caller.", Max: Limits.PersonIdLength, Example: Myself),
        new("unit", "USCC of the sponsor.", Max: 18),
        new("authority", "USCC of the supervising authority.", Max: 18),
        new("dueBefore", "Only what is due before this date begins, Asia/Shanghai.", Format: "date", Example: "2026-03-10"),
        new("sort", "`age` by submission, the longest waiting first, if absent; `due` by what is due next, what is not due at all last.", Choices: [.. Json.NamesOf(typeof(RequestSort))]),
        Paging.Order,
        Paging.Cursor,
        Paging.Limit,
        Paging.Total,
    ];

    public static RequestListQuery Read(QueryReader query)
    {
        var asked = Filters(query);
        return asked with { Filter = asked.Filter with { Cursor = query.Text(Paging.CursorName), Limit = Paging.LimitOf(query) }, Total = Paging.TotalOf(query) };
    }

    /// <summary>Without the parameters of pages.</summary>
    public static RequestListQuery Filters(QueryReader query) => new(
        new RequestFilter(
            CatalogScope.Nothing, query.Text("state"), query.Text("kind"), query.Text("assignee"), Cursor: null, Limits.PageMax)
        {
            Unit = query.Unit("unit"),
            Authority = query.Unit("authority"),
            DueBy = query.Date("dueBefore") is { } date ? RegistryCalendar.StartOf(date) : null,
            Sort = query.Text("sort") is { } sort ? Routes.Named<RequestSort>(sort) : RequestSort.Age,
            Order = Paging.OrderOf(query),
        },
        query.Text("box") is { } box ? Routes.Named<InboxBox>(box) : null,
        Total: false);

    public RequestFilter ToFilter(CatalogScope scope, string personId, DateTimeOffset now) => Filter with
    {
        Scope = scope,
        Assignee = Filter.Assignee == Myself ? personId : Filter.Assignee,
        Box = Box switch
        {
            null => null,
            InboxBox.Waiting => new RequestBox { States = [Json.NameOf(RequestState.Submitted)] },
            InboxBox.Mine => new RequestBox(Assignee: personId) { States = OpenStates },
            InboxBox.Returned => new RequestBox { States = [Json.NameOf(RequestState.Returned)] },
            InboxBox.Filed => new RequestBox(FiledBy: personId),
            InboxBox.Overdue => new RequestBox(OverdueAt: now) { States = OpenStates },
            var other => throw new InvalidOperationException($"there is no box {other}"),
        },
    };
}
