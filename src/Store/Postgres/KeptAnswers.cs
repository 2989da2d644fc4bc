using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The statement that keeps an answer without a change. It changes no row when the key has an answer already.</summary>
internal static class KeptAnswers
{
    private const string Insert =
        "INSERT INTO answer (actor_id, idempotency_key, request_hash, status, record_kind, record_id, version, created_at, body) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";

    public static NpgsqlBatchCommand Command(UnchangedAnswer given)
    {
        var answer = given.Answer;
        return new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                Text(answer.ActorId), Text(answer.IdempotencyKey), Text(answer.RequestHash),
                new NpgsqlParameter<int> { TypedValue = answer.Status },
                Text(PostgresRows.Word(given.Kind)), Text(given.Id),
                new NpgsqlParameter<long> { TypedValue = given.Version },
                Text(StoreText.Of(answer.CreatedAt)),
                new NpgsqlParameter<byte[]> { TypedValue = answer.Body, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
