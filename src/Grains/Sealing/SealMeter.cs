using System.Diagnostics.Metrics;
using NanchangEdu.Registry.Grains.Records;

namespace NanchangEdu.Registry.Grains.Sealing;

/// <summary>What the sealer tells: how far it is behind, and for how long. Between its looks the age grows by itself.</summary>
public sealed class SealMeter : IDisposable
{
    private readonly TimeProvider clock;
    private readonly Meter meter;
    private readonly Counter<long> seals;
    private volatile Standing? standing;

    private sealed record Standing(long Unsealed, long Unplaced, DateTimeOffset LookedAt, DateTimeOffset? BehindSince);

    public SealMeter(IMeterFactory factory, TimeProvider clock)
    {
        this.clock = clock;
        meter = factory.Create(new MeterOptions(RecordMeter.Name));
        seals = meter.CreateCounter<long>("registry.ledger.seals", "{checkpoint}", "Sealings of the ledger, by what became of them");
        meter.CreateObservableGauge("registry.ledger.unsealed", () => Told(s => s.Unsealed), "{event}", "Events that the last look of the sealer left unsealed");
        meter.CreateObservableGauge("registry.ledger.unplaced", () => Told(s => s.Unplaced), "{checkpoint}", "Checkpoints that are not outside of the database yet");
        meter.CreateObservableGauge("registry.ledger.behind.age", () => Told(Age), "s", "For how long the ledger has not been sealed and placed whole");
    }

    internal void Sealed(string result) => seals.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void Left(long unsealed, long unplaced, DateTimeOffset now)
    {
        var isBehind = unsealed > 0 || unplaced > 0;
        standing = new Standing(unsealed, unplaced, now, isBehind ? standing?.BehindSince ?? now : null);
    }

    /// <summary>The sealer goes elsewhere: another silo tells from now on.</summary>
    internal void Forget() => standing = null;

    public void Dispose() => meter.Dispose();

    private double Age(Standing told) => Math.Max(0, (clock.GetUtcNow() - (told.BehindSince ?? told.LookedAt)).TotalSeconds);

    private IEnumerable<Measurement<T>> Told<T>(Func<Standing, T> value)
        where T : struct => standing is { } told ? [new Measurement<T>(value(told))] : [];
}
