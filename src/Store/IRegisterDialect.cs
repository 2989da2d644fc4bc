namespace NanchangEdu.Registry.Store;

/// <summary>
/// What one kind of database does for the register: SQL and the driver's ways, nothing else. Queueing, batching, the meaning of
/// outcomes, cursors, limits and the form of search texts lie above, once for all databases.
/// </summary>
/// <remarks>
/// A batch is one call, so that a database with arrays makes one statement of it. <see cref="ApplyBatch"/>, <see cref="KeepAnswers"/> and
/// <see cref="PruneAnswers"/> block: they are only ever called from the writer's own thread. Reads are asynchronous and a
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

    /// <summary>Deletes at most so many of the answers made before the instant, the oldest first; returns how many.</summary>
    int PruneAnswers(DateTimeOffset olderThan, int atMost);

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

    /// <summary>By submission, the longest waiting first; then site and number.</summary>
    Task<IReadOnlyList<RequestListRow>> Requests(RequestFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By name, then id. The filter's query is a LIKE pattern, as for sites.</summary>
    Task<IReadOnlyList<UnitListRow>> Units(UnitFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    /// <summary>By name, then id. The filter's query is a LIKE pattern, as for sites.</summary>
    Task<IReadOnlyList<AccountListRow>> Accounts(AccountFilter filter, PageStart? after, int take, CancellationToken cancellationToken);

    Task<byte[]?> Standing(string personId, CancellationToken cancellationToken);

    Task<string?> PersonNamed(string userName, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> AuthoritiesBelow(string authority, int take, CancellationToken cancellationToken);

    Task<IReadOnlyList<KeyValuePair<string, long>>> SitesByStage(CatalogScope scope, CancellationToken cancellationToken);

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
}

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
