using Microsoft.Extensions.Logging;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>Writes batches through the one writing connection. Only the writer's thread comes here.</summary>
/// <remarks>
/// BEGIN IMMEDIATE makes this transaction the only writer of the file, other processes included; so what a commit finds stays
/// true until COMMIT. Each commit stands in a savepoint: one that does not win leaves nothing, and its neighbours stay.
/// </remarks>
internal sealed class SqliteWriter(SqliteOpening opening, ILogger logger) : IDisposable
{
    private SqliteSession? session;

    public IReadOnlyList<CommitResult> ApplyBatch(IReadOnlyList<Commit> batch) =>
        InTransaction(open => (IReadOnlyList<CommitResult>)[.. batch.Select(commit => Apply(open, commit))]);

    public IReadOnlyList<CommitResult> KeepAnswers(IReadOnlyList<UnchangedAnswer> batch) =>
        InTransaction(open => (IReadOnlyList<CommitResult>)[.. batch.Select(answer => Keep(open, answer))]);

    public int PruneAnswers(DateTimeOffset olderThan, int atMost) => InTransaction(open => open.Execute(
        "DELETE FROM answer WHERE rowid IN (SELECT rowid FROM answer WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)",
        olderThan, atMost));

    public int Tell(IReadOnlyCollection<ReminderTelling> tellings) => InTransaction(open => SqliteReminders.Tell(open, tellings));

    public bool Refresh(CatalogRefresh refresh) => InTransaction(open => SqliteRecords.Refresh(open, refresh));

    public bool Seal(Checkpoint checkpoint, IReadOnlyCollection<LedgerTile> tiles) => InTransaction(open => SqliteLedger.Seal(open, checkpoint, tiles));

    public void Dispose() => Abandon();

    private T InTransaction<T>(Func<SqliteSession, T> write)
    {
        session ??= opening.Open();
        T result;
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            result = write(session);
        }
        catch (Exception fault)
        {
            RollBack();
            if (SqliteErrors.IsTrouble(fault))
                throw;
            throw new BatchRefusedException(fault.Message, fault);
        }

        try
        {
            session.Execute("COMMIT");
            return result;
        }
        catch
        {
            // Whether it is on disk is for the next opening to find out; this connection is not asked again.
            Abandon();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            session?.Execute("ROLLBACK");
        }
        catch (Exception trouble)
        {
            // SQLite has rolled back by itself (full disk, I/O error), or BEGIN failed: closing the connection ends it in any case.
            logger.LogWarning(trouble, "The transaction could not be rolled back; its connection is closed");
            Abandon();
        }
    }

    private void Abandon()
    {
        session?.Dispose();
        session = null;
    }

    private static CommitResult Keep(SqliteSession open, UnchangedAnswer given)
    {
        var answer = given.Answer;
        if (SqliteQueries.FindAnswer(open, answer.ActorId, answer.IdempotencyKey) is { } kept)
            return new CommitResult.Replayed(kept);

        SqliteRecords.Keep(open, given.Kind, given.Id, given.Version, answer);
        return new CommitResult.Committed(given.Version);
    }

    private static CommitResult Apply(SqliteSession open, Commit commit)
    {
        // Before the version: a repeat whose record has moved on gets its first answer.
        if (commit.Answer is { } answer && SqliteQueries.FindAnswer(open, answer.ActorId, answer.IdempotencyKey) is { } kept)
            return new CommitResult.Replayed(kept);

        open.Execute("SAVEPOINT one");
        var result = Write(open, commit);
        if (result is not CommitResult.Committed)
            open.Execute("ROLLBACK TO one");
        open.Execute("RELEASE one");
        return result;
    }

    private static CommitResult Write(SqliteSession open, Commit commit)
    {
        var won = commit switch
        {
            { Site: { } site } => SqliteRecords.Write(open, commit, SqliteRecords.Site, SqliteRows.Values(site)),
            { Unit: { } unit } => SqliteRecords.Write(open, commit, SqliteRecords.Unit, SqliteRows.Values(commit.Id, unit)),
            { Account: { } account } => SqliteRecords.Write(open, commit, SqliteRecords.Account, SqliteRows.Values(commit.Id, account)),
            _ => throw new ArgumentException("A commit carries the catalog row of its kind.", nameof(commit)),
        };
        if (!won)
            return new CommitResult.VersionConflict();
        if (Claim(open, commit) is { } taken)
            return taken;

        if (commit.Site is { } row)
        {
            SqliteRecords.WriteRequests(open, commit.Id, row);
            SqliteRecords.WriteDeadlines(open, commit.Id, row);
        }

        var version = commit.ExpectedVersion + 1;
        foreach (var item in commit.Events)
            SqliteRecords.Append(open, commit, version, item);
        if (commit.Answer is { } answer)
            SqliteRecords.Keep(open, commit.Kind, commit.Id, version, answer);
        return new CommitResult.Committed(version);
    }

    private static CommitResult.ClaimTaken? Claim(SqliteSession open, Commit commit)
    {
        foreach (var release in commit.Releases)
        {
            open.Execute(
                "DELETE FROM claim WHERE owner_kind = ?1 AND owner_id = ?2 AND scope = ?3 AND (?4 IS NULL OR value = ?4)",
                commit.Kind, commit.Id, release.Scope, release.Value);
        }

        foreach (var take in commit.Takes)
        {
            if (!IsHeld(open, commit, take) && !take.AnyOf.Any(value => Take(open, commit, take.Scope, value)))
                return new CommitResult.ClaimTaken(take.Scope, take.AnyOf[0]);
        }

        return null;
    }

    private static bool IsHeld(SqliteSession open, Commit commit, ClaimTake take) => take.AnyOf.Any(value => open.Scalar(
        "SELECT 1 FROM claim WHERE scope = ?1 AND value = ?2 AND owner_kind = ?3 AND owner_id = ?4",
        take.Scope, value, commit.Kind, commit.Id) is not null);

    private static bool Take(SqliteSession open, Commit commit, string scope, string value) => 1 == open.Execute(
        "INSERT INTO claim (scope, value, owner_kind, owner_id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (scope, value) DO NOTHING",
        scope, value, commit.Kind, commit.Id);
}
