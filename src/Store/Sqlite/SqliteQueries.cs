using System.Globalization;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Reads of one record.</summary>
internal static class SqliteQueries
{
    public static StoredRecord? Load(SqliteSession open, RecordKind kind, string id) =>
        open.Single($"SELECT {SqliteRows.Record} FROM {SqliteRows.Word(kind)} WHERE id = ?1", SqliteRows.ReadRecord, id);

    public static long Version(SqliteSession open, RecordKind kind, string id) => Convert.ToInt64(
        open.Scalar($"SELECT version FROM {SqliteRows.Word(kind)} WHERE id = ?1", id) ?? 0L, CultureInfo.InvariantCulture);

    public static StoredAnswer? FindAnswer(SqliteSession open, string actorId, string idempotencyKey) => open.Single(
        $"SELECT {SqliteRows.Answer} FROM answer WHERE actor_id = ?1 AND idempotency_key = ?2",
        SqliteRows.ReadAnswer, actorId, idempotencyKey);

    public static StoredRecord? LatestClosedSite(SqliteSession open, string unit) => open.Single(
        $"SELECT {SqliteRows.Record} FROM site WHERE unit = ?1 AND closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT 1",
        SqliteRows.ReadRecord, unit);
}
