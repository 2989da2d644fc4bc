using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Notices;

/// <summary>A page of the caller's own inbox.</summary>
internal sealed record NoticeListQuery(NoticeQuestion Question) : IQuestion<NoticeListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("unread", "Only those that are unread, or those that are read.", "boolean"),
        new("kind", "What they are about.", Choices: [.. Json.NamesOf(typeof(NoticeKind))]),
        new(Paging.CursorName, "The `nextCursor` of the page before.", "integer", Min: 1, Max: NoticesReadBody.NumberMax),
        Paging.Limit,
    ];

    public static NoticeListQuery Read(QueryReader query) => new(new NoticeQuestion(
        query.Flag("unread"), query.Text("kind") is { } kind ? Routes.Named<NoticeKind>(kind) : null, query.Number(Paging.CursorName), Paging.LimitOf(query)));
}
