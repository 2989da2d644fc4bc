using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NanchangEdu.Registry.Cluster.Tests.History;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>
/// How the load feels at this moment: which commands are held up, when the last one of them got its answer, when each gateway last
/// acknowledged one. A fault is over when nothing is held up any more.
/// </summary>
internal sealed class Pulse(int doors)
{
    /// <summary>A command that takes longer counts as held up, even though no sending of it failed.</summary>
    private static readonly TimeSpan HeldUpAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Invocation, bool> waiting = new(ReferenceEqualityComparer.Instance);
    private readonly long[] acknowledgedAt = new long[doors];
    private long heldUpUntil;
    private int acknowledged;
    private int resolved;
    private int retried;

    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Commands whose outcome was unknown at first, and is known.</summary>
    public int Resolved => Volatile.Read(ref resolved);

    public int Retried => Volatile.Read(ref retried);

    /// <summary>When the last command that was held up got its answer.</summary>
    public long HeldUpUntil => Interlocked.Read(ref heldUpUntil);

    public bool IsAnyHeldUp => waiting.Any(entry => entry.Value || Stopwatch.GetElapsedTime(entry.Key.InvokedAt) > HeldUpAfter);

    /// <summary>What waits longest, and what became of its sendings: for whoever looks into a slow recovery.</summary>
    public IEnumerable<string> LongestHeldUp(int count) =>
        from invocation in waiting.Keys.OrderBy(invocation => invocation.InvokedAt).Take(count)
        let waited = Stopwatch.GetElapsedTime(invocation.InvokedAt)
        where waited > HeldUpAfter
        select string.Create(CultureInfo.InvariantCulture, $"{waited.TotalSeconds:F1} s: {invocation.Method} {invocation.Path}: {string.Join("; ", invocation.DoubtsInWords)}");

    public void Sent(Invocation invocation) => waiting[invocation] = false;

    public void Doubted(Invocation invocation)
    {
        waiting.TryUpdate(invocation, true, false); // one that is repeated long after its answer waits no more
        Interlocked.Increment(ref retried);
    }

    public void Answered(Invocation invocation, Returned answer)
    {
        var now = Stopwatch.GetTimestamp();
        waiting.TryRemove(invocation, out _);
        if (invocation.Doubts > 0) Interlocked.Increment(ref resolved);
        if (invocation.Doubts > 0 || Stopwatch.GetElapsedTime(invocation.InvokedAt, now) > HeldUpAfter) Interlocked.Exchange(ref heldUpUntil, now);
        if (!answer.IsSuccess) return;

        Interlocked.Increment(ref acknowledged);
        Interlocked.Exchange(ref acknowledgedAt[answer.Door], now);
    }

    /// <summary>Whether every gateway has acknowledged a command since.</summary>
    public bool AllAcknowledgedSince(long instant) => acknowledgedAt.All(at => at > instant);

    public async Task UntilAcknowledged(int count, CancellationToken cancellationToken)
    {
        while (Acknowledged < count) await Task.Delay(20, cancellationToken);
    }
}
