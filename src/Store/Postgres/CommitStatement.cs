using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Any number of commits of one kind of record as one SQL statement, and so, without a transaction around it, as one round trip:
/// the answers given before, the compare-and-swap of the rows, and for the commits that won everything else.
/// </summary>
/// <remarks>
/// Each record and each key of an answer stands in it once. The text is <see cref="CommitSql"/>'s; parts that have no rows are
/// left out of it, since each costs the server even then.
/// </remarks>
internal sealed class CommitStatement(RecordKind kind)
{
    private readonly NpgsqlParameter<long> positionBase = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly ArrayTable<Placed> changes = CommitRows.Changes(kind);
    private readonly ArrayTable<Placed> creations = CommitRows.Creations(kind);
    private readonly ArrayTable<PlacedEvent> events = CommitRows.Events();
    private readonly ArrayTable<Placed> answers = CommitRows.Answers();
    private readonly ArrayTable<Placed> texts = CommitRows.Texts();
    private readonly ArrayTable<Placed> inboxes = CommitRows.Sites();
    private readonly ArrayTable<PlacedRequest> requests = CommitRows.Requests();
    private readonly ArrayTable<Placed> diaries = CommitRows.Sites();
    private readonly ArrayTable<PlacedDeadline> deadlines = CommitRows.Deadlines();
    private readonly NpgsqlBatchCommand command = new();

    public bool IsEmpty => events.IsEmpty;

    public void Clear()
    {
        changes.Clear();
        creations.Clear();
        events.Clear();
        answers.Clear();
        texts.Clear();
        inboxes.Clear();
        requests.Clear();
        diaries.Clear();
        deadlines.Clear();
    }

    /// <param name="commit">Another record and another key than those that are in it.</param>
    /// <param name="written">What the tables beside the record's hold already.</param>
    /// <param name="numbers">Counts the events of the transaction.</param>
    /// <exception cref="BatchRefusedException">They are more than a transaction has positions for.</exception>
    public void Add(Placed commit, WrittenRecords written, ref int numbers)
    {
        if (numbers + commit.Commit.Events.Length > LedgerPositions.PerTransaction)
            throw new BatchRefusedException($"A transaction holds {LedgerPositions.PerTransaction} events at most.", new InvalidOperationException());

        (commit.Commit.ExpectedVersion == 0 ? creations : changes).Add(commit);
        foreach (var row in commit.Commit.Events)
            events.Add(new PlacedEvent(commit, numbers++, row));
        if (commit.Commit.Answer is not null)
            answers.Add(commit);
        if (!written.HasText(commit))
            texts.Add(commit);
        if (commit.Commit.Site is { } site && !written.HasRequests(commit.Commit))
        {
            inboxes.Add(commit);
            foreach (var row in site.Requests)
                requests.Add(new PlacedRequest(commit, row));
        }

        if (commit.Commit.Site is { } dated && !written.HasDeadlines(commit.Commit))
        {
            diaries.Add(commit);
            foreach (var row in dated.Deadlines)
                deadlines.Add(new PlacedDeadline(commit, row));
        }
    }

    /// <summary>The statement as it stands, to be sent before anything is added again.</summary>
    public NpgsqlBatchCommand Command(long positionBase)
    {
        this.positionBase.TypedValue = positionBase;
        var parts = (creations.IsEmpty ? 0 : CommitParts.Creations) | (changes.IsEmpty ? 0 : CommitParts.Changes)
            | (answers.IsEmpty ? 0 : CommitParts.Answers) | (texts.IsEmpty ? 0 : CommitParts.Texts)
            | (inboxes.IsEmpty ? 0 : CommitParts.Requests) | (diaries.IsEmpty ? 0 : CommitParts.Deadlines);
        command.CommandText = CommitSql.Of(kind, parts);
        command.Parameters.Clear();
        command.Parameters.Add(this.positionBase);
        events.AddParametersTo(command.Parameters);
        if (parts.HasFlag(CommitParts.Changes))
            changes.AddParametersTo(command.Parameters);
        if (parts.HasFlag(CommitParts.Creations))
            creations.AddParametersTo(command.Parameters);
        if (parts.HasFlag(CommitParts.Answers))
            answers.AddParametersTo(command.Parameters);
        if (parts.HasFlag(CommitParts.Texts))
            texts.AddParametersTo(command.Parameters);
        if (parts.HasFlag(CommitParts.Requests))
        {
            inboxes.AddParametersTo(command.Parameters);
            requests.AddParametersTo(command.Parameters);
        }

        if (parts.HasFlag(CommitParts.Deadlines))
        {
            diaries.AddParametersTo(command.Parameters);
            deadlines.AddParametersTo(command.Parameters);
        }

        return command;
    }

    /// <summary>Reads what became of the commits: those that are not named met another version.</summary>
    /// <param name="row">The statement's result.</param>
    /// <param name="results">By place; holds conflicts until told otherwise.</param>
    /// <param name="batch">The commits by place.</param>
    public static void Read(NpgsqlDataReader row, CommitResult[] results, IReadOnlyList<Commit> batch)
    {
        while (row.Read())
        {
            var place = row.GetInt32(0);
            results[place] = row.IsDBNull(1)
                ? new CommitResult.Committed(batch[place].ExpectedVersion + 1)
                : new CommitResult.Replayed(PostgresRows.ReadAnswer(row, 1));
        }
    }
}
