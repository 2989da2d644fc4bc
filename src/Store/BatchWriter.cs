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

    /// <summary>Work that is no commit and goes behind those that wait: upkeep, sealing.</summary>
    /// <param name="what">What it is, for the log.</param>
    /// <exception cref="StoreUnavailableException">It was not taken, or whether it was done is not known.</exception>
    public Task<T> Do<T>(string what, Func<T> work)
    {
        var waiting = new WaitingChore<T>(what, work, logger);
        return TryEnqueue(waiting)
            ? waiting.Done.Task
            : Task.FromException<T>(new StoreUnavailableException("The writer takes no more work at present."));
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
        var chores = new List<WaitingChore>();
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
                    case WaitingChore chore:
                        chores.Add(chore);
                        break;
                }
            }
            while (commits.Count + answers.Count < batchMax && queue.TryTake(out next));

            if (commits.Count > 0)
                Write(commits, dialect.ApplyBatch);
            if (answers.Count > 0)
                Write(answers, dialect.KeepAnswers);
            chores.ForEach(chore => chore.Run());
            commits.Clear();
            answers.Clear();
            chores.Clear();
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

        activity?.Stop(); // who has its answer finds the transaction in its trace
        meter.Batch(batch.Count, startedAt);
        for (var i = 0; i < batch.Count; i++)
        {
            meter.Answered(results[i], batch[i].HandedOverAt);
            batch[i].Answer.SetResult(results[i]);
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

    private abstract class WaitingChore : Waiting
    {
        public abstract void Run();
    }

    private sealed class WaitingChore<T>(string what, Func<T> work, ILogger logger) : WaitingChore
    {
        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run()
        {
            try
            {
                Done.SetResult(work());
            }
            catch (Exception trouble)
            {
                logger.LogError(trouble, "What the writer was to do beside commits failed: {What}", what);
                Done.SetException(new StoreUnavailableException(trouble.Message));
            }
        }
    }
}
