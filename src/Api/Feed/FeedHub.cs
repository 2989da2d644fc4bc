using System.Collections.Immutable;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Api.Feed;

/// <summary>
/// Looks for new events once for all listeners of this gateway, as long as there are any, and keeps the latest of them. Who has fallen behind
/// reads the store; nobody waits for anybody.
/// </summary>
internal sealed class FeedHub(ICatalog catalog, TimeProvider clock, IHostApplicationLifetime life, ILogger<FeedHub> logger) : IDisposable
{
    private const int KeptMax = 4000;
    private const int PageSize = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TroublePause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private Recent recent = new([], 0, 0);
    private TaskCompletionSource changed = Signal();
    private int listeners;
    private bool isLooking;

    /// <summary>The latest events, all that there are between two positions.</summary>
    /// <param name="From">They are complete after this position.</param>
    /// <param name="Until">And up to this one.</param>
    public sealed record Recent(ImmutableArray<FeedItem> Items, long From, long Until);

    /// <summary>Ends when the gateway is told to stop: it would wait for open streams as for any answer, and let nobody in meanwhile.</summary>
    public CancellationToken Stopping => life.ApplicationStopping;

    /// <summary>What is known now, and what ends when more is.</summary>
    public (Recent Known, Task More) Look()
    {
        lock (gate) return (recent, changed.Task);
    }

    /// <summary>Listens until it is disposed.</summary>
    public IDisposable Listen()
    {
        lock (gate)
        {
            listeners++;
            if (!isLooking)
            {
                isLooking = true;
                recent = new Recent([], 0, 0);
                _ = Follow();
            }
        }

        return new Listening(this);
    }

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    private async Task Follow()
    {
        var token = closing.Token;
        long? head = null;
        while (true)
        {
            try
            {
                if (head is null)
                {
                    head = await catalog.FeedHead(token);
                    Tell([], head.Value, isFresh: true);
                }

                var page = await catalog.Feed(new FeedFilter(CatalogScope.Everything, head.Value, [], [], null, PageSize), token);
                if (page.Position > head)
                {
                    head = page.Position;
                    Tell(page.Items, page.Position, isFresh: false);
                }

                if (page.IsEnd) await Task.Delay(LookEvery, clock, token);
            }
            catch (StoreUnavailableException trouble)
            {
                logger.LogWarning("The feed cannot be followed for the moment: {Reason}", trouble.Message);
                await Task.Delay(TroublePause, clock, token);
            }

            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                logger.LogError(fault, "The feed cannot be followed: a fault of the program");
                await Task.Delay(TroublePause, clock, token);
            }

            lock (gate)
            {
                if (listeners > 0) continue;

                isLooking = false;
                return;
            }
        }
    }

    private void Tell(ImmutableArray<FeedItem> items, long until, bool isFresh)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            if (isFresh)
            {
                recent = new Recent([], until, until);
            }
            else
            {
                var all = recent.Items.AddRange(items);
                var dropped = Math.Max(0, all.Length - KeptMax);
                recent = new Recent(all[dropped..], dropped == 0 ? recent.From : all[dropped - 1].Row.Position, until);
            }

            told = changed;
            changed = Signal();
        }

        told.SetResult();
    }

    private void Leave()
    {
        lock (gate) listeners--;
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listening(FeedHub hub) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) hub.Leave();
        }
    }
}
