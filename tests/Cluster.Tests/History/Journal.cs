using System.Collections.Concurrent;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>A command as a client sent it, with all that came back. Times are of the client's monotonic clock, in ticks.</summary>
/// <param name="Key">The idempotency key, unique in the journal: every sending of the command carries it.</param>
internal sealed record Invocation(string Key, string Method, string Path, string Body)
{
    /// <summary>The record concerned: known at once, or from the answer for what is created.</summary>
    public string? Record { get; set; }

    public long InvokedAt { get; set; }

    /// <summary>When the first conclusive answer came; null while the outcome is unknown.</summary>
    public long? ReturnedAt { get; set; }

    /// <summary>Every conclusive answer: more than one when the command was sent again under its key.</summary>
    public ConcurrentQueue<Returned> Answers { get; } = new();

    public bool Acknowledged => Answers.Any(a => a.IsSuccess);
}

/// <param name="Version">From the ETag; null where there is none.</param>
internal sealed record Returned(int Status, long? Version, byte[] Body)
{
    public bool IsSuccess => Status is 200 or 201;
}

/// <summary>What all clients together saw.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<Invocation> invocations = new();

    public IReadOnlyList<Invocation> Invocations => [.. invocations];

    public void Add(Invocation invocation) => invocations.Enqueue(invocation);
}
