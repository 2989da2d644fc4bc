using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Store.Tests;

/// <summary>The writer above a dialect that does what the test says: full queues, doubtful commits, broken records.</summary>
public sealed class BatchWriterTests
{
    private static readonly CommitResult Done = new CommitResult.Committed(1);

    [Fact]
    public async Task What_waits_goes_into_one_batch_and_a_full_queue_is_told_at_once()
    {
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 3, batchMax: 10);
        var writer = writing.Writer;

        var first = writer.Write(Site(0));
        await database.Entered();
        Task<CommitResult>[] waiting = [writer.Write(Site(1)), writer.Write(Site(2)), writer.Write(Site(3))];

        var (refused, unpruned) = (writer.Write(Site(4)), writer.Do("pruning", () => database.PruneAnswers(Sample.Start, 1)));
        Assert.True(refused.IsCompleted && unpruned.IsCompleted, "told at once");
        Assert.Equal(new CommitResult.Overloaded(), await refused);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => unpruned);

        database.Release();
        Assert.Equal([Done, Done, Done, Done], await Task.WhenAll([first, .. waiting]));
        Assert.Equal(["site-0", "site-1 site-2 site-3"], database.Batches);
    }

    [Fact]
    public async Task A_batch_is_never_longer_than_its_bound()
    {
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 100, batchMax: 2);
        var writer = writing.Writer;

        var first = writer.Write(Site(0));
        await database.Entered();
        var waiting = Enumerable.Range(1, 5).Select(i => writer.Write(Site(i))).ToArray();
        database.Release();

        await Task.WhenAll([first, .. waiting]);
        Assert.Equal(["site-0", "site-1 site-2", "site-3 site-4", "site-5"], database.Batches);
    }

    [Fact]
    public async Task Nothing_is_answered_before_the_database_has_committed()
    {
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 10, batchMax: 10);
        var writer = writing.Writer;

        var commit = writer.Write(Site(0));
        await database.Entered();
        Assert.False(commit.IsCompleted);

        database.Release();
        Assert.Equal(Done, await commit);
    }

    [Fact]
    public async Task A_refused_batch_is_written_one_by_one_in_its_order()
    {
        using var database = new ScriptedDialect { Refuses = "site-2" };
        await using var writer = new BatchWriter(database, queueCapacity: 10, batchMax: 10, NullLogger.Instance);

        var first = writer.Write(Site(0));
        await database.Entered();
        var waiting = Enumerable.Range(1, 3).Select(i => writer.Write(Site(i))).ToArray();
        database.Release();

        var results = await Task.WhenAll([first, .. waiting]);
        Assert.Equal([Done, Done, new CommitResult.Unknown("site-2 cannot be written"), Done], results);
        Assert.Equal(["site-0", "site-1 site-2 site-3", "site-1", "site-2", "site-3"], database.Batches);
    }

    [Fact]
    public async Task Doubt_at_the_commit_is_doubt_for_all_and_none_is_tried_again()
    {
        using var database = new ScriptedDialect { Loses = "site-2" };
        await using var writer = new BatchWriter(database, queueCapacity: 10, batchMax: 10, NullLogger.Instance);

        var first = writer.Write(Site(0));
        await database.Entered();
        var waiting = Enumerable.Range(1, 3).Select(i => writer.Write(Site(i))).ToArray();
        database.Release();
        var results = await Task.WhenAll(waiting);

        Assert.Equal(Done, await first);
        Assert.All(results, result => Assert.Equal(new CommitResult.Unknown("the connection broke"), result));
        Assert.Equal(["site-0", "site-1 site-2 site-3"], database.Batches);
        Assert.Equal(Done, await writer.Write(Site(9)));
    }

    [Fact]
    public async Task A_failed_pruning_says_so_and_the_writer_lives_on()
    {
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 10, batchMax: 10);
        var writer = writing.Writer;
        database.Release();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.Do("pruning", () => database.PruneAnswers(Sample.Start, 1)));
        Assert.Equal(Done, await writer.Write(Site(1)));
    }

    [Fact]
    public async Task Disposing_waits_for_what_is_queued_then_refuses()
    {
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 10, batchMax: 1);
        var writer = writing.Writer;
        var waiting = Enumerable.Range(0, 5).Select(i => writer.Write(Site(i))).ToArray();
        await database.Entered();

        var disposal = writer.DisposeAsync();
        Assert.Equal(new CommitResult.Overloaded(), await writer.Write(Site(9)));
        Assert.False(disposal.IsCompleted);

        database.Release();
        await disposal;
        Assert.All(waiting, commit => Assert.True(commit.IsCompletedSuccessfully));
        Assert.Equal(5, database.Batches.Count);
    }

    [Fact]
    public async Task The_writer_tells_its_queue_its_batches_and_what_became_of_each_commit()
    {
        using var meters = new OwnMeters();
        using var measured = meters.Listen();
        var database = new ScriptedDialect { Loses = "site-3" };
        await using var writing = new Writing(database, queueCapacity: 2, batchMax: 10, new StoreMeter(meters));
        var writer = writing.Writer;

        var first = writer.Write(Site(0));
        await database.Entered();
        Task<CommitResult>[] waiting = [writer.Write(Site(1)), writer.Write(Site(3))];
        var overloaded = writer.Write(Site(4));
        var queue = measured.Observed("registry.store.queue.length");
        database.Release();
        await Task.WhenAll([first, .. waiting, overloaded]);

        Assert.Equal([new Measured("registry.store.queue.length", 2, "")], queue);
        Assert.Equal([1, 2], measured.Of("registry.store.batch.size").Select(batch => batch.Value));
        Assert.Equal(2, measured.Of("registry.store.batch.duration").Count);
        Assert.Equal(3, measured.Of("registry.store.commit.duration").Count);
        Assert.Equal(
            ["result=overloaded", "result=committed", "result=unknown", "result=unknown"],
            measured.Of("registry.store.commits").Select(commit => commit.Tags));
    }

    [Fact]
    public async Task A_transaction_belongs_to_the_trace_of_its_first_request_and_is_linked_to_the_others()
    {
        var batches = new ConcurrentQueue<Activity>();
        using var recorder = new ActivityListener
        {
            ShouldListenTo = source => source.Name is StoreActivity.SourceName or nameof(BatchWriterTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { if (activity.OperationName == "register commit") batches.Enqueue(activity); },
        };
        ActivitySource.AddActivityListener(recorder);
        using var requests = new ActivitySource(nameof(BatchWriterTests));
        var database = new ScriptedDialect();
        await using var writing = new Writing(database, queueCapacity: 10, batchMax: 10);

        var (first, _) = Traced(requests, writing.Writer, 0);
        await database.Entered();
        var (second, secondTrace) = Traced(requests, writing.Writer, 1);
        var (third, thirdTrace) = Traced(requests, writing.Writer, 2);
        database.Release();
        await Task.WhenAll(first, second, third);

        var batch = Assert.Single(batches, activity => activity.TraceId == secondTrace);
        Assert.Equal([thirdTrace], batch.Links.Select(link => link.Context.TraceId));
        Assert.Equal(2, batch.GetTagItem("registry.batch.size"));
    }

    private static (Task<CommitResult> Answer, ActivityTraceId Trace) Traced(ActivitySource requests, BatchWriter writer, int number)
    {
        Activity.Current = null;
        using var request = requests.StartActivity("request")!;
        return (writer.Write(Site(number)), request.TraceId);
    }

    private static Commit Site(int number) => Sample.NewSite($"site-{number}").Next();

    /// <summary>Lets the writer's thread end whatever the test found.</summary>
    private sealed class Writing(ScriptedDialect database, int queueCapacity, int batchMax, StoreMeter? meter = null) : IAsyncDisposable
    {
        public BatchWriter Writer { get; } = new(database, queueCapacity, batchMax, NullLogger.Instance, meter);

        public async ValueTask DisposeAsync()
        {
            database.Release();
            await Writer.DisposeAsync();
            database.Dispose();
        }
    }

    /// <summary>Holds its first batch until released; then commits everything but what it is told not to.</summary>
    private sealed class ScriptedDialect : IRegisterDialect, IDisposable
    {
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim released = new();

        public string? Refuses { get; init; }

        public string? Loses { get; init; }

        public ConcurrentQueue<string> Batches { get; } = new();

        public ReadOnlyMemory<byte> CursorKey => throw new NotSupportedException();

        public Task Entered() => entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Release() => released.Set();

        public IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch)
        {
            Batches.Enqueue(string.Join(' ', batch.Select(commit => commit.Id)));
            entered.TrySetResult();
            released.Wait(TestContext.Current.CancellationToken);
            if (batch.Any(commit => commit.Id == Refuses))
                throw new BatchRefusedException($"{Refuses} cannot be written", new InvalidOperationException());
            if (batch.Any(commit => commit.Id == Loses))
                throw new IOException("the connection broke");
            return [.. batch.Select(_ => Done)];
        }

        public IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch)
        {
            Batches.Enqueue("keep " + string.Join(' ', batch.Select(answer => answer.Id)));
            if (batch.Any(answer => answer.Id == Refuses))
                throw new BatchRefusedException($"{Refuses} cannot be written", new InvalidOperationException());
            return [.. batch.Select(answer => new CommitResult.Committed(answer.Version))];
        }

        public int PruneAnswers(DateTimeOffset olderThan, int atMost) => throw new IOException("the connection broke");

        public void Dispose() => released.Dispose();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Open() => throw new NotSupportedException();

        public Task Ping(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<StoredRecord?> LatestClosedSite(string unit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SiteListRow>> Sites(SiteFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<RequestListRow>> Requests(
            RequestFilter filter, PageStart? after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DeadlineListRow>> Deadlines(
            DeadlineFilter filter, PageStart? after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ReminderListRow>> Reminders(
            ReminderFilter filter, PageStart? after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Count(ReminderFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public int Tell(IReadOnlyCollection<ReminderTelling> tellings) => throw new NotSupportedException();

        public Task<IReadOnlyList<DueReminder>> DueReminders(DateOnly today, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<UnitListRow>> Units(UnitFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<AccountListRow>> Accounts(AccountFilter filter, PageStart? after, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<long> Count(SiteFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Count(RequestFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Count(DeadlineFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Count(UnitFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Count(AccountFilter filter, int upTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<byte[]?> Standing(string personId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> PersonNamed(string userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> AuthoritiesBelow(string authority, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public bool Refresh(CatalogRefresh refresh) => throw new NotSupportedException();

        public bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) => throw new NotSupportedException();

        public int SumCounts(int atMost) => throw new NotSupportedException();

        public Task<IReadOnlyList<CountedValue>> Counts(CatalogScope scope, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> Outdated(string form, DateOnly today, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<FeedStretch> Stretch(long after, int width, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<FeedItem>> Feed(FeedFilter filter, long until, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<long> FeedHead(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Checkpoint?> LatestCheckpoint(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Checkpoint>> Checkpoints(long after, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<LedgerTile?> Tile(int level, long number, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<FoundLeaf?> LeafOf(RecordKind kind, string id, long seq, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<LeafEvent>> Unsealed(long after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> AuditedBeginnings(RecordKind kind, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImmutableArray<AuditedRecord>> Audited(AuditedStretch stretch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<LedgerTile>> Tiles(int level, long after, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<CountedValue>> WrongCounts(int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<HeldClaim>> StrayClaims(int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StrayRow>> StrayRows(int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HistoryRows?> History(
            RecordKind kind, string id, CatalogScope scope, long afterSeq, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<LedgerSpanRows?> HistoryBetween(
            RecordKind kind, string id, CatalogScope scope, DateTimeOffset from, DateTimeOffset until, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<StoredRecord>> SiteRecords(string after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> Due(RecordKind kind, DateTimeOffset now, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<DueBacklog> Backlog(RecordKind kind, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> SitesOf(string unit, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<LedgerLink>> AuditedLinks(long after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<FeedRow>> LedgerFeed(long after, int take, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<byte[]>> StandingsHolding(string claimScope, int take, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
