using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>What the records of one silo tell of their work: commands, refusals, activations, and a span of the trace for each command.</summary>
/// <remarks>
/// Every tag's values are a closed set of the program's own words. No id, person or text of a request is ever one: a metric is kept
/// for months and read by people who may not see records.
/// </remarks>
public sealed class RecordMeter : IDisposable
{
    public const string Name = "NanchangEdu.Registry.Grains";

    private static readonly ActivitySource Source = new(StoreActivity.SourceName);
    private static readonly ConcurrentDictionary<Type, string> CommandNames = new();

    private readonly Meter meter;
    private readonly Counter<long> commands;
    private readonly Counter<long> refusals;
    private readonly Histogram<double> duration;
    private readonly int[] awake = new int[Enum.GetValues<RecordKind>().Length];

    public RecordMeter(IMeterFactory factory)
    {
        meter = factory.Create(new MeterOptions(Name));
        commands = meter.CreateCounter<long>("registry.commands", "{command}", "Commands by kind and by what became of them");
        refusals = meter.CreateCounter<long>("registry.refusals", "{refusal}", "Commands refused, by the rule that refused them");
        duration = meter.CreateHistogram(
            "registry.command.duration", "s", "One command inside its record: load, decide, commit",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });
        meter.CreateObservableUpDownCounter("registry.activations", Awake, "{activation}", "Records held in memory");
    }

    /// <summary>A command's beginning; goes back into <see cref="End"/>.</summary>
    internal readonly record struct Begun(string Command, long At, Activity? Span);

    internal Begun Begin(object command)
    {
        var name = CommandNames.GetOrAdd(command.GetType(), type => JsonNamingPolicy.CamelCase.ConvertName(type.Name));
        return new Begun(name, duration.Enabled ? Stopwatch.GetTimestamp() : 0, Source.StartActivity(name));
    }

    /// <param name="begun">What <see cref="Begin"/> gave.</param>
    /// <param name="record">The kind of record that was asked.</param>
    /// <param name="id">The record's id, for the trace alone.</param>
    /// <param name="outcome">Null when the program failed.</param>
    internal void End(in Begun begun, RecordKind record, string id, Outcome? outcome)
    {
        var became = NameOf(outcome?.Kind);
        if (commands.Enabled) commands.Add(1, new TagList { { "kind", begun.Command }, { "record", NameOf(record) }, { "outcome", became } });
        if (outcome?.Refusal is { } refusal && refusals.Enabled) refusals.Add(1, new TagList { { "rule", RuleCatalog.NameOf(refusal.Rule) } });
        if (begun.At != 0) duration.Record(Stopwatch.GetElapsedTime(begun.At).TotalSeconds, new TagList { { "record", NameOf(record) }, { "outcome", became } });

        if (begun.Span is not { } span) return;
        span.SetTag("registry.record", id).SetTag("registry.outcome", became);
        if (outcome?.Refusal is { } ruled) span.SetTag("registry.rule", RuleCatalog.NameOf(ruled.Rule));
        if (outcome is null or { Kind: OutcomeKind.Unknown or OutcomeKind.Overloaded }) span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }

    internal void Woken(RecordKind record) => Interlocked.Increment(ref AwakeOf(record));

    internal void Asleep(RecordKind record) => Interlocked.Decrement(ref AwakeOf(record));

    public void Dispose() => meter.Dispose();

    internal static string NameOf(RecordKind record) => Wire.Name(record);

    private ref int AwakeOf(RecordKind record) => ref awake[(int)record - 1];

    private IEnumerable<Measurement<int>> Awake() => Enum.GetValues<RecordKind>().Select(record =>
        new Measurement<int>(Volatile.Read(ref AwakeOf(record)), new KeyValuePair<string, object?>("record", NameOf(record))));

    private static string NameOf(OutcomeKind? outcome) => outcome switch
    {
        OutcomeKind.Done => "done",
        OutcomeKind.Refused => "refused",
        OutcomeKind.NotFound => "notFound",
        OutcomeKind.Stale => "stale",
        OutcomeKind.KeyReused => "keyReused",
        OutcomeKind.Overloaded => "overloaded",
        OutcomeKind.Unknown => "unknown",
        _ => "fault",
    };
}
