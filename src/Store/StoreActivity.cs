using System.Diagnostics;

namespace NanchangEdu.Registry.Store;

/// <summary>
/// The trace of one transaction. The writer's thread serves many requests at once: the transaction belongs to the trace of the first
/// that is recorded, and is linked to the others, so that each finds its way to the database.
/// </summary>
public static class StoreActivity
{
    public const string SourceName = "NanchangEdu.Registry";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The caller's place in its trace, when somebody records traces.</summary>
    internal static ActivityContext Caller => Source.HasListeners() && Activity.Current is { } caller ? caller.Context : default;

    /// <returns>Null when nobody records: the common case costs a look at a field.</returns>
    internal static Activity? StartBatch<T>(IReadOnlyList<T> batch, Func<T, ActivityContext> callerOf)
    {
        if (!Source.HasListeners()) return null;

        var traced = batch.Select(callerOf).Where(caller => caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)).ToArray();
        if (traced.Length == 0) return null;

        var transaction = Source.StartActivity(
            "register commit", ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(caller => new ActivityLink(caller)));
        transaction?.SetTag("registry.batch.size", batch.Count);
        return transaction;
    }
}
