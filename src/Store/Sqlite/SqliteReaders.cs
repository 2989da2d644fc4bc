using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>A few threads, each with its own connection, that answer reads.</summary>
/// <remarks>
/// The driver is synchronous. On the caller's thread a read would hold up a grain's scheduler, on the pool's threads it could
/// starve the pool under load; so reads have threads of their own, as many as connections, and a bounded queue before them.
/// </remarks>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private readonly SqliteOpening opening;
    private readonly ILogger logger;
    private readonly BlockingCollection<IRead> queue;
    private readonly Task[] stopped;

    /// <summary>Opens all connections now, so that a setting that does not hold is seen at the start.</summary>
    public SqliteReaders(SqliteOpening opening, int readers, int queueCapacity, ILogger logger)
    {
        this.opening = opening;
        this.logger = logger;
        queue = new BlockingCollection<IRead>(queueCapacity);
        stopped = [.. Sessions(readers).Select(Start)];
    }

    /// <exception cref="StoreUnavailableException"/>
    public async Task<T> Read<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        var read = new Read<T>(query, cancellationToken);
        try
        {
            if (!queue.TryAdd(read, 0, cancellationToken))
                throw new StoreUnavailableException("Too many reads are waiting.");
        }
        catch (InvalidOperationException) when (queue.IsAddingCompleted)
        {
            throw new StoreUnavailableException("The store is closed.");
        }

        return await read.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Answers what is waiting, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await Task.WhenAll(stopped);
    }

    private List<SqliteSession> Sessions(int count)
    {
        var sessions = new List<SqliteSession>();
        try
        {
            while (sessions.Count < count)
                sessions.Add(OpenReading());
            return sessions;
        }
        catch
        {
            sessions.ForEach(session => session.Dispose());
            throw;
        }
    }

    private SqliteSession OpenReading()
    {
        var session = opening.Open();
        session.Execute("PRAGMA query_only = ON");
        return session;
    }

    private Task Start(SqliteSession session, int number)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(session, ended)) { Name = $"register-reader-{number + 1}", IsBackground = true }.Start();
        return ended.Task;
    }

    private void Run(SqliteSession first, TaskCompletionSource ended)
    {
        SqliteSession? session = first;
        foreach (var read in queue.GetConsumingEnumerable())
        {
            if (read.IsCancelled)
                continue;
            try
            {
                read.Run(session ??= OpenReading());
            }
            catch (Exception trouble)
            {
                // Whatever it was, it must not end the thread; the connection is not trusted after it.
                logger.LogError(trouble, "A read failed");
                session?.Dispose();
                session = null;
                read.Fail(trouble);
            }
        }

        session?.Dispose();
        ended.SetResult();
    }
}

internal interface IRead
{
    bool IsCancelled { get; }

    void Run(SqliteSession session);

    void Fail(Exception trouble);
}

internal sealed class Read<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken) : IRead
{
    public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public void Run(SqliteSession session) => Answer.SetResult(query(session));

    public void Fail(Exception trouble) => Answer.SetException(new StoreUnavailableException(trouble.Message));
}
