using System.Net;
using System.Runtime.InteropServices;

namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>
/// Requests arrive at a fixed rate, whether or not the ones before are answered. One that finds no free client waits for it, and its
/// latency counts from when it should have been sent: a contender that stalls does not stop the clock (coordinated omission).
/// </summary>
internal sealed class OpenLoop
{
    private readonly Lock gate = new();
    private readonly Stack<Client> free;
    private readonly Queue<long> waiting = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long begin;
    private readonly long end;
    private long unanswered;

    private OpenLoop(Client[] clients, long begin, long end)
    {
        free = new(clients);
        this.begin = begin;
        this.end = end;
    }

    public static async Task<Figures> Drive(
        IPEndPoint address, Work work, int clients, double perSecond, TimeSpan warmUp, TimeSpan window, int seed, CancellationToken cancellationToken)
    {
        var all = await Client.Open(address, work, clients, work.StatusExpected, seed, cancellationToken);
        try
        {
            var frequency = TimeProvider.System.TimestampFrequency;
            var start = TimeProvider.System.GetTimestamp();
            var begin = start + (long)(warmUp.TotalSeconds * frequency);
            var end = begin + (long)(window.TotalSeconds * frequency);
            var loop = new OpenLoop(all, begin, end);
            await loop.Run(start, perSecond / frequency);
            return Figures.Of([.. all.SelectMany(client => client.Latencies)], window);
        }
        finally
        {
            foreach (var client in all) client.Dispose();
        }
    }

    private Task Run(long start, double perTick)
    {
        var arrivals = (long)((end - start) * perTick);
        unanswered = arrivals;
        // A thread of its own: between arrivals it sleeps for less than a millisecond, which no timer of the runtime does.
        new Thread(() =>
        {
            for (long n = 0; n < arrivals; n++)
            {
                var due = start + (long)(n / perTick);
                SleepUntil(due);
                Arrive(due);
            }
        })
        { IsBackground = true, Name = "arrivals" }.Start();
        return drained.Task;
    }

    private void Arrive(long due)
    {
        Client? client;
        lock (gate)
        {
            if (!free.TryPop(out client)) waiting.Enqueue(due);
        }

        if (client is not null) _ = Serve(client, due);
    }

    private async Task Serve(Client client, long due)
    {
        try
        {
            while (true)
            {
                await client.Ask();
                var answered = TimeProvider.System.GetTimestamp();
                if (due >= begin && due < end) client.Latencies.Add(answered - due);
                if (Interlocked.Decrement(ref unanswered) == 0) drained.SetResult();
                lock (gate)
                {
                    if (waiting.TryDequeue(out due)) continue;
                    free.Push(client);
                    return;
                }
            }
        }
        catch (Exception trouble)
        {
            drained.TrySetException(trouble);
        }
    }

    private static void SleepUntil(long due)
    {
        var frequency = TimeProvider.System.TimestampFrequency;
        for (long left; (left = due - TimeProvider.System.GetTimestamp()) > 0;)
        {
            var pause = new Timespec(0, (nint)Math.Min(left * 1_000_000_000 / frequency, 100_000_000));
            _ = NanoSleep(in pause, IntPtr.Zero);
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in Timespec request, IntPtr remaining);

    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
