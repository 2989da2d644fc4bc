using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Cluster.Tests.History;

/// <summary>A command as a client sent it, with all that came back. Times are of the client's monotonic clock, in ticks.</summary>
/// <param name="Key">The idempotency key, unique in the journal: every sending of the command carries it.</param>
/// <param name="Client">Who sent it.</param>
internal sealed record Invocation(string Key, string Client, string Method, string Path, string Body)
{
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<string> doubts = new();
    private Returned[] answers = [];

    /// <summary>The record concerned: known at once, or from the answer for what is created.</summary>
    public string? Record { get; set; }

    public long InvokedAt { get; init; } = Stopwatch.GetTimestamp();

    /// <summary>When the first conclusive answer came; null while the outcome is unknown.</summary>
    public long? ReturnedAt { get; set; }

    /// <summary>Sendings after which the outcome was not known: no answer, 503, 429.</summary>
    public int Doubts => doubts.Count;

    /// <summary>What became of those sendings, one after the other.</summary>
    public IReadOnlyCollection<string> DoubtsInWords => doubts;

    /// <summary>Every conclusive answer: more than one when the command was sent again under its key.</summary>
    public IReadOnlyList<Returned> Answers
    {
        get => answers;
        init => answers = [.. value];
    }

    public bool Acknowledged => answers.Any(a => a.IsSuccess);

    public bool WasRefused => !Acknowledged && answers is [{ Status: Returned.Refused }, ..];

    public Returned First => answers.First(a => a.IsSuccess);

    public void Add(Returned answer)
    {
        lock (gate) answers = [.. answers, answer];
    }

    /// <param name="door">The gateway it was sent to.</param>
    /// <param name="what">A status, or what broke.</param>
    public void Doubt(int door, string what) =>
        doubts.Enqueue(string.Create(CultureInfo.InvariantCulture, $"door {door} {what} at {Stopwatch.GetElapsedTime(InvokedAt).TotalSeconds:F1} s"));
}

/// <param name="Version">From the ETag; null where there is none.</param>
/// <param name="Door">The gateway that gave it.</param>
internal sealed record Returned(int Status, long? Version, byte[] Body, int Door = 0)
{
    public const int Refused = 409;

    public bool IsSuccess => Status is 200 or 201;
}

/// <summary>A read that demanded the store's word, and the version it was told.</summary>
internal sealed record AuthoritativeRead(string Record, long InvokedAt, long ReturnedAt, long Version);

/// <summary>An acknowledged key sent once more with another body, and the status it got.</summary>
internal sealed record Misuse(string Key, int Status);

/// <summary>
/// What all clients together saw, outside of the system: in memory for the checker, and in a file, handed to the operating system
/// before anything is sent, for whoever looks into a run that was cut short.
/// </summary>
internal sealed class Journal(string? file = null) : IDisposable
{
    private readonly ConcurrentQueue<Invocation> invocations = new();
    private readonly ConcurrentQueue<AuthoritativeRead> reads = new();
    private readonly ConcurrentQueue<Misuse> misuses = new();
    private readonly List<Invocation> acknowledged = [];
    private readonly Lock gate = new();
    private readonly FileStream? lines = file is null ? null : new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public IReadOnlyList<Invocation> Invocations => [.. invocations];

    public IReadOnlyList<AuthoritativeRead> Reads => [.. reads];

    public IReadOnlyList<Misuse> Misuses => [.. misuses];

    public void Invoked(Invocation invocation)
    {
        Write($"invoke {invocation.InvokedAt} {invocation.Key} {invocation.Client} {invocation.Method} {invocation.Path} {invocation.Body.ReplaceLineEndings(" ")}");
        invocations.Enqueue(invocation);
    }

    public void Answered(Invocation invocation, Returned answer)
    {
        Write($"return {Stopwatch.GetTimestamp()} {invocation.Key} {answer.Status} v{answer.Version} door {answer.Door}");
        invocation.Add(answer);
        if (invocation.Answers.Count > 1 || !answer.IsSuccess) return;
        lock (acknowledged) acknowledged.Add(invocation);
    }

    /// <summary>Any that was acknowledged; null before there is one.</summary>
    public Invocation? SomeAcknowledged(Random random)
    {
        lock (acknowledged) return acknowledged.Count == 0 ? null : acknowledged[random.Next(acknowledged.Count)];
    }

    public void Add(AuthoritativeRead read) => reads.Enqueue(read);

    public void Add(Misuse misuse) => misuses.Enqueue(misuse);

    public void Dispose() => lines?.Dispose();

    private void Write(FormattableString line)
    {
        if (lines is null) return;
        var bytes = Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n");
        lock (gate) lines.Write(bytes);
    }
}
