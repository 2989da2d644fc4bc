using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>The statements that give claims back and take them, in the order in which they count.</summary>
internal static class ClaimStatements
{
    private const string Release =
        "DELETE FROM claim WHERE owner_id = $1 AND owner_kind = $2 AND scope = $3 AND ($4 IS NULL OR value = $4)";

    /// <summary>
    /// The first of the values that nobody holds, unless one of them is the owner's already. A value that another silo takes
    /// at this moment is waited for and then not taken; whether another one is left, the next statement sees.
    /// </summary>
    private const string Take =
        """
        WITH held AS MATERIALIZED (
            SELECT FROM claim WHERE scope = $3 AND value = ANY($4) AND owner_id = $1 AND owner_kind = $2),
        free AS MATERIALIZED (
            SELECT w.value FROM unnest($4) WITH ORDINALITY AS w (value, place)
            WHERE NOT EXISTS (SELECT FROM held) AND NOT EXISTS (SELECT FROM claim AS c WHERE c.scope = $3 AND c.value = w.value)
            ORDER BY w.place LIMIT 1),
        taken AS (
            INSERT INTO claim (scope, value, owner_kind, owner_id) SELECT $3, value, $2, $1 FROM free
            ON CONFLICT (scope, value) DO NOTHING
            RETURNING value)
        SELECT EXISTS (SELECT FROM held) OR EXISTS (SELECT FROM taken), EXISTS (SELECT FROM free)
        """;

    public static bool HasClaims(Commit commit) => !commit.Releases.IsEmpty || !commit.Takes.IsEmpty;

    public static void Add(NpgsqlBatchCommandCollection commands, Commit commit)
    {
        foreach (var release in commit.Releases)
            commands.Add(Of(Release, commit, release.Scope, Text(release.Value)));
        foreach (var take in commit.Takes)
        {
            commands.Add(Of(Take, commit, take.Scope, new NpgsqlParameter<string[]>
            {
                TypedValue = [.. take.AnyOf],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            }));
        }
    }

    /// <summary>Reads the takes' results one after the other and says what became of the claims.</summary>
    public static ClaimOutcome Read(NpgsqlDataReader row, Commit commit)
    {
        var outcome = new ClaimOutcome(null, IsLostRace: false);
        foreach (var take in commit.Takes)
        {
            row.Read();
            var (holds, wasFree) = (row.GetBoolean(0), row.GetBoolean(1));
            if (!holds && outcome.Taken is null)
                outcome = new ClaimOutcome(new CommitResult.ClaimTaken(take.Scope, take.AnyOf[0]), wasFree);
            row.NextResult();
        }

        return outcome;
    }

    private static NpgsqlBatchCommand Of(string sql, Commit commit, string scope, NpgsqlParameter last) => new(sql)
    {
        Parameters = { Text(commit.Id), Text(PostgresRows.Word(commit.Kind)), Text(scope), last },
    };

    private static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <param name="Taken">The first take for which nothing was free; null when all of them hold.</param>
/// <param name="IsLostRace">A value was free and another silo came first: the next one may still be free.</param>
internal readonly record struct ClaimOutcome(CommitResult.ClaimTaken? Taken, bool IsLostRace);
