using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NanchangEdu.Registry.Store;

/// <summary>What the register store tells of its work. Instruments only; who exports them is the host's matter.</summary>
/// <remarks>An instrument that nobody listens to costs a branch: no measurement is prepared for it.</remarks>
public sealed class StoreMeter : IDisposable
{
    public const string Name = "NanchangEdu.Registry.Store";

    private readonly Meter meter;
    private readonly Histogram<int> batchSize;
    private readonly Histogram<double> batchDuration;
    private readonly Histogram<double> commitDuration;
    private readonly Counter<long> commits;

    /// <param name="factory">The host's; null where there is none, as in a test of the store alone.</param>
    public StoreMeter(IMeterFactory? factory = null)
    {
        meter = factory?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        batchSize = meter.CreateHistogram(
            "registry.store.batch.size", "{commit}", "Commits, or kept answers, written in one transaction", advice: Buckets([1, 2, 4, 8, 16, 32, 64, 128, 256]));
        batchDuration = meter.CreateHistogram(
            "registry.store.batch.duration", "s", "One transaction, from its begin to the database's answer", advice: Buckets(Seconds));
        commitDuration = meter.CreateHistogram(
            "registry.store.commit.duration", "s", "One commit, from its handing over to its answer, waiting included", advice: Buckets(Seconds));
        commits = meter.CreateCounter<long>("registry.store.commits", "{commit}", "Commits and kept answers by what became of them");
    }

    private static double[] Seconds { get; } = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

    /// <summary>Where a duration begins; 0 when nobody asks for durations.</summary>
    internal long Start() => commitDuration.Enabled || batchDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Asked by whoever reads the metrics, never counted along the way.</summary>
    internal void Watch(Func<int> queueLength) =>
        meter.CreateObservableGauge("registry.store.queue.length", queueLength, "{commit}", "Commits, kept answers and prunings that wait for the writer");

    internal void Batch(int size, long startedAt)
    {
        if (batchSize.Enabled) batchSize.Record(size);
        if (startedAt != 0 && batchDuration.Enabled) batchDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    internal void Answered(CommitResult result, long handedOverAt)
    {
        if (commits.Enabled) commits.Add(1, new KeyValuePair<string, object?>("result", NameOf(result)));
        if (handedOverAt != 0 && commitDuration.Enabled) commitDuration.Record(Stopwatch.GetElapsedTime(handedOverAt).TotalSeconds);
    }

    public void Dispose() => meter.Dispose();

    private static string NameOf(CommitResult result) => result switch
    {
        CommitResult.Committed => "committed",
        CommitResult.VersionConflict => "versionConflict",
        CommitResult.ClaimTaken => "claimTaken",
        CommitResult.Replayed => "replayed",
        CommitResult.Overloaded => "overloaded",
        _ => "unknown",
    };

    private static InstrumentAdvice<T> Buckets<T>(T[] boundaries) where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
