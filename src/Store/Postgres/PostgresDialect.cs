using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The register in PostgreSQL: one writing connection, a small pool of reading ones. It never migrates.</summary>
internal sealed class PostgresDialect : IRegisterDialect
{
    private readonly string database;
    private readonly NpgsqlDataSource writing;
    private readonly PostgresWriter writer;
    private readonly PostgresReaders readers;

    /// <param name="connectionString">As it was configured; <see cref="PostgresConnections"/> adds the tuning.</param>
    /// <param name="options">How many readers, and how much may wait for them.</param>
    /// <param name="loggers">Hear of trouble.</param>
    public PostgresDialect(string connectionString, RegisterStoreOptions options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<PostgresDialect>();
        database = PostgresConnections.Name(connectionString);
        writing = PostgresConnections.Writer(connectionString);
        writer = new PostgresWriter(writing, database, logger);
        readers = new PostgresReaders(
            PostgresConnections.Readers(connectionString, options.Readers, options.ReadSecondsMax), options.Readers, options.ReadQueueCapacity, logger);
    }

    public ReadOnlyMemory<byte> CursorKey { get; private set; }

    public void Open()
    {
        OpenForReads();
        try
        {
            writer.Open();
        }
        catch (Exception trouble) when (PostgresErrors.AtStart(database, trouble) is { } known)
        {
            throw known;
        }
    }

    /// <summary>For a program that only asks: it makes no writing connection.</summary>
    /// <exception cref="StorageStartException"/>
    public void OpenForReads()
    {
        try
        {
            using var connection = writing.OpenConnection();
            PostgresSafety.Demand(connection, database);
            PostgresSchema.Demand(connection, database);
            PostgresRoles.Demand(connection, database);
            CursorKey = PostgresSchema.Setting(connection, database, "cursor-key");
        }
        catch (Exception trouble) when (PostgresErrors.AtStart(database, trouble) is { } known)
        {
            throw known;
        }
    }

