namespace NanchangEdu.Registry.Contracts;

public enum OutcomeKind
{
    /// <summary>Committed, now or when the same key was first answered. <see cref="Outcome.Body"/> is the stored answer.</summary>
    Done = 0,
    Refused = 1,
    /// <summary>Unknown, or outside the caller's scope: the two are told by the same bytes.</summary>
    NotFound = 2,
    /// <summary>The expected version is not the record's.</summary>
    Stale = 3,
    /// <summary>The idempotency key was used before with another request.</summary>
    KeyReused = 4,
    /// <summary>The outcome is not known; repeating with the same key is safe.</summary>
    Unknown = 5,
    /// <summary>Nothing was done because too much is waiting; repeating is safe.</summary>
    Overloaded = 6,
}

/// <summary>What became of one command.</summary>
/// <param name="Kind">Which of the seven outcomes.</param>
/// <param name="Status">HTTP status of the stored answer when done (200 or 201).</param>
/// <param name="Body">UTF-8 JSON of the receipt when done, byte for byte the first answer.</param>
/// <param name="Version">The record's version after the command (done), or now (refused, stale).</param>
/// <param name="RecordId">The record concerned.</param>
/// <param name="Refusal">The refusal when refused.</param>
[GenerateSerializer, Immutable, Alias("nce.Outcome")]
public sealed record Outcome(
    [property: Id(0)] OutcomeKind Kind,
    [property: Id(1)] int Status,
    [property: Id(2)] byte[] Body,
    [property: Id(3)] long Version,
    [property: Id(4)] string RecordId,
    [property: Id(5)] Refusal? Refusal)
{
    public static Outcome Done(string recordId, long version, int status, byte[] body) =>
        new(OutcomeKind.Done, status, body, version, recordId, null);

    public static Outcome Refused(string recordId, long version, Refusal refusal) =>
        new(OutcomeKind.Refused, 0, [], version, recordId, refusal);

    public static Outcome Of(OutcomeKind kind, string recordId, long version = 0) =>
        new(kind, 0, [], version, recordId, null);

    /// <summary>Without what the receipt or the refusal says: logs name no person.</summary>
    public override string ToString() => $"{Kind} {RecordId} {Refusal?.Rule}";
}

public enum ReadKind
{
    Found = 0,
    NotFound = 1,
    Refused = 2,
    Unknown = 3,
}

/// <summary>The answer to a question: UTF-8 JSON ready to be sent, with the strong ETag of exactly these bytes.</summary>
[GenerateSerializer, Immutable, Alias("nce.ReadAnswer")]
public sealed record ReadAnswer(
    [property: Id(0)] ReadKind Kind,
    [property: Id(1)] byte[] Body,
    [property: Id(2)] string ETag,
    [property: Id(3)] Refusal? Refusal)
{
    public static ReadAnswer Found(byte[] body, string etag) => new(ReadKind.Found, body, etag, null);

    public static ReadAnswer NotFound { get; } = new(ReadKind.NotFound, [], "", null);

    public static ReadAnswer Unknown { get; } = new(ReadKind.Unknown, [], "", null);

    public static ReadAnswer Refused(Refusal refusal) => new(ReadKind.Refused, [], "", refusal);

    /// <summary>Without what the answer says.</summary>
    public override string ToString() => $"{Kind} {Refusal?.Rule}";
}
