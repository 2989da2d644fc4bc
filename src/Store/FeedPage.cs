using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>Events of the records within a scope, from a position on. Events of accounts are nobody's to follow.</summary>
/// <param name="Scope">Whose records' events are seen, as the records lie now.</param>
/// <param name="After">Position after which is read; 0 from the start.</param>
/// <param name="Types">Types of events; none for all.</param>
/// <param name="Kind">One kind of record; null for all.</param>
/// <param name="RecordId">One record of that kind; null for all.</param>
/// <param name="Limit">Events at most.</param>
public sealed record FeedFilter(CatalogScope Scope, long After, ImmutableArray<string> Types, RecordKind? Kind, string? RecordId, int Limit);

/// <param name="Unit">The unit whose record it is now: what the event shows depends on what the reader is to it.</param>
public sealed record FeedItem(FeedRow Row, string? Unit);

/// <param name="Position">The last position looked at: who reads on from there misses nothing, and a page without a match still goes on.</param>
public sealed record FeedPage(ImmutableArray<FeedItem> Items, long Position);
