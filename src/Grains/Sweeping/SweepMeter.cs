using System.Diagnostics.Metrics;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>
/// What the sweeper leaves behind: how many records are due and not attended to, and for how long. Between sweeps the age grows by
/// itself, so that a sweeper that stands still is seen too.
/// </summary>
public sealed class SweepMeter : IDisposable
{
    private readonly RegistryClock clock;
    private readonly Meter meter;
    private readonly Counter<long> sweeps;
    private readonly Counter<long> reminders;
    private volatile Stock[] stocks = [];

    private sealed record Stock(RecordKind Record, DueBacklog Backlog);

    public SweepMeter(IMeterFactory factory, RegistryClock clock)
    {
        this.clock = clock;
        meter = factory.Create(new MeterOptions(RecordMeter.Name));
        sweeps = meter.CreateCounter<long>("registry.sweeps", "{sweep}", "Sweeps, by whether one met trouble");
        reminders = meter.CreateCounter<long>("registry.reminders", "{reminder}", "Reminders of deadlines that were told");
        reminders.Add(0); // of a series that begins with its first event, a rate misses that one
        meter.CreateObservableGauge("registry.deadlines.overdue", Counts, "{record}", "Due records that the last sweep left unattended");
        meter.CreateObservableGauge("registry.deadlines.overdue.age", Ages, "s", "For how long the oldest of them has been due");
    }

    internal void Swept(int troubles) =>
        sweeps.Add(1, new KeyValuePair<string, object?>("result", troubles == 0 ? "whole" : "troubled"));

    internal void Told(int count) => reminders.Add(count);

    internal void Left(DueBacklog sites, DueBacklog units) => stocks = [new(RecordKind.Site, sites), new(RecordKind.Unit, units)];

    /// <summary>The sweeper goes elsewhere: another silo tells from now on.</summary>
    internal void Forget() => stocks = [];

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Counts() => stocks.Select(stock => new Measurement<long>(stock.Backlog.Count, TagOf(stock)));

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = clock.GetUtcNow();
        return stocks.Select(stock => new Measurement<double>(
            stock.Backlog.OldestAt is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0, TagOf(stock)));
    }

    private static KeyValuePair<string, object?> TagOf(Stock stock) => new("record", RecordMeter.NameOf(stock.Record));
}
