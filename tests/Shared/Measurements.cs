using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace NanchangEdu.Registry.Tests;

/// <summary>One measurement as a listener takes it.</summary>
public sealed record Measured(string Instrument, double Value, string Tags);

/// <summary>What the chosen instruments measured, from now on. Other tests of the process use instruments of the same names.</summary>
public sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<Measured> measured = new();

    public Measurements(Func<Meter, bool> isChosen)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (isChosen(instrument.Meter)) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    public IReadOnlyCollection<Measured> All => measured;

    public IReadOnlyList<Measured> Of(string instrument) => [.. measured.Where(one => one.Instrument == instrument)];

    /// <summary>Asks the observable instruments; only what they answer now.</summary>
    public IReadOnlyList<Measured> Observed(string instrument)
    {
        var before = Of(instrument).Count;
        listener.RecordObservableInstruments();
        return [.. Of(instrument).Skip(before)];
    }

    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Enqueue(new Measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
}

/// <summary>Meters of a test of its own, told from all others by their scope.</summary>
public sealed class OwnMeters : IMeterFactory
{
    private readonly ConcurrentBag<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public Measurements Listen() => new(meter => ReferenceEquals(meter.Scope, this));

    public void Dispose()
    {
        foreach (var meter in meters) meter.Dispose();
    }
}
