using System.Net;

namespace NanchangEdu.Registry.Bench.Load.Driving;

/// <summary>So many clients, each of which sends its next request when the last one is answered: the greatest rate there is.</summary>
internal static class ClosedLoop
{
    public static async Task<Figures> Drive(
        IPEndPoint address, Work work, int clients, TimeSpan warmUp, TimeSpan window, int seed, Func<Task>? onMeasuring = null,
        CancellationToken cancellationToken = default) =>
        Figures.Of(await Latencies(address, work, clients, warmUp, window, seed, onMeasuring, cancellationToken), window);

    /// <summary>Answers a second; none at all of a contender that is too cold to answer within the window.</summary>
    public static async Task<double> Rate(IPEndPoint address, Work work, int clients, TimeSpan window, int seed) =>
        (await Latencies(address, work, clients, TimeSpan.Zero, window, seed, onMeasuring: null, CancellationToken.None)).Count / window.TotalSeconds;

    private static async Task<List<long>> Latencies(
        IPEndPoint address, Work work, int clients, TimeSpan warmUp, TimeSpan window, int seed, Func<Task>? onMeasuring, CancellationToken cancellationToken)
    {
        var all = await Client.Open(address, work, clients, work.StatusExpected, seed, cancellationToken);
        try
        {
            var clock = TimeProvider.System;
            var begin = clock.GetTimestamp() + Ticks(warmUp);
            var end = begin + Ticks(window);
            var loops = all.Select(client => Loop(client, begin, end)).ToArray();
            if (onMeasuring is not null)
            {
                await Task.Delay(warmUp, cancellationToken);
                await onMeasuring();
            }

            await Task.WhenAll(loops);
            return [.. all.SelectMany(client => client.Latencies)];
        }
        finally
        {
            foreach (var client in all) client.Dispose();
        }
    }

    /// <summary>The rate from one event to another, which nobody knows beforehand: the load is there already when the first comes.</summary>
    /// <param name="begun">Completes with the instant of the first, a <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="over">Completes with that of the second.</param>
    public static async Task<Figures> DriveBetween(IPEndPoint address, Work work, int clients, int seed, Task<long> begun, Task<long> over)
    {
        var all = await Client.Open(address, work, clients, work.StatusExpected, seed, CancellationToken.None);
        try
        {
            await Task.WhenAll(all.Select(client => Loop(client, begun, over)));
            return Figures.Of([.. all.SelectMany(client => client.Latencies)], TimeProvider.System.GetElapsedTime(await begun, await over));
        }
        finally
        {
            foreach (var client in all) client.Dispose();
        }
    }

    /// <summary>Asks every site of the work once, as fast as so many clients can; returns how long it took.</summary>
    public static async Task<TimeSpan> Once(IPEndPoint address, Work work, int clients, int statusExpected, CancellationToken cancellationToken)
    {
        var all = await Client.Open(address, work, clients, statusExpected, seed: 1, cancellationToken);
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            var next = -1;
            await Task.WhenAll(all.Select(async client =>
            {
                for (int site; (site = Interlocked.Increment(ref next)) < work.SiteCount;) await client.Ask(site);
            }));
            return TimeProvider.System.GetElapsedTime(begun);
        }
        finally
        {
            foreach (var client in all) client.Dispose();
        }
    }

    private static async Task Loop(Client client, long begin, long end)
    {
        var clock = TimeProvider.System;
        for (long sent, answered = clock.GetTimestamp(); answered < end;)
        {
            sent = answered;
            await client.Ask();
            answered = clock.GetTimestamp();
            if (answered >= begin && answered < end) client.Latencies.Add(answered - sent);
        }
    }

    private static async Task Loop(Client client, Task begun, Task over)
    {
        var clock = TimeProvider.System;
        while (!over.IsCompleted)
        {
            var sent = clock.GetTimestamp();
            await client.Ask();
            if (begun.IsCompleted && !over.IsCompleted) client.Latencies.Add(clock.GetTimestamp() - sent);
        }
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
