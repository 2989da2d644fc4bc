using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>
/// The latest answer of one record: spares the store a question when a client repeats at once. Every other is found in the store. It is
/// one, since whatever grows with each command outlives the young generation, and its collections are what a command waits for
/// longest (docs/decisions/0017-hot-path.md).
/// </summary>
internal sealed class AnswerMemory
{
    private Kept? latest;

    private sealed record Kept(string ActorId, string Key, string RequestHash, Outcome Answer);

    public Outcome? Find(Envelope envelope) =>
        latest is { } kept && kept.Key == envelope.IdempotencyKey && kept.ActorId == envelope.By.PersonId
            ? Compare(envelope, kept.RequestHash, kept.Answer)
            : null;

    public void Keep(Envelope envelope, Outcome answer) =>
        latest = new Kept(envelope.By.PersonId, envelope.IdempotencyKey, envelope.RequestHash, answer);

    public void Clear() => latest = null;

    /// <summary>The same request gets the first answer; another request under the same key gets none.</summary>
    public static Outcome Compare(Envelope envelope, string requestHash, Outcome answer) =>
        envelope.RequestHash == requestHash ? answer : Outcome.Of(OutcomeKind.KeyReused, answer.RecordId);
}
