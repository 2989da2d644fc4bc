using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace NanchangEdu.Registry.Cluster.Tests.History;

internal sealed record LedgerRow(
    long Position, string Record, long Seq, long Version, string Type, string OccurredAt, string RecordedAt, string ActorId, byte[] Body, byte[] PrevHash, byte[] Hash);

internal sealed record RecordRow(string Id, string Kind, long Version, long LedgerSeq, byte[] LedgerHash, byte[] State);

internal sealed record AnswerRowRead(string ActorId, string Key, int Status, byte[] Body, string Record, long Version)
{
    public bool IsRefusal => Status == Returned.Refused;
}

internal sealed record ClaimRow(string Scope, string Value, string Owner);

/// <summary>The whole register as the database has it, read from outside the program.</summary>
internal sealed record RegisterDump(
    IReadOnlyList<RecordRow> Records, IReadOnlyList<LedgerRow> Ledger, IReadOnlyList<AnswerRowRead> Answers, IReadOnlyList<ClaimRow> Claims)
{
    /// <summary>Answers that a version stands behind.</summary>
    public IEnumerable<AnswerRowRead> Receipts => Answers.Where(answer => !answer.IsRefusal);

    public static RegisterDump ReadFile(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        return Read(connection, IsolationLevel.Serializable);
    }

    public static RegisterDump ReadServer(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        return Read(connection, IsolationLevel.RepeatableRead);
    }

    /// <summary>Accounts are nobody's news: the feed tells of all other events.</summary>
    public IEnumerable<LedgerRow> Told
    {
        get
        {
            var accounts = Records.Where(record => record.Kind == "account").Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
            return Ledger.Where(row => !accounts.Contains(row.Record));
        }
    }

    /// <summary>What belongs to some of the records.</summary>
    public RegisterDump Of(IReadOnlySet<string> records) => new(
        [.. Records.Where(r => records.Contains(r.Id))],
        [.. Ledger.Where(e => records.Contains(e.Record))],
        [.. Answers.Where(a => records.Contains(a.Record))],
        [.. Claims.Where(c => records.Contains(c.Owner))]);

    private static RegisterDump Read(DbConnection connection, IsolationLevel isolation)
    {
        connection.Open();
        // One snapshot: the program may be running.
        using var transaction = connection.BeginTransaction(isolation);
        return new(
            [.. Rows(transaction, "SELECT id, 'site', version, ledger_seq, ledger_hash, state FROM site UNION ALL SELECT id, 'unit', version, ledger_seq, ledger_hash, state FROM unit "
                + "UNION ALL SELECT id, 'account', version, ledger_seq, ledger_hash, state FROM account",
                r => new RecordRow(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), Blob(r, 4), Blob(r, 5)))],
            [.. Rows(transaction, "SELECT position, record_id, seq, version, type, occurred_at, recorded_at, actor_id, body, prev_hash, hash FROM ledger_event ORDER BY position",
                r => new LedgerRow(
                    r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7),
                    Blob(r, 8), Blob(r, 9), Blob(r, 10)))],
            [.. Rows(transaction, "SELECT actor_id, idempotency_key, status, body, record_id, version FROM answer",
                r => new AnswerRowRead(r.GetString(0), r.GetString(1), r.GetInt32(2), Blob(r, 3), r.GetString(4), r.GetInt64(5)))],
            [.. Rows(transaction, "SELECT scope, value, owner_id FROM claim", r => new ClaimRow(r.GetString(0), r.GetString(1), r.GetString(2)))]);
    }

    private static IEnumerable<T> Rows<T>(DbTransaction transaction, string sql, Func<DbDataReader, T> read)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 300;
#pragma warning disable CA2100 // the four statements above
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    private static byte[] Blob(DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
