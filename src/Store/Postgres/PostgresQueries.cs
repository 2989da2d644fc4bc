using System.Globalization;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Reads of one record.</summary>
internal static class PostgresQueries
{
    public const string FindAnswer = $"SELECT {PostgresRows.Answer} FROM answer WHERE actor_id = $1 AND idempotency_key = $2";

    private const string LatestClosed =
        $"SELECT {PostgresRows.Record} FROM site WHERE unit = $1 AND closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT 1";

    public static Task<StoredRecord?> Load(PostgresRead read, RecordKind kind, string id) =>
        read.Single($"SELECT {PostgresRows.Record} FROM {PostgresRows.Word(kind)} WHERE id = $1", PostgresRows.ReadRecord, id);

    public static async Task<long> Version(PostgresRead read, RecordKind kind, string id) => Convert.ToInt64(
        await read.Scalar($"SELECT version FROM {PostgresRows.Word(kind)} WHERE id = $1", id) ?? 0L, CultureInfo.InvariantCulture);

    public static Task<StoredAnswer?> Answer(PostgresRead read, string actorId, string idempotencyKey) =>
        read.Single(FindAnswer, row => PostgresRows.ReadAnswer(row), actorId, idempotencyKey);

    public static Task<StoredRecord?> LatestClosedSite(PostgresRead read, string unit) =>
        read.Single(LatestClosed, PostgresRows.ReadRecord, unit);
}
