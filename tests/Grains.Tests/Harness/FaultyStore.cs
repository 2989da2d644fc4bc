using System.Collections.Concurrent;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

internal enum CommitFault
{
    /// <summary>Nothing is written, and nobody knows.</summary>
    LostBefore,

    /// <summary>Everything is written, and nobody knows.</summary>
    LostAfter,
    Conflict,
    ClaimTaken,

    /// <summary>Everything is written by another activation just before, and its claims are in the way.</summary>
    ClaimTakenByItself,
    Overloaded,

    /// <summary>A fault of the program: the store itself throws.</summary>
    Thrown,
}

/// <summary>The real store, on which a test can lay faults for the next calls.</summary>
internal sealed class FaultyStore(IRegisterStore store) : IRegisterStore
{
    private readonly ConcurrentQueue<CommitFault> commitFaults = new();

    /// <summary>Reads fail with this until it is taken away.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>Runs while a commit is on its way, before the store has it.</summary>
    public Func<Task>? OnCommit { get; set; }

    public int Commits { get; private set; }

    public int Loads { get; private set; }

    public void FailNextCommit(CommitFault fault) => commitFaults.Enqueue(fault);

    public Task<StoredRecord?> Load(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        Loads++;
        return Reading(() => store.Load(kind, id, cancellationToken));
    }

    public Task<long> Version(RecordKind kind, string id, CancellationToken cancellationToken) =>
        Reading(() => store.Version(kind, id, cancellationToken));

    public Task<StoredAnswer?> FindAnswer(string actorId, string idempotencyKey, CancellationToken cancellationToken) =>
        Reading(() => store.FindAnswer(actorId, idempotencyKey, cancellationToken));

    public Task<StoredRecord?> LatestClosedSite(UnitId unit, CancellationToken cancellationToken) =>
        Reading(() => store.LatestClosedSite(unit, cancellationToken));

    public async Task<CommitResult> Commit(Commit commit)
    {
        Commits++;
        if (OnCommit is { } meanwhile) await meanwhile();
        if (!commitFaults.TryDequeue(out var fault)) return await store.Commit(commit);

        switch (fault)
        {
            case CommitFault.LostBefore:
                return new CommitResult.Unknown("lost before");
            case CommitFault.LostAfter:
                Assert.IsType<CommitResult.Committed>(await store.Commit(commit));
                return new CommitResult.Unknown("lost after");
            case CommitFault.Conflict:
                return new CommitResult.VersionConflict();
            case CommitFault.ClaimTaken:
                return new CommitResult.ClaimTaken("domain", "www.elsewhere.cn");
            case CommitFault.ClaimTakenByItself:
                Assert.IsType<CommitResult.Committed>(await store.Commit(commit));
                return new CommitResult.ClaimTaken("domain", "www.elsewhere.cn");
            case CommitFault.Overloaded:
                return new CommitResult.Overloaded();
            case CommitFault.Thrown:
                throw new Microsoft.Data.Sqlite.SqliteException("database disk image is malformed", 11);
            default:
                throw new ArgumentOutOfRangeException(nameof(commit), fault, "no such fault");
        }
    }

    public Task<CommitResult> Keep(UnchangedAnswer answer) => store.Keep(answer);

    public Task<bool> Refresh(CatalogRefresh refresh) => store.Refresh(refresh);

    private Task<T> Reading<T>(Func<Task<T>> read) => ReadFault is { } fault ? Task.FromException<T>(fault) : read();
}
