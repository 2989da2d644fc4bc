using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Store.Sqlite;

namespace NanchangEdu.Registry.Store.Tests;

public sealed class SqliteReadersTests : IAsyncLifetime
{
    private readonly SqliteDatabase database = new();
    private readonly ManualResetEventSlim gate = new();
    private SqliteReaders readers = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.Open().DisposeAsync();
        readers = new SqliteReaders(new SqliteOpening(database.Path, afterSettings: null), readers: 2, queueCapacity: 3, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        gate.Set();
        await readers.DisposeAsync();
        gate.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task More_than_the_queue_holds_is_refused_at_once()
    {
        var running = await Busy();
        var waiting = Enumerable.Range(0, 3).Select(_ => readers.Read(_ => 2, Token)).ToArray();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => readers.Read(_ => 3, Token));

        gate.Set();
        int[] answers = [.. await Task.WhenAll(running), .. await Task.WhenAll(waiting)];
        Assert.Equal([1, 1, 2, 2, 2], answers);
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_is_let_go_and_his_read_is_not_made()
    {
        await Busy();
        using var patience = new CancellationTokenSource();
        var made = false;
        var read = readers.Read(_ => made = true, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        gate.Set();
        await readers.Read(_ => 0, Token);
        await readers.DisposeAsync();
        Assert.False(made);
    }

    [Fact]
    public async Task A_reader_cannot_write() =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => readers.Read(open => open.Execute("DELETE FROM claim"), Token));

    [Fact]
    public async Task More_queries_than_are_kept_prepared_still_work()
    {
        for (var i = 0; i < 500; i++)
            Assert.Equal((long)i, await readers.Read(open => open.Scalar($"SELECT {i}"), Token));
    }

    /// <summary>Both readers, held until the gate opens.</summary>
    private async Task<Task<int>[]> Busy()
    {
        var entered = Enumerable.Range(0, 2).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var running = entered.Select(begun => readers.Read(
            _ =>
            {
                begun.SetResult();
                gate.Wait(TimeSpan.FromMinutes(1));
                return 1;
            },
            Token)).ToArray();
        await Task.WhenAll(entered.Select(begun => begun.Task)).WaitAsync(Token);
        return running;
    }
}
