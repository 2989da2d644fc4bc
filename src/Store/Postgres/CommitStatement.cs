using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>
/// Any number of commits of one kind of record as one SQL statement, and so, without a transaction around it, as one round trip:
/// the answers given before, the compare-and-swap of the rows, and for the commits that won everything else.
/// </summary>
/// <remarks>
/// <para>Each record and each key of an answer stands in it once. It sees one snapshot, and none of its parts sees another's
/// writes; what decides between silos is therefore never what was read but the row's lock and the version compared after it,
/// <c>ON CONFLICT DO NOTHING</c> together with what was really inserted, and unique keys. A commit that wins the row and then
/// meets an event or an answer that was not there before makes the whole statement fail, so none is half written.</para>
/// <para>Whether a commit won is asked by <c>(place IN (…)) IS TRUE</c>: plain <c>IN</c> would be planned as a join, and the
/// writer's session allows joins by index only, so that no statistics can make it read a table through.</para>
/// </remarks>
internal sealed class CommitStatement
{
    private static readonly ConcurrentDictionary<RecordKind, string> Texts = new();

    private readonly NpgsqlParameter<long> positionBase = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly ArrayTable<Placed> records;
    private readonly ArrayTable<Placed> answers = CommitRows.Answers();
    private readonly ArrayTable<PlacedEvent> events = CommitRows.Events();
    private readonly ArrayTable<PlacedRequest> requests = CommitRows.Requests();

    public CommitStatement(RecordKind kind)
    {
        records = CommitRows.Records(kind);
        Command = new NpgsqlBatchCommand(Texts.GetOrAdd(kind, static kind => Sql(kind)));
        Command.Parameters.Add(positionBase);
        records.AddParametersTo(Command.Parameters);
        answers.AddParametersTo(Command.Parameters);
        events.AddParametersTo(Command.Parameters);
        if (kind == RecordKind.Site)
            requests.AddParametersTo(Command.Parameters);
    }

    public NpgsqlBatchCommand Command { get; }

    public bool IsEmpty { get; private set; } = true;

    public void Clear(long positionBase)
    {
        this.positionBase.TypedValue = positionBase;
        records.Clear();
        answers.Clear();
        events.Clear();
        requests.Clear();
        IsEmpty = true;
    }

    /// <param name="commit">Another record and another key than those that are in it.</param>
    /// <param name="numbers">Counts the events of the transaction.</param>
    /// <exception cref="BatchRefusedException">They are more than a transaction has positions for.</exception>
    public void Add(Placed commit, ref int numbers)
    {
        if (numbers + commit.Commit.Events.Length > LedgerPositions.PerTransaction)
            throw new BatchRefusedException($"A transaction holds {LedgerPositions.PerTransaction} events at most.", new InvalidOperationException());

        IsEmpty = false;
        records.Add(commit);
        if (commit.Commit.Answer is not null)
            answers.Add(commit);
        foreach (var row in commit.Commit.Events)
            events.Add(new PlacedEvent(commit, numbers++, row));
        if (commit.Commit.Site is { } site)
        {
            foreach (var row in site.Requests)
                requests.Add(new PlacedRequest(commit, row));
        }
    }

    /// <summary>Reads what became of the commits: those that are not named met another version.</summary>
    /// <param name="row">The statement's result.</param>
    /// <param name="results">By place; holds conflicts until told otherwise.</param>
    /// <param name="commitAt">The commits by place.</param>
    public static void Read(NpgsqlDataReader row, CommitResult[] results, Func<int, Commit> commitAt)
    {
        while (row.Read())
        {
            var place = row.GetInt32(0);
            results[place] = row.IsDBNull(1)
                ? new CommitResult.Committed(commitAt(place).ExpectedVersion + 1)
                : new CommitResult.Replayed(PostgresRows.ReadAnswer(row, 1));
        }
    }

