using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Lists;
using NanchangEdu.Registry.Api.Views;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Feed;

/// <summary>One event of the ledger of the whole registry.</summary>
/// <param name="Position">Its place; grows from event to event, with gaps. Who reads on from the last one misses none and meets none twice.</param>
/// <param name="Unit">The unit whose record it is now; null when it is no unit's.</param>
/// <param name="Authority">The authority that supervises it now.</param>
/// <param name="Seq">Place in the ledger of its record.</param>
/// <param name="Version">The record's version after it.</param>
/// <param name="RequestId">What was done by one request, or by one import, has the same.</param>
/// <param name="Body">The event byte for byte as it was hashed. Not so where `isMasked` is true.</param>
/// <param name="IsMasked">True when contacts in `body` are masked for the caller: it then does not hash to `hash`.</param>
public sealed record FeedEventView(
    long Position, RecordKind Kind, string Id, string? Unit, string? Authority, long Seq, long Version, string Type, DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt, string RequestId, RawJson Body, bool IsMasked, string PrevHash, string Hash)
{
    public static FeedEventView Of(FeedItem item, Actor by)
    {
        var row = item.Row;
        var relation = PersonalData.RelationOf(item.Unit is { } unit ? new UnitId(unit) : null, by);

        // only the ledgers of sites hold contacts
        var body = row.Kind == RecordKind.Site ? LedgerBodies.For(relation, row.Body) : new LedgerBody(row.Body, IsMasked: false);
        return new FeedEventView(
            row.Position, row.Kind, row.Id, item.Unit, item.Authority, row.Seq, row.Version, row.Type, row.OccurredAt, row.RecordedAt, row.RequestId,
            new RawJson(body.Utf8), body.IsMasked, Convert.ToHexStringLower(row.PrevHash), Convert.ToHexStringLower(row.Hash));
    }
}

/// <summary>A stretch of the feed.</summary>
/// <param name="Items">Events within the caller's scope, in the order of positions; may be none though more follow.</param>
/// <param name="Next">The `after` of the next page.</param>
/// <param name="IsEnd">Whether nothing was there beyond it: ask again later.</param>
public sealed record FeedPageView(ImmutableArray<FeedEventView> Items, long Next, bool IsEnd);

/// <param name="After">Null where the caller names none.</param>
public sealed record FeedQuery(long? After, RecordKind? Kind, string? Type, string? Record, int Limit) : IQuestion<FeedQuery>
{
    internal static IReadOnlyList<QueryParameter> Filters { get; } =
    [
        new("after", "The position read last: `next` of the page before, or the `position` of an event. From the beginning if absent.", "integer", Min: 0, Example: "0"),
        new("kind", "Kind of the record.", Choices: [.. Json.NamesOf(typeof(RecordKind))]),
        new("type", "Type of the event, e.g. `launched`.", Max: Limits.CodeLength, Example: "launched"),
        new("record", "Id of one record.", Max: Limits.CodeLength),
    ];

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [.. Filters, Paging.Limit];

    public static FeedQuery Read(QueryReader query) => ReadFilters(query) with { Limit = query.Number("limit") ?? Limits.PageDefault };

    internal static FeedQuery ReadFilters(QueryReader query) => new(
        query.Count("after"), query.Text("kind") is { } kind ? Routes.Named<RecordKind>(kind) : null, query.Text("type"), query.Text("record"), Limits.PageMax);

    /// <summary>Accounts are read by those who may read them: of the feed's readers, auditors.</summary>
    public FeedFilter ToFilter(Caller caller, long after)
    {
        RecordKind[] open = caller.Actor.Role == Role.Auditor ? Enum.GetValues<RecordKind>() : [RecordKind.Site, RecordKind.Unit];
        var kinds = Kind is { } kind ? open.Where(k => k == kind) : open;
        return new FeedFilter(kinds.Any() ? caller.Scope : CatalogScope.Nothing, after, [.. kinds], Type is { } type ? [type] : [], Record, Limit);
    }
}

/// <summary>The stream takes the same filters, and no limit.</summary>
public sealed record StreamQuery(FeedQuery Of) : IQuestion<StreamQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = FeedQuery.Filters;

    public static StreamQuery Read(QueryReader query) => new(FeedQuery.ReadFilters(query));
}
