using Microsoft.Extensions.Logging;
using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Reads over a pool of a few connections, with a bounded queue before them.</summary>
internal sealed class PostgresReaders(NpgsqlDataSource source, int readers, int queueCapacity, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim free = new(readers, readers);
    private readonly CancellationTokenSource closing = new();
    private int present;

    /// <exception cref="StoreUnavailableException"/>
    public async Task<T> Read<T>(Func<PostgresRead, Task<T>> query, CancellationToken cancellationToken)
    {
        if (closing.IsCancellationRequested)
            throw new StoreUnavailableException("The store is closed.");
        if (Interlocked.Increment(ref present) > readers + queueCapacity)
        {
            Interlocked.Decrement(ref present);
            throw new StoreUnavailableException("Too many reads are waiting.");
        }

        try
        {
            await free.WaitAsync(cancellationToken);
            try
            {
                return await Run(query, cancellationToken);
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref present);
        }
    }

    /// <summary>Waits for the reads under way, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested)
            return;
        await closing.CancelAsync();
        for (var i = 0; i < readers; i++)
            await free.WaitAsync();
        await source.DisposeAsync();
    }

    private async Task<T> Run<T>(Func<PostgresRead, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                return await Once(query, cancellationToken);
            }
            catch (NpgsqlException broken) when (IsBroken(broken))
            {
                // The server was restarted, and the pool's connections do not know it yet: nobody shall notice.
                source.Clear();
                return await Once(query, cancellationToken);
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(trouble, "A read failed");
            throw new StoreUnavailableException(trouble.Message);
        }
    }

    private async Task<T> Once<T>(Func<PostgresRead, Task<T>> query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await query(new PostgresRead(connection, cancellationToken));
    }

    /// <summary>The line is cut, as opposed to an answer that does not come, for which one has waited long enough.</summary>
    private static bool IsBroken(NpgsqlException trouble) => trouble switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } answer => answer.SqlState.StartsWith("57P", StringComparison.Ordinal),
        PostgresException => false,
        _ => trouble.InnerException is IOException,
    };
}
