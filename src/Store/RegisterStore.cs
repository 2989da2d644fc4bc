using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Store;

/// <summary>The register store over one database, whichever its dialect.</summary>
/// <remarks>Disposing it writes what is waiting, then refuses (as overloaded: nothing was written), then closes the database.</remarks>
public sealed class RegisterStore : IRegisterStore, IStoreHealth, IAnswerPruning, ICountKeeping, IReminding, ILedgerSealing, IAsyncDisposable
{
    /// <summary>Answers deleted in one transaction of a pruning, so that commits never wait long behind it.</summary>
    public const int PrunedAtOnceMax = 1000;

    /// <summary>Events that become leaves under one checkpoint at most.</summary>
    public const int SealedAtOnceMax = 100_000;

    /// <summary>Changes of counters summed up in one transaction.</summary>
    public const int SummedAtOnceMax = 20_000;

    /// <summary>Deadlines told of in one transaction, so that commits never wait long behind it.</summary>
    public const int RemindedAtOnceMax = 1000;

    private readonly IRegisterDialect dialect;
    private readonly BatchWriter writer;
    private readonly TimeProvider clock;
    private readonly TimeSpan answersKept;
    private readonly StoreHealth health;
    private readonly SealedLedger ledger;

    private RegisterStore(IRegisterDialect dialect, RegisterStoreOptions options, TimeProvider clock, ILogger logger, StoreMeter? meter)
    {
        this.dialect = dialect;
        this.clock = clock;
        health = new StoreHealth(dialect, clock, logger);
        answersKept = TimeSpan.FromDays(options.AnswersKeptDays);
        writer = new BatchWriter(dialect, options.QueueCapacity, options.BatchMax, logger, meter);
        Catalog = new RegisterCatalog(dialect);
        ledger = new SealedLedger(dialect);
        Auditing = new RegisterAuditing(dialect);
    }

    /// <summary>Questions about many records of the same database.</summary>
    public ICatalog Catalog { get; }

    public ISealedLedger Ledger => ledger;

    public IRegisterAuditing Auditing { get; }

    /// <exception cref="StorageStartException"/>
    internal static RegisterStore Open(
        IRegisterDialect dialect, RegisterStoreOptions options, TimeProvider clock, ILoggerFactory loggers, StoreMeter? meter = null)
    {
        dialect.Open();
        return new RegisterStore(dialect, options, clock, loggers.CreateLogger<RegisterStore>(), meter);
    }

    public Task<CommitResult> Commit(Commit commit)
    {
        CommitShape.Check(commit);
        return writer.Write(commit.Site is { } site ? commit with { Site = site.Normalised() } : commit);
    }

    public Task<bool> Refresh(CatalogRefresh refresh)
    {
        var normal = refresh with { Site = refresh.Site.Normalised() };
        return writer.Do("refreshing a site's columns", () => dialect.Refresh(normal));
    }

    public Task<(LedgerGrowth Tree, Checkpoint? Head)> SealedTree(CancellationToken cancellationToken) => ledger.Tree(cancellationToken);

    public async Task<ImmutableArray<LeafEvent>> Unsealed(long after, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.Unsealed(after, Math.Clamp(limit, 1, SealedAtOnceMax), cancellationToken)];

    public Task<bool> Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) =>
        writer.Do("sealing the ledger", () => dialect.Seal(checkpoint, tiles));

    public Task<int> SumCounts() => writer.Do("summing counters up", () => dialect.SumCounts(SummedAtOnceMax));

    public async Task<ImmutableArray<DueReminder>> DueReminders(DateOnly today, int limit, CancellationToken cancellationToken) =>
        [.. await dialect.DueReminders(today, Math.Clamp(limit, 1, RemindedAtOnceMax), cancellationToken)];

    public Task<int> Tell(IReadOnlyCollection<ReminderTelling> tellings) => tellings.Count == 0
        ? Task.FromResult(0)
        : writer.Do("telling of deadlines", () => dialect.Tell(tellings));

    public Task<CommitResult> Keep(UnchangedAnswer answer) => writer.Write(answer);

    public Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken) =>
        dialect.Load(kind, id, cancellationToken);

    public Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken) =>
        dialect.Version(kind, id, cancellationToken);

    public Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken) =>
        dialect.FindAnswer(actorId, idempotencyKey, cancellationToken);

    public Task<StoredRecord?> LatestClosedSite(UnitId unit, CancellationToken cancellationToken) =>
        dialect.LatestClosedSite(unit.Uscc, cancellationToken);

    public Task<int> PruneAnswers(DateTimeOffset olderThan)
    {
        // A younger answer is still promised to its client.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(olderThan, clock.GetUtcNow() - answersKept);
        return writer.Do("pruning old answers", () => dialect.PruneAnswers(olderThan, PrunedAtOnceMax));
    }

    public Task<bool> IsReachable(CancellationToken cancellationToken) => health.IsReachable(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await dialect.DisposeAsync();
    }
}

/// <summary>Keeps reading the counters cheap; the sweeper calls it.</summary>
public interface ICountKeeping
{
    /// <summary>Sums up what has changed since; returns how many changes were summed up, at most <see cref="RegisterStore.SummedAtOnceMax"/>.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<int> SumCounts();
}

/// <summary>Lets go of answers that are no longer promised; the sweeper calls it.</summary>
public interface IAnswerPruning
{
    /// <summary>
    /// Deletes answers made before the instant, the oldest first, at most <see cref="RegisterStore.PrunedAtOnceMax"/>; returns
    /// how many. Call again while it returns that many.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is within the time for which answers are kept.</exception>
    /// <exception cref="StoreUnavailableException"/>
    Task<int> PruneAnswers(DateTimeOffset olderThan);
}
