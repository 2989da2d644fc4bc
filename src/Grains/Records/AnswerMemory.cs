using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>
/// The latest answers of one record by (person, key), the oldest forgotten first: spares the store a question when a client
/// repeats at once. What is not here is found in the store, so forgetting costs time and nothing else.
/// </summary>
internal sealed class AnswerMemory(int max)
{
    private readonly Dictionary<(string ActorId, string Key), (string RequestHash, Outcome Answer)> answers = [];
    private readonly Queue<(string ActorId, string Key)> byAge = new();

    public Outcome? Find(Envelope envelope) =>
        answers.TryGetValue((envelope.By.PersonId, envelope.IdempotencyKey), out var kept)
            ? Compare(envelope, kept.RequestHash, kept.Answer)
            : null;

    public void Keep(Envelope envelope, Outcome answer)
    {
        var key = (envelope.By.PersonId, envelope.IdempotencyKey);
        if (!answers.TryAdd(key, (envelope.RequestHash, answer))) return;

        byAge.Enqueue(key);
        if (byAge.Count > max) answers.Remove(byAge.Dequeue());
    }

    public void Clear()
    {
        answers.Clear();
        byAge.Clear();
    }

    /// <summary>The same request gets the first answer; another request under the same key gets none.</summary>
    public static Outcome Compare(Envelope envelope, string requestHash, Outcome answer) =>
        envelope.RequestHash == requestHash ? answer : Outcome.Of(OutcomeKind.KeyReused, answer.RecordId);
}
