using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Cluster.Tests.History;

internal sealed record LedgerRow(
    string Record, long Seq, long Version, string Type, string ActorId, byte[] Body, byte[] PrevHash, byte[] Hash);

internal sealed record RecordRow(string Id, string Kind, long Version, long LedgerSeq, byte[] LedgerHash, byte[] State);

internal sealed record AnswerRowRead(string ActorId, string Key, int Status, byte[] Body, string Record, long Version);

internal sealed record ClaimRow(string Scope, string Value, string Owner);

/// <summary>The whole register as the database has it, read from outside the program.</summary>
internal sealed record RegisterDump(
    IReadOnlyList<RecordRow> Records, IReadOnlyList<LedgerRow> Ledger, IReadOnlyList<AnswerRowRead> Answers, IReadOnlyList<ClaimRow> Claims)
{
    public static RegisterDump Read(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        // One snapshot: the program may be running.
        using var transaction = connection.BeginTransaction(deferred: true);
        return new(
            [.. Rows(connection, "SELECT id, 'site', version, ledger_seq, ledger_hash, state FROM site UNION ALL SELECT id, 'unit', version, ledger_seq, ledger_hash, state FROM unit",
                r => new RecordRow(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), Blob(r, 4), Blob(r, 5)))],
            [.. Rows(connection, "SELECT record_id, seq, version, type, actor_id, body, prev_hash, hash FROM ledger_event ORDER BY position",
                r => new LedgerRow(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetString(3), r.GetString(4), Blob(r, 5), Blob(r, 6), Blob(r, 7)))],
            [.. Rows(connection, "SELECT actor_id, idempotency_key, status, body, record_id, version FROM answer",
                r => new AnswerRowRead(r.GetString(0), r.GetString(1), r.GetInt32(2), Blob(r, 3), r.GetString(4), r.GetInt64(5)))],
            [.. Rows(connection, "SELECT scope, value, owner_id FROM claim", r => new ClaimRow(r.GetString(0), r.GetString(1), r.GetString(2)))]);
    }

    private static IEnumerable<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the three statements above
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    private static byte[] Blob(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