    private static string Sql(RecordKind kind)
    {
        var (table, columns) = (PostgresRows.Word(kind), CommitRows.RecordColumns(kind));
        var records = CommitRows.Records(kind);
        var answersFrom = 2 + records.Count;
        var (answers, events) = (CommitRows.Answers(), CommitRows.Events());
        var eventsFrom = answersFrom + answers.Count;
        return $"""
            WITH seen AS MATERIALIZED (
                SELECT a.place, kept.request_hash, kept.status, kept.body, kept.record_id, kept.version
                FROM {answers.Sql(answersFrom, "a", "place", "actor_id", "idempotency_key")}
                JOIN answer AS kept ON kept.actor_id = a.actor_id AND kept.idempotency_key = a.idempotency_key),
            fresh AS MATERIALIZED (
                SELECT * FROM {records.Sql(2, "g")}
                WHERE (place IN (SELECT place FROM seen)) IS NOT TRUE),
            moved AS (
                UPDATE {table} AS t SET {string.Join(", ", columns.Skip(1).Select(column => $"{column} = g.{column}"))}
                FROM fresh AS g
                WHERE g.expected > 0 AND t.id = g.id
                    AND t.version = g.expected AND t.ledger_seq = g.before_seq AND t.ledger_hash = g.before_hash
                RETURNING g.place, g.id, g.search_text),
            made AS (
                INSERT INTO {table} ({string.Join(", ", columns)})
                SELECT {string.Join(", ", columns)} FROM fresh WHERE expected = 0
                ON CONFLICT (id) DO NOTHING
                RETURNING id),
            won AS MATERIALIZED (
                SELECT place, id, search_text FROM moved
                UNION ALL
                SELECT place, id, search_text FROM fresh WHERE expected = 0 AND (id IN (SELECT id FROM made)) IS TRUE),
            appended AS (
                INSERT INTO ledger_event (position, record_kind, {events.Names(2)})
                SELECT {LedgerPositions.OfThisTransaction} + event_number, '{table}', {events.Names(2)}
                FROM {events.Sql(eventsFrom, "e")}
                WHERE (place IN (SELECT place FROM won)) IS TRUE),
            answered AS (
                INSERT INTO answer (record_kind, {answers.Names(1)})
                SELECT '{table}', {answers.Names(1)}
                FROM {answers.Sql(answersFrom, "a")}
                WHERE (place IN (SELECT place FROM won)) IS TRUE),
            found_by AS (
                INSERT INTO {table}_search AS s (id, search_text)
                SELECT id, search_text FROM won
                WHERE NOT EXISTS (SELECT FROM {table}_search AS p WHERE p.id = won.id AND p.search_text = won.search_text)
                ON CONFLICT (id) DO UPDATE SET search_text = excluded.search_text){(kind == RecordKind.Site ? Requests(eventsFrom + events.Count) : "")}
            SELECT place, NULL AS request_hash, NULL AS status, NULL AS body, NULL AS record_id, NULL AS version FROM won
            UNION ALL
            SELECT place, request_hash, status, body, record_id, version FROM seen
            """;
    }

    /// <summary>All of a site's requests come with each commit: those that differ from what is there are written, the others let go.</summary>
    private static string Requests(int from)
    {
        var requests = CommitRows.Requests();
        var (all, compared) = (requests.Names(1), requests.ColumnNames[3..]);
        return $"""
            ,
            requested AS (
                INSERT INTO request ({all})
                SELECT {all} FROM {requests.Sql(from, "r")}
                WHERE (place IN (SELECT place FROM won)) IS TRUE
                    AND NOT EXISTS (
                        SELECT FROM request AS p WHERE p.site_id = r.site_id AND p.number = r.number
                            AND ({string.Join(", ", compared.Select(column => $"p.{column}"))})
                                IS NOT DISTINCT FROM ({string.Join(", ", compared.Select(column => $"r.{column}"))}))
                ON CONFLICT (site_id, number) DO UPDATE SET {string.Join(", ", compared.Select(column => $"{column} = excluded.{column}"))}),
            let_go AS (
                DELETE FROM request AS p USING won
                WHERE p.site_id = won.id
                    AND ((p.site_id, p.number) IN (SELECT r.site_id, r.number FROM {requests.Sql(from, "r", "site_id", "number")})) IS NOT TRUE)
            """;
    }
}
