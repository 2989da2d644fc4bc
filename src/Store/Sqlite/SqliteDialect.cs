using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>The register in one SQLite file: WAL, synchronous=FULL, one writing connection and a few reading ones.</summary>
internal sealed class SqliteDialect : IRegisterDialect
{
    private readonly SqliteOpening opening;
    private readonly RegisterStoreOptions options;
    private readonly ILogger logger;
    private readonly SqliteWriter writer;
    private SqliteReaders? readers;

    /// <param name="path">The database file; folder and file are made when missing.</param>
    /// <param name="options">How many readers, and how much may wait for them.</param>
    /// <param name="loggers">Hears of migrations and trouble.</param>
    /// <param name="afterSettings">See <see cref="SqliteOpening"/>; only tests give one.</param>
    public SqliteDialect(
        string path, RegisterStoreOptions options, ILoggerFactory loggers, Action<SqliteConnection>? afterSettings = null)
    {
        this.options = options;
        logger = loggers.CreateLogger<SqliteDialect>();
        opening = new SqliteOpening(path, afterSettings);
        writer = new SqliteWriter(opening, logger);
    }

    public ReadOnlyMemory<byte> CursorKey { get; private set; }

    public void Open()
    {
        opening.MakeFile();
        try
        {
            using (var session = opening.Open())
            {
                if (session.Scalar("PRAGMA quick_check(1)") is not "ok" and var finding)
                    throw new DamagedStorageException(opening.Path, $"{finding}");
                // A read-only file is seen now rather than at the first command.
                session.Execute("BEGIN IMMEDIATE");
                session.Execute("ROLLBACK");
                SqliteMigration.Apply(session, opening.Path, logger);
                CursorKey = session.Scalar("SELECT value FROM store_setting WHERE name = 'cursor-key'") as byte[]
                    ?? throw new DamagedStorageException(opening.Path, "no cursor-key");
            }

            readers = new SqliteReaders(opening, options.Readers, options.ReadQueueCapacity, logger);
        }
        catch (SqliteException trouble) when (SqliteErrors.AtStart(opening.Path, trouble) is { } known)
        {
            throw known;
        }
    }

