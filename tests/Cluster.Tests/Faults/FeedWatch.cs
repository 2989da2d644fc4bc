using System.Globalization;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// Two who follow the feed while everything around it fails, one by pages and one by the stream. Each goes on after what it has read last, at
/// another gateway when one does not answer, as their documentation tells a receiver to.
/// </summary>
internal sealed class FeedWatch(Gateway gateway, Person person, long start) : IAsyncDisposable
{
    private const string Path = "/api/v1/events";
    private const int PageSize = 200;
    private const string Id = "id: ";
    private const string Data = "data: ";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A stream that says nothing for longer, not even that it is alive, is dead (heartbeats come every 15 s).</summary>
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource over = new();
    private readonly List<FeedEntry> paged = [];
    private readonly List<FeedEntry> streamed = [];
    private Task following = Task.CompletedTask;
    private long pagedUntil = start;
    private long streamedUntil = start;
    private int pagedCount;
    private int streamedCount;
    private int streams;

    /// <summary>How many events both have seen.</summary>
    public int Seen => Math.Min(Volatile.Read(ref pagedCount), Volatile.Read(ref streamedCount));

    /// <summary>How often the stream had to be opened.</summary>
    public int Streams => streams;

    public void Begin() => following = Task.WhenAll(FollowPages(over.Token), FollowStream(over.Token));

    public async Task UntilSeen(int count, CancellationToken cancellationToken)
    {
        while (Seen < count && !following.IsCompleted) await Task.Delay(Pause, cancellationToken);
    }

    /// <summary>What both have seen, when they have come as far as the ledger went.</summary>
    /// <exception cref="TimeoutException">One of them does not come so far.</exception>
    public async Task<IReadOnlyList<(string Reader, IReadOnlyList<FeedEntry> Seen)>> UntilRead(long position, TimeSpan within, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(within);
        while (Interlocked.Read(ref pagedUntil) < position || Interlocked.Read(ref streamedUntil) < position)
        {
            if (following.IsFaulted) await following;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"the ledger goes to {position}, the feed by pages to {pagedUntil}, by the stream to {streamedUntil}");
            await Task.Delay(Pause, CancellationToken.None);
        }

        await over.CancelAsync();
        await following;
        return [("pages", paged), ("the stream", streamed)];
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await following.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        over.Dispose();
    }

    private async Task FollowPages(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var after = pagedUntil;
            var page = await gateway.TryGet(person, string.Create(CultureInfo.InvariantCulture, $"{Path}?after={after}&limit={PageSize}"), until);
            if (page is not null)
            {
                foreach (var item in page["items"]!.AsArray()) paged.Add(FeedEntry.Of(item!));
                Volatile.Write(ref pagedCount, paged.Count);
                Interlocked.Exchange(ref pagedUntil, page["next"]!.GetValue<long>());
            }

            if (page?["isEnd"]!.GetValue<bool>() != false) await Rest(until);
        }
    }

    private async Task FollowStream(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            streams++;
            using var stream = await gateway.TryOpen(person, $"{Path}/stream", streamedUntil.ToString(CultureInfo.InvariantCulture), until);
            if (stream is not null) await Read(stream, until);
            await Rest(until);
        }
    }

    /// <summary>Until it breaks, ends or falls silent. A message counts when it is whole.</summary>
    private async Task Read(StreamReader stream, CancellationToken until)
    {
        var (position, data) = (0L, "");
        try
        {
            while (true)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(until);
                patience.CancelAfter(SilentMax);
                if (await stream.ReadLineAsync(patience.Token) is not { } line) return;

                if (line.StartsWith(Id, StringComparison.Ordinal)) position = long.Parse(line[Id.Length..], CultureInfo.InvariantCulture);
                if (line.StartsWith(Data, StringComparison.Ordinal)) data = line[Data.Length..];
                if (line.Length > 0 || data.Length == 0) continue;

                var message = JsonNode.Parse(data)!;
                if (message["hash"] is not null) streamed.Add(FeedEntry.Of(message)); // a heartbeat has none
                Volatile.Write(ref streamedCount, streamed.Count);
                Interlocked.Exchange(ref streamedUntil, position);
                data = "";
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException)
        {
            // It is opened again, after what was whole.
        }
    }

    private static async Task Rest(CancellationToken until)
    {
        try
        {
            await Task.Delay(Pause, until);
        }
        catch (OperationCanceledException)
        {
            // The watch is over: whoever rests looks at that next.
        }
    }
}
