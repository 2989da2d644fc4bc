using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>Writes batches through the one writing connection. Only the writer's thread comes here.</summary>
/// <remarks>
/// What needs no order among itself (no claims, each record and key once) goes as one statement a kind, which is one round trip
/// and one transaction by itself. The rest follows one by one within a transaction around it all.
/// </remarks>
internal sealed class PostgresWriter(NpgsqlDataSource source, string database, ILogger logger) : IDisposable
{
    /// <summary>A single commit that loses a race for a key tries again: then it sees who won.</summary>
    private const int TriesMax = 3;

    private readonly WrittenRecords written = new();

    // The driver ties a statement to what it prepared for it on one connection: a new session gets new ones.
    private ImmutableArray<CommitStatement> statements = Fresh();
    private PostgresSession? session;

    /// <summary>Opens the connection now, so that what is wrong with it is seen at the start.</summary>
    public void Open() => session = PostgresSession.Open(source, database);

    public IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Write(batch);
            }
            catch (BatchRefusedException refused) when (
                batch.Count == 1 && tries < TriesMax && PostgresErrors.IsDuplicate(refused.InnerException ?? refused))
            {
                logger.LogInformation(refused, "A commit met a key that another silo wrote at the same time; it is tried again");
            }
        }
    }

    /// <summary>By key, so that two silos meet each other's keys in one order. One that waits for a commit under its key has that commit's answer.</summary>
    public IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch) => Guarded(open =>
    {
        var results = new CommitResult[batch.Count];
        int[] places = [.. Enumerable.Range(0, batch.Count).OrderBy(place => batch[place].Answer.IdempotencyKey, StringComparer.Ordinal)
            .ThenBy(place => batch[place].Answer.ActorId, StringComparer.Ordinal)];
        using var statements = new NpgsqlBatch(open.Connection);
        foreach (var place in places)
            statements.BatchCommands.Add(KeptAnswers.Command(batch[place]));
        statements.ExecuteNonQuery();

        for (var i = 0; i < places.Length; i++)
        {
            var given = batch[places[i]];
            results[places[i]] = statements.BatchCommands[i].RecordsAffected == 1
                ? new CommitResult.Committed(given.Version)
                : FindAnswer(open, given.Answer) is { } kept
                    ? new CommitResult.Replayed(kept)
                    : new CommitResult.Unknown("The key's answer was let go of at this moment.");
        }

        return results;
    });

    public int PruneAnswers(DateTimeOffset olderThan, int atMost) => Guarded(open =>
    {
        using var command = new NpgsqlCommand(
            "DELETE FROM answer WHERE ctid = ANY (ARRAY(SELECT ctid FROM answer WHERE created_at < $1 ORDER BY created_at LIMIT $2))",
            open.Connection)
        {
            Parameters = { new() { Value = StoreText.Of(olderThan) }, new() { Value = atMost } },
        };
        return command.ExecuteNonQuery();
    });

    public bool Refresh(CatalogRefresh refresh) => Guarded(open =>
    {
        written.Forget(RecordKind.Site, refresh.Id);
        return PostgresUpkeep.Refresh(open, refresh);
    });

    public bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) => Guarded(open => PostgresUpkeep.Seal(open, checkpoint, tiles));

    public int Tell(IReadOnlyCollection<ReminderTelling> tellings) => Guarded(open => PostgresReminders.Tell(open, tellings));

    public int SumCounts(int atMost) => Guarded(open => PostgresUpkeep.SumCounts(open, atMost));

    public void Dispose() => Abandon();

    private CommitResult[] Write(IReadOnlyList<Commit> batch)
    {
        var results = new CommitResult[batch.Count];
        Array.Fill(results, new CommitResult.VersionConflict());
        Guarded(open =>
        {
            var rest = Divide(batch, out var numbers);
            if (rest.Count == 0)
            {
                WriteStatements(open, batch, results);
                return 0;
            }

            using var transaction = open.Connection.BeginTransaction();
            WriteStatements(open, batch, results);
            new OneByOne(open, batch, results, numbers).Write(rest);
            transaction.Commit();
            return 0;
        });
        for (var place = 0; place < results.Length; place++)
        {
            if (results[place] is CommitResult.Committed)
                written.Add(new Placed(place, batch[place]));
        }

        Reconsider(batch, results);
        return results;
    }

    /// <summary>Fills the statements with what has no order among itself, by id, so that two silos lock records in one order; returns the rest.</summary>
    private List<Placed> Divide(IReadOnlyList<Commit> batch, out int numbers)
    {
        foreach (var statement in statements)
            statement.Clear();
        var (records, keys) = (new HashSet<(RecordKind, string)>(batch.Count), new HashSet<(string, string)>(batch.Count));
        var (together, rest) = (new List<Placed>(batch.Count), new List<Placed>());
        for (var place = 0; place < batch.Count; place++)
        {
            var commit = batch[place];
            var isFirst = records.Add((commit.Kind, commit.Id))
                & (commit.Answer is not { } answer || keys.Add((answer.ActorId, answer.IdempotencyKey)));
            (isFirst && !ClaimStatements.HasClaims(commit) ? together : rest).Add(new Placed(place, commit));
        }

        numbers = 0;
        together.Sort(static (one, other) => string.CompareOrdinal(one.Commit.Id, other.Commit.Id));
        foreach (var placed in together)
            statements[(int)placed.Commit.Kind - 1].Add(placed, written, ref numbers);
        return rest;
    }

    private void WriteStatements(PostgresSession open, IReadOnlyList<Commit> batch, CommitResult[] results)
    {
        using var together = new NpgsqlBatch(open.Connection);
        foreach (var statement in statements)
        {
            if (!statement.IsEmpty)
                together.BatchCommands.Add(statement.Command(open.PositionBase));
        }

        if (together.BatchCommands.Count == 0)
            return;

        using var reader = together.ExecuteReader();
        do
        {
            CommitStatement.Read(reader, results, batch);
        }
        while (reader.NextResult());
        // Closing waits for the server's word that it has committed; before that nothing counts.
        reader.Close();
    }

    /// <summary>
    /// Another silo may have answered the same key while this statement waited for its row: the conflict is then that silo's
    /// commit, and the caller is due its answer.
    /// </summary>
    private void Reconsider(IReadOnlyList<Commit> batch, CommitResult[] results)
    {
        for (var place = 0; place < results.Length; place++)
        {
            if (batch[place].Answer is not { } answer || results[place] is not (CommitResult.VersionConflict or CommitResult.ClaimTaken))
                continue;
            try
            {
                if (session is { } open && FindAnswer(open, answer) is { } kept)
                    results[place] = new CommitResult.Replayed(kept);
            }
            catch (NpgsqlException trouble)
            {
                // The batch is committed and what it says of this commit is true; only whether it is a repeat remains unsaid.
                logger.LogWarning(trouble, "Whether {Count} commits that lost were repeats is not known", results.Length - place);
                Abandon();
                return;
            }
        }
    }

    private static StoredAnswer? FindAnswer(PostgresSession open, AnswerRow answer)
    {
        using var command = new NpgsqlCommand(PostgresQueries.FindAnswer, open.Connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = answer.ActorId, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<string> { TypedValue = answer.IdempotencyKey, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        using var row = command.ExecuteReader();
        return row.Read() ? PostgresRows.ReadAnswer(row) : null;
    }

    /// <summary>Runs on a connection that stands, and tells a refusal, after which it still stands, from doubt.</summary>
    private T Guarded<T>(Func<PostgresSession, T> write)
    {
        if (session is not null && !session.IsAlive())
            Abandon();
        session ??= PostgresSession.Open(source, database);
        try
        {
            var result = write(session);
            session.Used();
            return result;
        }
        catch (Exception fault)
        {
            var isRefusal = PostgresErrors.IsRefusal(fault);
            if (!isRefusal || session.Connection.State != System.Data.ConnectionState.Open)
                Abandon();
            if (isRefusal)
                throw new BatchRefusedException(fault.Message, fault);
            throw;
        }
    }

    private void Abandon()
    {
        session?.Dispose();
        session = null;
        written.Forget();
        statements = Fresh();
    }

    /// <summary>One a kind, in the order of the kinds.</summary>
    private static ImmutableArray<CommitStatement> Fresh() => [.. Enum.GetValues<RecordKind>().Select(kind => new CommitStatement(kind))];
}
