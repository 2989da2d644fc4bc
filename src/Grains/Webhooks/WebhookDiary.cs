using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>An event at the head of the line that could not be delivered yet.</summary>
/// <param name="Attempts">How many have failed.</param>
public sealed record WaitingEvent(long Position, int Attempts, DateTimeOffset NextAt, DateTimeOffset RecordedAt);

/// <summary>
/// How far a webhook has come, and how it went: operational state, no record. Of events it holds positions alone; what is sent is read from the
/// ledger when it is sent. It changes by the functions below, which know no clock and no receiver.
/// </summary>
public sealed record WebhookDiary
{
    public const string Gone = "gone";
    public const string TooManyDeadLetters = "deadLetters";
    public const string NoSuccess = "noSuccess";

    public const int AttemptsKept = 50;
    public const int DeadLettersKept = 100;
    public const int DeadInRowMax = 5;
    public const int DaysWithoutSuccessMax = 5;

    /// <summary>The last position that needs no looking at; null before the first round.</summary>
    public long? After { get; init; }

    public WaitingEvent? Waiting { get; init; }

    /// <summary>Positions of dead letters that go before what is new, ascending.</summary>
    public ImmutableArray<long> PutBack { get; init; } = [];

    public bool PingAsked { get; init; }

    /// <summary>Dead letters since the last success.</summary>
    public int DeadInRow { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    public string? DisabledFor { get; init; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>Position of what is to be sent before anything new; null when nothing is.</summary>
    [JsonIgnore]
    public long? Head => Waiting is { } waiting ? waiting.Position : PutBack.IsEmpty ? null : (long?)PutBack[0];

    /// <summary>The event needs no attempt any more: it was delivered, has died, or lies outside the scope by now.</summary>
    public WebhookDiary Settled(long position) => PutBack.Contains(position)
        ? this with { PutBack = PutBack.Remove(position), Waiting = null }
        : PassedOver(position) with { Waiting = null };

    /// <summary>Nothing up to there is the receiver's.</summary>
    public WebhookDiary PassedOver(long position) => this with { After = Math.Max(After ?? 0, position) };

    public WebhookDiary Delivered(FeedRow row, DeliveryAttempt attempt) =>
        Settled(row.Position).Logged(attempt) with { DeliveredAt = attempt.At, FailingSince = null, DeadInRow = 0 };

    /// <param name="retryIn">Null when that was the last attempt.</param>
    public WebhookDiary Failed(FeedRow row, DeliveryAttempt attempt, TimeSpan? retryIn, DateTimeOffset now)
    {
        var failing = Logged(attempt) with { FailingSince = FailingSince ?? attempt.At };
        if (attempt.Result == Wire.Name(DeliveryResult.Gone)) return failing.Disabled(Gone, now);
        if (now - failing.FailingSince >= TimeSpan.FromDays(DaysWithoutSuccessMax)) return failing.Disabled(NoSuccess, now);
        if (retryIn is { } pause) return failing with { Waiting = new WaitingEvent(row.Position, attempt.Number, now + pause, row.RecordedAt) };

        var letter = new DeadLetter(row.Position, row.Type, Wire.Name(row.Kind), row.Id, now);
        var dead = failing.Settled(row.Position) with { DeadInRow = DeadInRow + 1, DeadLetters = [.. DeadLetters.Append(letter).TakeLast(DeadLettersKept)] };
        return dead.DeadInRow >= DeadInRowMax ? dead.Disabled(TooManyDeadLetters, now) : dead;
    }

    public WebhookDiary Pinged(DeliveryAttempt attempt) => Logged(attempt) with { PingAsked = false };

    /// <summary>Everything is tried anew: dead letters first, then what waited, then what came since.</summary>
    public WebhookDiary Resumed() => this with
    {
        PutBack = [.. PutBack.Concat(DeadLetters.Select(letter => letter.Position)).Distinct().Order()],
        DeadLetters = [],
        Waiting = null,
        DeadInRow = 0,
        FailingSince = null,
        DisabledAt = null,
        DisabledFor = null,
    };

    public WebhookStateView View(string webhookId) => new(
        webhookId, DisabledAt is null ? "active" : "disabled", DisabledFor, DisabledAt, DeliveredAt, FailingSince, Waiting?.NextAt, PutBack.Length,
        Attempts, DeadLetters);

    private WebhookDiary Logged(DeliveryAttempt attempt) => this with { Attempts = [attempt, .. Attempts.Take(AttemptsKept - 1)] };

    /// <summary>What waited keeps its place, as nothing after it has been settled.</summary>
    private WebhookDiary Disabled(string reason, DateTimeOffset now) => this with { DisabledAt = now, DisabledFor = reason, Waiting = null };
}
