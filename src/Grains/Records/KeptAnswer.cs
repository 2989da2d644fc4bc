using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Records;

/// <summary>An answer as it is kept under its key and found again: a receipt as its bytes, a refusal in its stored form.</summary>
internal static class KeptAnswer
{
    /// <summary>Marks a refusal among kept answers; a receipt's status is 200 or 201.</summary>
    private const int Refused = 409;

    public static AnswerRow Of(Envelope envelope, Outcome answer, DateTimeOffset now)
    {
        var (status, body) = answer.Refusal is { } refusal ? (Refused, StoredFormat.Write(refusal)) : (answer.Status, answer.Body);
        return new AnswerRow(envelope.By.PersonId, envelope.IdempotencyKey, envelope.RequestHash, status, body, now);
    }

    public static Outcome Read(StoredAnswer stored) => stored.Status == Refused
        ? Outcome.Refused(stored.RecordId, stored.Version, StoredFormat.ReadRefusal(stored.Body))
        : Outcome.Done(stored.RecordId, stored.Version, stored.Status, stored.Body);
}