    public IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch) => writer.ApplyBatch(batch);

    public IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch) => writer.KeepAnswers(batch);

    public int PruneAnswers(DateTimeOffset olderThan, int atMost) => writer.PruneAnswers(olderThan, atMost);

    public bool Refresh(CatalogRefresh refresh) => writer.Refresh(refresh);

    public bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) => writer.Seal(checkpoint, tiles);

    /// <remarks>They are kept summed up: one writes at a time.</remarks>
    public int SumCounts(int atMost) => 0;

    /// <remarks>A file that was deleted under the running program still answers, and everything written to it would be gone with the process.</remarks>
    public async Task Ping(CancellationToken cancellationToken)
    {
        var there = await Read(
            open => open.Scalar("SELECT count(*) FROM store_setting") is not null && File.Exists(opening.Path), cancellationToken);
        if (!there)
            throw new StoreUnavailableException("The database file is gone.");
    }

    public Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken) =>
        Read(open => SqliteQueries.Load(open, kind, id), cancellationToken);

    public Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken) =>
        Read(open => SqliteQueries.Version(open, kind, id), cancellationToken);

    public Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken) =>
        Read(open => SqliteQueries.FindAnswer(open, actorId, idempotencyKey), cancellationToken);

    public Task<StoredRecord?> LatestClosedSite(string unit, CancellationToken cancellationToken) =>
        Read(open => SqliteQueries.LatestClosedSite(open, unit), cancellationToken);

    public Task<IReadOnlyList<SiteListRow>> Sites(SiteFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<SiteListRow>>(open => SqliteCatalog.Sites(open, filter, after, take), cancellationToken);

    public Task<IReadOnlyList<RequestListRow>> Requests(
        RequestFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RequestListRow>>(open => SqliteCatalog.Requests(open, filter, after, take), cancellationToken);

    public Task<IReadOnlyList<DeadlineListRow>> Deadlines(
        DeadlineFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DeadlineListRow>>(open => SqliteCatalog.Deadlines(open, filter, after, take), cancellationToken);

    public Task<IReadOnlyList<ReminderListRow>> Reminders(
        ReminderFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<ReminderListRow>>(open => SqliteReminders.List(open, filter, after, take), cancellationToken);

    public Task<long> Count(ReminderFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteReminders.Count(open, filter, upTo), cancellationToken);

    public int Tell(IReadOnlyCollection<ReminderTelling> tellings) => writer.Tell(tellings);

    public Task<IReadOnlyList<DueReminder>> DueReminders(DateOnly today, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DueReminder>>(open => SqliteReminders.Due(open, today, take), cancellationToken);

    public Task<IReadOnlyList<UnitListRow>> Units(UnitFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<UnitListRow>>(open => SqliteCatalog.Units(open, filter, after, take), cancellationToken);

    public Task<IReadOnlyList<AccountListRow>> Accounts(AccountFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<AccountListRow>>(open => SqliteCatalog.Accounts(open, filter, after, take), cancellationToken);

    public Task<long> Count(SiteFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Count(open, filter, upTo), cancellationToken);

    public Task<long> Count(RequestFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Count(open, filter, upTo), cancellationToken);

    public Task<long> Count(DeadlineFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Count(open, filter, upTo), cancellationToken);

    public Task<long> Count(UnitFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Count(open, filter, upTo), cancellationToken);

    public Task<long> Count(AccountFilter filter, int upTo, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Count(open, filter, upTo), cancellationToken);

    public Task<byte[]?> Standing(string personId, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Standing(open, personId), cancellationToken);

    public Task<string?> PersonNamed(string userName, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.PersonNamed(open, userName), cancellationToken);

    public Task<IReadOnlyList<string>> AuthoritiesBelow(string authority, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(open => SqliteCatalog.AuthoritiesBelow(open, authority, take), cancellationToken);

    public Task<IReadOnlyList<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<CountedValue>>(open => SqliteCatalog.Counts(open, scope), cancellationToken);

    public Task<IReadOnlyList<string>> Outdated(string form, DateOnly today, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(open => SqliteCatalog.Outdated(open, form, today, take), cancellationToken);

    public Task<HistoryRows?> History(
        RecordKind kind, string id, CatalogScope scope, long afterSeq, int take, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.History(open, kind, id, scope, afterSeq, take), cancellationToken);

    public Task<LedgerSpanRows?> HistoryBetween(
        RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.HistoryBetween(open, kind, id, scope, from, until, take), cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> SiteRecords(string after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StoredRecord>>(open => SqliteCatalog.SiteRecords(open, after, take), cancellationToken);

    public Task<IReadOnlyList<string>> Due(RecordKind kind, DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(open => SqliteCatalog.Due(open, kind, now, take), cancellationToken);

    public Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(open => SqliteCatalog.Backlog(open, kind, now), cancellationToken);

    public Task<IReadOnlyList<string>> SitesOf(string unit, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(open => SqliteCatalog.SitesOf(open, unit, take), cancellationToken);

    public Task<IReadOnlyList<FeedRow>> LedgerFeed(long after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<FeedRow>>(open => SqliteCatalog.LedgerFeed(open, after, take), cancellationToken);

    public Task<FeedStretch> Stretch(long after, int width, CancellationToken cancellationToken) =>
        Read(open => SqliteLedger.Stretch(open, after, width), cancellationToken);

    public Task<IReadOnlyList<FeedItem>> Feed(FeedFilter filter, long until, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<FeedItem>>(open => SqliteLedger.Feed(open, filter, until, take), cancellationToken);

    public Task<long> FeedHead(CancellationToken cancellationToken) => Read(SqliteLedger.Head, cancellationToken);

    public Task<Checkpoint?> LatestCheckpoint(CancellationToken cancellationToken) => Read(SqliteLedger.LatestCheckpoint, cancellationToken);

    public Task<IReadOnlyList<Checkpoint>> Checkpoints(long after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Checkpoint>>(open => SqliteLedger.Checkpoints(open, after, take), cancellationToken);

    public Task<LedgerTile?> Tile(int level, long number, CancellationToken cancellationToken) =>
        Read(open => SqliteLedger.Tile(open, level, number), cancellationToken);

    public Task<FoundLeaf?> LeafOf(RecordKind kind, string id, long seq, CancellationToken cancellationToken) =>
        Read(open => SqliteLedger.LeafOf(open, kind, id, seq), cancellationToken);

    public Task<IReadOnlyList<LeafEvent>> Unsealed(long after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<LeafEvent>>(open => SqliteLedger.Unsealed(open, after, take), cancellationToken);

    /// <summary>One writer, whose transactions end in their order: nothing can still appear between two links.</summary>
    public Task<IReadOnlyList<LedgerLink>> AuditedLinks(long after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<LedgerLink>>(open => SqliteAudit.Links(open, after, take), cancellationToken);

    public Task<IReadOnlyList<string>> AuditedBeginnings(RecordKind kind, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<string>>(open => SqliteAudit.Beginnings(open, kind), cancellationToken);

    public Task<ImmutableArray<AuditedRecord>> Audited(AuditedStretch stretch, CancellationToken cancellationToken) =>
        Read(open => SqliteAudit.Records(open, stretch), cancellationToken);

    public Task<IReadOnlyList<LedgerTile>> Tiles(int level, long after, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<LedgerTile>>(open => SqliteAudit.Tiles(open, level, after, take), cancellationToken);

    public Task<IReadOnlyList<CountedValue>> WrongCounts(int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<CountedValue>>(open => SqliteCatalog.WrongCounts(open, take), cancellationToken);

    public Task<IReadOnlyList<HeldClaim>> StrayClaims(int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<HeldClaim>>(open => SqliteAudit.StrayClaims(open, take), cancellationToken);

    public Task<IReadOnlyList<byte[]>> StandingsHolding(string claimScope, int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<byte[]>>(open => SqliteCatalog.StandingsHolding(open, claimScope, take), cancellationToken);

    public Task<IReadOnlyList<StrayRow>> StrayRows(int take, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StrayRow>>(open => SqliteAudit.StrayRows(open, take), cancellationToken);

    /// <remarks>Called after the writer has ended: its thread no longer uses the writing connection.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (readers is not null)
            await readers.DisposeAsync();
        writer.Dispose();
    }

    private Task<T> Read<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken) =>
        readers is null ? throw new InvalidOperationException("The database is not open.") : readers.Read(query, cancellationToken);
}
