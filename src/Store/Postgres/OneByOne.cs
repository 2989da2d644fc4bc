using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Commits that must see what those before them did: those with claims, and more than one of a record or key. Each stands in a
/// savepoint; several go to the server at once, in the expectation that all win, and where one does not, it is undone and
/// those after it are sent again.
/// </summary>
internal sealed class OneByOne(PostgresSession open, IReadOnlyList<Commit> batch, CommitResult[] results, int numbers)
{
    /// <summary>Sent at once at most: what follows one that loses is sent in vain.</summary>
    private const int TogetherMax = 16;

    /// <summary>A value that other silos snatch away so often at the very moment is as good as taken.</summary>
    private const int RacesMax = 20;

    private int numbers = numbers;

    public void Write(List<Placed> commits)
    {
        var (next, together, races) = (0, TogetherMax, 0);
        while (next < commits.Count)
        {
            var sent = commits.GetRange(next, Math.Min(together, commits.Count - next));
            var (lost, isRace) = Send(sent);
            if (lost < 0)
            {
                (next, together, races) = (next + sent.Count, Math.Min(together * 2, TogetherMax), 0);
                continue;
            }

            Run($"ROLLBACK TO SAVEPOINT {Savepoint(lost)}");
            var again = isRace && ++races < RacesMax;
            (next, together, races) = (next + lost + (again ? 0 : 1), 1, again ? races : 0);
        }
    }

    /// <summary>Sends them; the first that must be undone, or -1, and whether it may yet win.</summary>
    private (int Lost, bool IsRace) Send(List<Placed> sent)
    {
        using var statements = new NpgsqlBatch(open.Connection);
        for (var i = 0; i < sent.Count; i++)
            AddTo(statements, sent[i], i);

        var lost = (-1, false);
        using var reader = statements.ExecuteReader();
        for (var i = 0; i < sent.Count; i++)
        {
            var (place, commit) = (sent[i].Place, sent[i].Commit);
            var claims = ClaimStatements.Read(reader, commit);
            results[place] = new CommitResult.VersionConflict();
            CommitStatement.Read(reader, results, batch);
            reader.NextResult();
            if (lost.Item1 >= 0 || !ClaimStatements.HasClaims(commit))
                continue;

            var isWon = results[place] is CommitResult.Committed;
            if (isWon && claims.Taken is { } taken)
                results[place] = taken;
            if (!isWon || claims.Taken is not null)
                lost = (i, isWon && claims.IsLostRace);
        }

        return lost;
    }

    private void AddTo(NpgsqlBatch statements, Placed placed, int number)
    {
        if (ClaimStatements.HasClaims(placed.Commit))
        {
            statements.BatchCommands.Add(new NpgsqlBatchCommand($"SAVEPOINT {Savepoint(number)}"));
            ClaimStatements.Add(statements.BatchCommands, placed.Commit);
        }

        var statement = new CommitStatement(placed.Commit.Kind);
        statement.Add(placed, WrittenRecords.None, ref numbers);
        statements.BatchCommands.Add(statement.Command(open.PositionBase));
    }

    private static string Savepoint(int number) => $"commit_{number}";

    private void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, open.Connection);
        command.ExecuteNonQuery();
    }
}
