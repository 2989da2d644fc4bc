using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>One attempt to send something to a webhook's receiver.</summary>
/// <param name="Position">The event's position in the ledger; null for a ping.</param>
/// <param name="Type">The event's type, or <c>ping</c>.</param>
/// <param name="Number">Which attempt it was, from 1.</param>
/// <param name="Result">
/// <c>delivered</c> (2xx), <c>refused</c> (another status), <c>gone</c> (410), <c>timedOut</c>, <c>unreachable</c> or <c>addressRefused</c>: the
/// name leads to no address that may be called.
/// </param>
/// <param name="Status">The HTTP status, if there was an answer.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record DeliveryAttempt(DateTimeOffset At, long? Position, string Type, int Number, string Result, int? Status, int Milliseconds);

/// <summary>An event that every attempt has failed to deliver. It is put back into the line by asking for redelivery.</summary>
/// <param name="Position">The event's position in the ledger.</param>
/// <param name="Kind">site or unit.</param>
/// <param name="RecordId">Whose event it is.</param>
/// <param name="DiedAt">When the last attempt failed.</param>
public sealed record DeadLetter(long Position, string Type, string Kind, string RecordId, DateTimeOffset DiedAt);

/// <summary>How it stands with a webhook's receiver.</summary>
/// <param name="State"><c>active</c> or <c>disabled</c>.</param>
/// <param name="DisabledFor">Why: <c>gone</c>, <c>deadLetters</c> or <c>noSuccess</c>; null while it is active.</param>
/// <param name="DeliveredAt">When something was last delivered.</param>
/// <param name="FailingSince">Since when every attempt has failed; null when the last one did not.</param>
/// <param name="NextAttemptAt">When the event at the head of the line is tried again; null when none waits for that.</param>
/// <param name="Redelivering">Dead letters that were put back and are not through yet.</param>
/// <param name="Attempts">The latest, newest first.</param>
/// <param name="DeadLetters">The latest, oldest first.</param>
public sealed record WebhookStateView(
    string WebhookId, string State, string? DisabledFor, DateTimeOffset? DisabledAt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttemptAt, int Redelivering, ImmutableArray<DeliveryAttempt> Attempts, ImmutableArray<DeadLetter> DeadLetters);

/// <summary>A webhook's secret, as Standard Webhooks writes it. Never stored, never printed.</summary>
public sealed record WebhookSecretView(string Secret)
{
    public override string ToString() => "a secret";
}

/// <summary>The answer to what is asked of a webhook's line.</summary>
/// <param name="PutBack">How many dead letters went back into the line.</param>
public sealed record WebhookReceipt(string WebhookId, int PutBack);
