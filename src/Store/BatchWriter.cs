using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store;

/// <summary>
/// The one writer of a database: takes what is waiting, never waits for more, writes it in one transaction and answers each
/// commit by itself, after the database has committed.
/// </summary>
/// <remarks>
/// It owns a thread, since a driver may block for as long as the disk does and no thread of the pool or of a grain may be
/// held that long. Its queue is a BlockingCollection: what a dedicated thread needs, and full is full at once.
/// </remarks>
internal sealed class BatchWriter : IAsyncDisposable
{
    private readonly IRegisterDialect dialect;
    private readonly int batchMax;
    private readonly ILogger logger;
    private readonly StoreMeter meter;
    private readonly BlockingCollection<Waiting> queue;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BatchWriter(IRegisterDialect dialect, int queueCapacity, int batchMax, ILogger logger, StoreMeter? meter = null)
    {
        this.dialect = dialect;
        this.batchMax = batchMax;
        this.logger = logger;
        this.meter = meter ?? new StoreMeter();
        queue = new BlockingCollection<Waiting>(queueCapacity);
        this.meter.Watch(() => queue.Count);
        new Thread(Run) { Name = "register-writer", IsBackground = true }.Start();
    }

    public Task<CommitResult> Write(Commit commit) => Write(new Waiting<Commit>(commit, meter.Start(), StoreActivity.Caller));

    public Task<CommitResult> Write(UnchangedAnswer answer) => Write(new Waiting<UnchangedAnswer>(answer, meter.Start(), StoreActivity.Caller));

    private Task<CommitResult> Write<T>(Waiting<T> waiting)
    {
        if (TryEnqueue(waiting)) return waiting.Answer.Task;

        var overloaded = new CommitResult.Overloaded();
        meter.Answered(overloaded, handedOverAt: 0);
        return Task.FromResult<CommitResult>(overloaded);
    }

    /// <exception cref="StoreUnavailableException"/>
    public Task<int> Prune(DateTimeOffset olderThan, int atMost)
    {
        var waiting = new WaitingPruning(olderThan, atMost);
        return TryEnqueue(waiting)
            ? waiting.Deleted.Task
            : Task.FromException<int>(new StoreUnavailableException("The writer takes no more work at present."));
    }

    /// <summary>Writes what is waiting, then ends. From now on nothing more is taken.</summary>
    /// <remarks>The queue itself lives on: who comes late must still be refused in an orderly way.</remarks>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await stopped.Task;
    }

    private bool TryEnqueue(Waiting waiting)
    {
        try
        {
            return queue.TryAdd(waiting);
        }
        catch (InvalidOperationException) when (queue.IsAddingCompleted)
        {
            return false; // stopped between the caller's decision and now: nothing was written, and the caller learns just that
        }
    }

    private void Run()
    {
        var commits = new List<Waiting<Commit>>(batchMax);
        var answers = new List<Waiting<UnchangedAnswer>>();
        var prunings = new List<WaitingPruning>();
        foreach (var first in queue.GetConsumingEnumerable())
        {
            var next = first;
            do
            {
                switch (next)
                {
                    case Waiting<Commit> commit:
                        commits.Add(commit);
                        break;
                    case Waiting<UnchangedAnswer> answer:
                        answers.Add(answer);
                        break;
                    case WaitingPruning pruning:
                        prunings.Add(pruning);
                        break;
                }
            }
            while (commits.Count + answers.Count < batchMax && queue.TryTake(out next));

            if (commits.Count > 0)
                Write(commits, dialect.ApplyBatch);
            if (answers.Count > 0)
                Write(answers, dialect.KeepAnswers);
            prunings.ForEach(Prune);
            commits.Clear();
            answers.Clear();
            prunings.Clear();
        }

        stopped.SetResult();
    }

    private void Write<T>(IReadOnlyList<Waiting<T>> batch, Func<IReadOnlyList<T>, IReadOnlyList<CommitResult>> apply)
    {
        IReadOnlyList<CommitResult> results;
        var startedAt = meter.Start();
        using var activity = StoreActivity.StartBatch(batch, waiting => waiting.Caller);
        try
        {
            results = apply([.. batch.Select(waiting => waiting.Work)]);
        }
        catch (BatchRefusedException refused) when (batch.Count > 1)
        {
            // One of them is at fault and nothing was written: in their order one by one, so that only that one fails.
            logger.LogWarning(refused, "A batch of {Count} was refused; what is in it is written one by one", batch.Count);
            foreach (var waiting in batch)
                Write([waiting], apply);
            return;
        }
        catch (Exception trouble)
        {
            // The last wall: whatever the driver throws, each caller is told that the outcome is not known, and the writer lives on.
            logger.LogError(trouble, "The outcome of {Count} commits or kept answers is not known", batch.Count);
            results = [.. batch.Select(_ => new CommitResult.Unknown(trouble.Message))];
        }

        meter.Batch(batch.Count, startedAt);
        for (var i = 0; i < batch.Count; i++)
        {
            meter.Answered(results[i], batch[i].HandedOverAt);
            batch[i].Answer.SetResult(results[i]);
        }
    }

    private void Prune(WaitingPruning pruning)
    {
        try
        {
            pruning.Deleted.SetResult(dialect.PruneAnswers(pruning.OlderThan, pruning.AtMost));
        }
        catch (Exception trouble)
        {
            logger.LogError(trouble, "Old answers could not be pruned");
            pruning.Deleted.SetException(new StoreUnavailableException(trouble.Message));
        }
    }

    private abstract class Waiting;

    private sealed class Waiting<T>(T work, long handedOverAt, ActivityContext caller) : Waiting
    {
        public T Work { get; } = work;

        public long HandedOverAt { get; } = handedOverAt;

        public ActivityContext Caller { get; } = caller;

        public TaskCompletionSource<CommitResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class WaitingPruning(DateTimeOffset olderThan, int atMost) : Waiting
    {
        public DateTimeOffset OlderThan { get; } = olderThan;

        public int AtMost { get; } = atMost;

        public TaskCompletionSource<int> Deleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