    public IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch) => writer.ApplyBatch(batch);

    public IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch) => writer.KeepAnswers(batch);

    public int PruneAnswers(DateTimeOffset olderThan, int atMost) => writer.PruneAnswers(olderThan, atMost);

    public bool Refresh(CatalogRefresh refresh) => writer.Refresh(refresh);

    public bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) => writer.Seal(checkpoint, tiles);

    public int SumCounts(int atMost) => writer.SumCounts(atMost);

    /// <remarks>A standby answers, too, but takes no command.</remarks>
    public async Task Ping(CancellationToken cancellationToken)
    {
        if (await readers.Read(read => read.Scalar("SELECT pg_is_in_recovery() FROM store_setting LIMIT 1"), cancellationToken) is not false)
            throw new StoreUnavailableException("The database is a standby.");
    }

    public Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken) => PostgresText.CanHold(id)
        ? readers.Read(read => PostgresQueries.Load(read, kind, id), cancellationToken)
        : Task.FromResult<StoredRecord?>(null);

    public Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken) => PostgresText.CanHold(id)
        ? readers.Read(read => PostgresQueries.Version(read, kind, id), cancellationToken)
        : Task.FromResult(0L);

    public Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken) =>
        PostgresText.CanHold(actorId) && PostgresText.CanHold(idempotencyKey)
            ? readers.Read(read => PostgresQueries.Answer(read, actorId, idempotencyKey), cancellationToken)
            : Task.FromResult<StoredAnswer?>(null);

    public Task<StoredRecord?> LatestClosedSite(string unit, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresQueries.LatestClosedSite(read, unit), cancellationToken);

    public async Task<IReadOnlyList<SiteListRow>> Sites(SiteFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Sites(read, filter, after, take), cancellationToken);

    public async Task<IReadOnlyList<RequestListRow>> Requests(
        RequestFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Requests(read, filter, after, take), cancellationToken);

    public async Task<IReadOnlyList<DeadlineListRow>> Deadlines(
        DeadlineFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Deadlines(read, filter, after, take), cancellationToken);

    public async Task<IReadOnlyList<ReminderListRow>> Reminders(
        ReminderFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresReminders.List(read, filter, after, take), cancellationToken);

    public Task<long> Count(ReminderFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresReminders.Count(read, filter, upTo), cancellationToken);

    public int Tell(IReadOnlyCollection<ReminderTelling> tellings) => writer.Tell(tellings);

    public async Task<IReadOnlyList<DueReminder>> DueReminders(DateOnly today, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresReminders.Due(read, today, take), cancellationToken);

    public async Task<IReadOnlyList<UnitListRow>> Units(UnitFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Units(read, filter, after, take), cancellationToken);

    public async Task<IReadOnlyList<AccountListRow>> Accounts(
        AccountFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Accounts(read, filter, after, take), cancellationToken);

    public Task<long> Count(SiteFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresCatalog.Count(read, filter, upTo), cancellationToken);

    public Task<long> Count(RequestFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresCatalog.Count(read, filter, upTo), cancellationToken);

    public Task<long> Count(DeadlineFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresCatalog.Count(read, filter, upTo), cancellationToken);

    public Task<long> Count(UnitFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresCatalog.Count(read, filter, upTo), cancellationToken);

    public Task<long> Count(AccountFilter filter, int upTo, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresCatalog.Count(read, filter, upTo), cancellationToken);

    public Task<byte[]?> Standing(string personId, CancellationToken cancellationToken) => PostgresText.CanHold(personId)
        ? readers.Read(read => PostgresCatalog.Standing(read, personId), cancellationToken)
        : Task.FromResult<byte[]?>(null);

    public Task<string?> PersonNamed(string userName, CancellationToken cancellationToken) => PostgresText.CanHold(userName)
        ? readers.Read(read => PostgresCatalog.PersonNamed(read, userName), cancellationToken)
        : Task.FromResult<string?>(null);

    public async Task<IReadOnlyList<string>> AuthoritiesBelow(string authority, int take, CancellationToken cancellationToken) =>
        PostgresText.CanHold(authority) ? await readers.Read(read => PostgresCatalog.AuthoritiesBelow(read, authority, take), cancellationToken) : [];

    public async Task<IReadOnlyList<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCounts.Of(read, scope), cancellationToken);

    public async Task<IReadOnlyList<string>> Outdated(string form, DateOnly today, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Outdated(read, form, today, take), cancellationToken);

    public async Task<HistoryRows?> History(
        RecordKind kind, string id, CatalogScope scope, long afterSeq, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.History(read, kind, id, scope, afterSeq, take), cancellationToken);

    public async Task<LedgerSpanRows?> HistoryBetween(
        RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.HistoryBetween(read, kind, id, scope, from, until, take), cancellationToken);

    public async Task<IReadOnlyList<StoredRecord>> SiteRecords(string after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.SiteRecords(read, after, take), cancellationToken);

    public async Task<IReadOnlyList<string>> Due(RecordKind kind, DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Due(read, kind, now, take), cancellationToken);

    public async Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.Backlog(read, kind, now), cancellationToken);

    public async Task<IReadOnlyList<string>> SitesOf(string unit, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.SitesOf(read, unit, take), cancellationToken);

    public async Task<IReadOnlyList<FeedRow>> LedgerFeed(long after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.LedgerFeed(read, after, take), cancellationToken);

    public async Task<FeedStretch> Stretch(long after, int width, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresLedger.Stretch(read, after, width), cancellationToken);

    public async Task<IReadOnlyList<FeedItem>> Feed(FeedFilter filter, long until, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresLedger.Feed(read, filter, until, take), cancellationToken);

    public Task<long> FeedHead(CancellationToken cancellationToken) => readers.Read(PostgresLedger.Head, cancellationToken);

    public Task<Checkpoint?> LatestCheckpoint(CancellationToken cancellationToken) => readers.Read(PostgresLedger.LatestCheckpoint, cancellationToken);

    public async Task<IReadOnlyList<Checkpoint>> Checkpoints(long after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresLedger.Checkpoints(read, after, take), cancellationToken);

    public Task<LedgerTile?> Tile(int level, long number, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresLedger.Tile(read, level, number), cancellationToken);

    public Task<FoundLeaf?> LeafOf(RecordKind kind, string id, long seq, CancellationToken cancellationToken) => PostgresText.CanHold(id)
        ? readers.Read(read => PostgresLedger.LeafOf(read, kind, id, seq), cancellationToken)
        : Task.FromResult<FoundLeaf?>(null);

    public async Task<IReadOnlyList<LeafEvent>> Unsealed(long after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresLedger.Unsealed(read, after, take), cancellationToken);

    public async Task<IReadOnlyList<LedgerLink>> AuditedLinks(long after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => read.List(LedgerPositions.Links, PostgresRows.ReadLink, after, take), cancellationToken);

    public async Task<IReadOnlyList<string>> AuditedBeginnings(RecordKind kind, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresAudit.Beginnings(read, kind), cancellationToken);

    public Task<ImmutableArray<AuditedRecord>> Audited(AuditedStretch stretch, CancellationToken cancellationToken) =>
        readers.Read(read => PostgresAudit.Records(read, stretch), cancellationToken);

    public async Task<IReadOnlyList<LedgerTile>> Tiles(int level, long after, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresAudit.Tiles(read, level, after, take), cancellationToken);

    public async Task<IReadOnlyList<CountedValue>> WrongCounts(int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCounts.Wrong(read, take), cancellationToken);

    public async Task<IReadOnlyList<HeldClaim>> StrayClaims(int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresAudit.StrayClaims(read, take), cancellationToken);

    public async Task<IReadOnlyList<byte[]>> StandingsHolding(string claimScope, int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresCatalog.StandingsHolding(read, claimScope, take), cancellationToken);

    public async Task<IReadOnlyList<StrayRow>> StrayRows(int take, CancellationToken cancellationToken) =>
        await readers.Read(read => PostgresAudit.StrayRows(read, take), cancellationToken);

    /// <remarks>Called after the writer has ended: its thread no longer uses the writing connection.</remarks>
    public async ValueTask DisposeAsync()
    {
        await readers.DisposeAsync();
        writer.Dispose();
        await writing.DisposeAsync();
    }
}
