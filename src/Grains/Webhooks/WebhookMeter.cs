using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>
/// How deliveries go, of all webhooks of one silo together: no id, person or address is ever a tag. Between attempts the age grows by itself,
/// so that a line that stands still is seen too.
/// </summary>
public sealed class WebhookMeter : IDisposable
{
    private readonly RegistryClock clock;
    private readonly Meter meter;
    private readonly Counter<long> attempts;
    private readonly Counter<long> deadLetters;
    private readonly ConcurrentDictionary<string, Line> lines = new();
    private int inForce;

    private sealed record Line(DateTimeOffset? WaitingSince, bool IsDisabled);

    public WebhookMeter(IMeterFactory factory, RegistryClock clock)
    {
        this.clock = clock;
        meter = factory.Create(new MeterOptions(RecordMeter.Name));
        attempts = meter.CreateCounter<long>("registry.webhook.deliveries", "{delivery}", "Attempts to deliver to a receiver, by what became of them");
        deadLetters = meter.CreateCounter<long>("registry.webhook.dead.letters", "{letter}", "Events that every attempt has failed to deliver");
        meter.CreateObservableGauge("registry.webhooks", () => Volatile.Read(ref inForce), "{webhook}", "Webhooks that are sent to, as the dispatcher counts them");
        meter.CreateObservableGauge(
            "registry.webhooks.disabled", () => lines.Values.Count(line => line.IsDisabled), "{webhook}", "Webhooks disabled because their receivers are dead");
        meter.CreateObservableGauge(
            "registry.webhook.oldest.age", OldestAge, "s", "For how long the oldest event that waits for another attempt has been in the ledger");
        // from zero on: of a series that begins with its first event, a rate misses that one
        foreach (var result in Enum.GetValues<DeliveryResult>()) Attempted(result, 0);
        deadLetters.Add(0);
    }

    internal void Counted(int webhooks) => Volatile.Write(ref inForce, webhooks);

    internal void Attempted(DeliveryResult result) => Attempted(result, 1);

    internal void Died() => deadLetters.Add(1);

    /// <param name="webhook">The key of its grain.</param>
    internal void Stands(string webhook, WebhookDiary diary) => lines[webhook] = new Line(diary.Waiting?.RecordedAt, diary.DisabledAt is not null);

    /// <summary>The webhook is gone, or another silo tells of it from now on.</summary>
    internal void Forget(string webhook) => lines.TryRemove(webhook, out _);

    public void Dispose() => meter.Dispose();

    private void Attempted(DeliveryResult result, int count) => attempts.Add(count, new KeyValuePair<string, object?>("result", Wire.Name(result)));

    private double OldestAge()
    {
        var now = clock.GetUtcNow();
        return lines.Values.Select(line => line.WaitingSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0).DefaultIfEmpty(0).Max();
    }
}
