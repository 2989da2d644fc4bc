using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>
/// What one kind of database does for the register: SQL and the driver's ways, nothing else. Queueing, batching, the meaning of
/// outcomes, cursors, limits and the form of search texts lie above, once for all databases.
/// </summary>
/// <remarks>
/// A batch is one call, so that a database with arrays makes one statement of it. What writes
/// blocks: it is only ever called from the writer's own thread. Reads are asynchronous and a
/// dialect whose driver is not brings its own threads. A read throws <see cref="StoreUnavailableException"/> and no driver's
/// exception.
/// </remarks>
internal interface IRegisterDialect : IAsyncDisposable
{
    /// <summary>Signs the cursors of this database's lists; known once opened.</summary>
    ReadOnlyMemory<byte> CursorKey { get; }

    /// <summary>
    /// Opens the database and refuses it when it is damaged or its settings are not power-safe. An embedded one is brought up
    /// to date; one that others use, too, must be already.
    /// </summary>
    /// <exception cref="StorageStartException"/>
    void Open();

    /// <summary>
    /// Applies the commits in their order in one transaction and returns after the database has committed, one result each.
    /// A commit sees what those before it in the batch did.
    /// </summary>
    /// <exception cref="BatchRefusedException">A commit of the batch cannot be written; none was.</exception>
    /// <exception cref="Exception">Anything else: whether the batch was committed is not known.</exception>
    IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch);

    /// <summary>Keeps the answers in one transaction, each unless its key has one already, and returns after the database has committed.</summary>
    /// <exception cref="BatchRefusedException">One of them cannot be written; none was.</exception>
    /// <exception cref="Exception">Anything else: whether they were kept is not known.</exception>
    IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch);

    /// <summary>Writes the columns if the record is at the version; returns whether it was.</summary>
    bool Refresh(CatalogRefresh refresh);

    /// <summary>Writes the checkpoint and the tiles in one transaction; false, and nothing written, when the number is taken.</summary>
    bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles);

    /// <summary>Sums changes of counters up where they are kept apart; returns how many.</summary>
    int SumCounts(int atMost);

    /// <summary>Deletes at most so many of the answers made before the instant, the oldest first; returns how many.</summary>
    int PruneAnswers(DateTimeOffset olderThan, int atMost);

    /// <summary>Writes what is told of deadlines and moves their ladders on, unless they moved already; returns how many rungs were written.</summary>
    int Tell(IReadOnlyCollection<ReminderTelling> tellings);

    /// <summary>Deadlines whose next rung lies on or before the date, in that order.</summary>
    Task<IReadOnlyList<DueReminder>> DueReminders(DateOnly today, int take, CancellationToken cancellationToken);

    Task Ping(CancellationToken cancellationToken);

    Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken);

    Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken);

    Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken);

    Task<StoredRecord?> LatestClosedSite(string unit, CancellationToken cancellationToken);

    /// <param name="filter"><see cref="SiteFilter.Query"/> is a LIKE pattern here, escaped by <c>\</c>; cursor and limit are not looked at.</param>
    /// <param name="after">Rows strictly after this one in the order of the filter's sort and id.</param>
    /// <param name="take">At most so many rows.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<IReadOnlyList<SiteListRow>> Sites(SiteFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By the filter's sort, then site and number.</summary>
    Task<IReadOnlyList<RequestListRow>> Requests(RequestFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By due date, site, kind and number; cursor and limit are not looked at.</summary>
    Task<IReadOnlyList<DeadlineListRow>> Deadlines(DeadlineFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By when they were told, site, kind, number, rung and escalation; cursor and limit are not looked at.</summary>
    Task<IReadOnlyList<ReminderListRow>> Reminders(ReminderFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By name, then id. The filter's query is a LIKE pattern, as for sites.</summary>
    Task<IReadOnlyList<UnitListRow>> Units(UnitFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By name, then id. The filter's query is a LIKE pattern, as for sites.</summary>
    Task<IReadOnlyList<AccountListRow>> Accounts(AccountFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>How many rows the filter lets through; the counting stops at so many. The filter's query is a LIKE pattern.</summary>
    Task<long> Count(SiteFilter filter, int upTo, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, int, CancellationToken)"/>
    Task<long> Count(RequestFilter filter, int upTo, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, int, CancellationToken)"/>
    Task<long> Count(ReminderFilter filter, int upTo, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, int, CancellationToken)"/>
    Task<long> Count(DeadlineFilter filter, int upTo, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, int, CancellationToken)"/>
    Task<long> Count(UnitFilter filter, int upTo, CancellationToken cancellationToken);

    /// <inheritdoc cref="Count(SiteFilter, int, CancellationToken)"/>
    Task<long> Count(AccountFilter filter, int upTo, CancellationToken cancellationToken);

    Task<byte[]?> Standing(string personId, CancellationToken cancellationToken);

    Task<string?> PersonNamed(string userName, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> AuthoritiesBelow(string authority, int take, CancellationToken cancellationToken);

    Task<IReadOnlyList<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> Outdated(string form, DateOnly today, int take, CancellationToken cancellationToken);

    /// <summary>Null when the record is unknown or outside the scope.</summary>
    Task<HistoryRows?> History(
        RecordKind kind, string id, CatalogScope scope, long afterSeq, int take, CancellationToken cancellationToken);

    /// <summary>As <see cref="History"/>, of the events recorded from an instant until another. No event is newer than the head.</summary>
    Task<LedgerSpanRows?> HistoryBetween(
        RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take, CancellationToken cancellationToken);

    /// <param name="after">Ids strictly after this one.</param>
    /// <param name="take">At most so many rows.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<IReadOnlyList<StoredRecord>> SiteRecords(string after, int take, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> Due(RecordKind kind, DateTimeOffset now, int take, CancellationToken cancellationToken);

    Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> SitesOf(string unit, int take, CancellationToken cancellationToken);

    /// <summary>Events of all records after the position, in its order; only those before which no other can still appear.</summary>
    Task<IReadOnlyList<FeedRow>> LedgerFeed(long after, int take, CancellationToken cancellationToken);

    /// <summary>The last position of the next <paramref name="width"/> final events after the position, and how many there are.</summary>
    Task<FeedStretch> Stretch(long after, int width, CancellationToken cancellationToken);

    /// <summary>Events of the filter after its position, up to <paramref name="until"/>, in the order of positions.</summary>
    Task<IReadOnlyList<FeedItem>> Feed(FeedFilter filter, long until, int take, CancellationToken cancellationToken);

    Task<long> FeedHead(CancellationToken cancellationToken);

    Task<Checkpoint?> LatestCheckpoint(CancellationToken cancellationToken);

    Task<IReadOnlyList<Checkpoint>> Checkpoints(long after, int take, CancellationToken cancellationToken);

    Task<LedgerTile?> Tile(int level, long number, CancellationToken cancellationToken);

    Task<FoundLeaf?> LeafOf(RecordKind kind, string id, long seq, CancellationToken cancellationToken);

    Task<IReadOnlyList<LeafEvent>> Unsealed(long after, int take, CancellationToken cancellationToken);

    /// <summary>Events after the position to the very end of the ledger, final or not.</summary>
    Task<IReadOnlyList<LedgerLink>> AuditedLinks(long after, int take, CancellationToken cancellationToken);

    /// <summary>Where the parts of <see cref="IRegisterAuditing.Stretches"/> begin, in their order; one at least.</summary>
    Task<IReadOnlyList<string>> AuditedBeginnings(RecordKind kind, CancellationToken cancellationToken);

    Task<ImmutableArray<AuditedRecord>> Audited(AuditedStretch stretch, CancellationToken cancellationToken);

    /// <summary>Tiles of all levels by level and number, after this one.</summary>
    Task<IReadOnlyList<LedgerTile>> Tiles(int level, long after, int take, CancellationToken cancellationToken);

    /// <summary>Counters that are not what the records make, at most so many.</summary>
    Task<IReadOnlyList<CountedValue>> WrongCounts(int take, CancellationToken cancellationToken);

    /// <summary>Claims whose owner is in none of the tables of records, at most so many.</summary>
    Task<IReadOnlyList<HeldClaim>> StrayClaims(int take, CancellationToken cancellationToken);

    /// <summary>The standings of the accounts that hold a claim of the scope, by person.</summary>
    Task<IReadOnlyList<byte[]>> StandingsHolding(string claimScope, int take, CancellationToken cancellationToken);

    /// <summary>Requests and deadlines that are not where their site is, at most so many.</summary>
    Task<IReadOnlyList<StrayRow>> StrayRows(int take, CancellationToken cancellationToken);
}

/// <summary>A stretch of the feed.</summary>
internal sealed record FeedStretch(long Until, int Count);

/// <param name="Leaf">Null while it is not sealed.</param>
internal sealed record FoundLeaf(byte[] Hash, long? Leaf);

/// <summary>Events of one record, and the unit whose record it is; both read at once.</summary>
internal sealed record HistoryRows(string? Unit, IReadOnlyList<HistoryRow> Rows);

/// <summary>Events of one record with its head and the unit whose record it is.</summary>
internal sealed record LedgerSpanRows(string? Unit, long HeadSeq, byte[] HeadHash, IReadOnlyList<HistoryRow> Rows);

/// <summary>The last row of the page before, from where the next one starts.</summary>
/// <param name="Key">The sort key as text, in the forms of <see cref="StoreText"/>.</param>
/// <param name="Id">The record's id, which breaks ties.</param>
/// <param name="Number">The request's number within its site; 0 elsewhere.</param>
internal sealed record PageStart(string Key, string Id, long Number = 0);

/// <summary>A commit of the batch cannot be written as it is, and certainly nothing of the batch was: its neighbours may be tried without it.</summary>
internal sealed class BatchRefusedException(string message, Exception cause) : Exception(message, cause);
