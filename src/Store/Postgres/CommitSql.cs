using System.Collections.Concurrent;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>What a statement has rows of, beside the events that every commit has.</summary>
[Flags]
internal enum CommitParts
{
    Changes = 1,
    Creations = 2,
    Answers = 4,
    Texts = 8,
    Requests = 16,
    Deadlines = 32,
}

/// <summary>The text of <see cref="CommitStatement"/>.</summary>
/// <remarks>
/// <para>The statement sees one snapshot, and none of its parts sees another's writes. What decides between silos is therefore
/// never what was read but the row's lock and the version compared after it, <c>ON CONFLICT DO NOTHING</c> together with what
/// was really inserted, and unique keys. A commit that wins the row and then meets an event or an answer that was not there
/// before makes the whole statement fail, so none is half written.</para>
/// <para>Whether a commit won is asked by <c>(place IN (…)) IS TRUE</c>: plain <c>IN</c> would be planned as a join, and the
/// writer's session joins by index only, so that no statistics can make it read a table through.</para>
/// </remarks>
internal sealed class CommitSql
{
    private const string Won = "(place IN (SELECT place FROM won)) IS TRUE";

    private static readonly ConcurrentDictionary<(RecordKind, CommitParts), string> Texts = new();

    private readonly List<string> parts = [];
    private readonly string table;
    private readonly string[] columns;
    private readonly RecordKind kind;
    private int parameters = 1; // the first is the base of positions

    private CommitSql(RecordKind kind)
    {
        this.kind = kind;
        table = PostgresRows.Word(kind);
        columns = CommitRows.RecordColumns(kind);
    }

    public static string Of(RecordKind kind, CommitParts having) =>
        Texts.GetOrAdd((kind, having), static key => new CommitSql(key.Item1).Write(key.Item2));

    /// <summary>The parts in the order of their parameters: events, changes, creations, answers, texts, requests, deadlines.</summary>
    private string Write(CommitParts having)
    {
        var events = Next(CommitRows.Events());
        var changes = having.HasFlag(CommitParts.Changes) ? Next(CommitRows.Changes(kind)) : 0;
        var creations = having.HasFlag(CommitParts.Creations) ? Next(CommitRows.Creations(kind)) : 0;
        var answers = having.HasFlag(CommitParts.Answers) ? Next(CommitRows.Answers()) : 0;

        if (answers > 0)
            See(answers);
        var isFresh = answers > 0 ? "(place IN (SELECT place FROM seen)) IS NOT TRUE" : "true";
        var winners = new List<string>();
        if (changes > 0)
            winners.Add(Move(changes, isFresh));
        if (creations > 0)
            winners.Add(Make(creations, isFresh));
        Part("won", "MATERIALIZED ", string.Join(" UNION ALL ", winners));
        Append(events);
        if (answers > 0)
            Answer(answers);
        if (having.HasFlag(CommitParts.Texts))
            Find(Next(CommitRows.Texts()));
        if (having.HasFlag(CommitParts.Requests))
            Request(Next(CommitRows.Sites()), Next(CommitRows.Requests()));
        if (having.HasFlag(CommitParts.Deadlines))
            Date(Next(CommitRows.Sites()), Next(CommitRows.Deadlines()));

        var result = answers > 0
            ? "SELECT place, NULL AS request_hash, NULL AS status, NULL AS body, NULL AS record_id, NULL AS version FROM won UNION ALL SELECT * FROM seen"
            : "SELECT place, NULL AS request_hash FROM won";
        return $"WITH {string.Join(",\n", parts)}\n{result}";
    }

    /// <summary>Answers given before.</summary>
    private void See(int answers) => Part("seen", "MATERIALIZED ", $"""
        SELECT a.place, kept.request_hash, kept.status, kept.body, kept.record_id, kept.version
        FROM {CommitRows.Answers().Sql(answers, "a", "place", "actor_id", "idempotency_key")}
        JOIN answer AS kept ON kept.actor_id = a.actor_id AND kept.idempotency_key = a.idempotency_key
        """);

    private string Move(int changes, string isFresh)
    {
        Part("moved", "", $"""
            UPDATE {table} AS t SET {string.Join(", ", columns[1..].Select(column => $"{column} = g.{column}"))}
            FROM {CommitRows.Changes(kind).Sql(changes, "g")}
            WHERE t.id = g.id AND t.version = g.expected AND t.ledger_seq = g.before_seq AND t.ledger_hash = g.before_hash AND {isFresh}
            RETURNING place
            """);
        return "SELECT place FROM moved";
    }

    private string Make(int creations, string isFresh)
    {
        var rows = CommitRows.Creations(kind);
        Part("made", "", $"""
            INSERT INTO {table} ({rows.Names(1)}) SELECT {rows.Names(1)} FROM {rows.Sql(creations, "g")} WHERE {isFresh}
            ON CONFLICT (id) DO NOTHING
            RETURNING id
            """);
        return $"SELECT place FROM {rows.Sql(creations, "g", "place", "id")} WHERE (id IN (SELECT id FROM made)) IS TRUE";
    }

    private void Append(int events)
    {
        var rows = CommitRows.Events();
        Part("appended", "", $"""
            INSERT INTO ledger_event (position, record_kind, {rows.Names(2)})
            SELECT {LedgerPositions.OfThisTransaction} + event_number, '{table}', {rows.Names(2)} FROM {rows.Sql(events, "e")} WHERE {Won}
            """);
    }

    private void Answer(int answers)
    {
        var rows = CommitRows.Answers();
        Part("answered", "", $"""
            INSERT INTO answer (record_kind, {rows.Names(1)}) SELECT '{table}', {rows.Names(1)} FROM {rows.Sql(answers, "a")} WHERE {Won}
            """);
    }

    private void Find(int texts) => Part("found_by", "", $"""
        INSERT INTO {table}_search (id, search_text) SELECT id, search_text FROM {CommitRows.Texts().Sql(texts, "x")}
        WHERE {Won} AND NOT EXISTS (SELECT FROM {table}_search AS p WHERE p.id = x.id AND p.search_text = x.search_text)
        ON CONFLICT (id) DO UPDATE SET search_text = excluded.search_text
        """);

    /// <summary>All of a site's requests come with the commit: those that differ from what is there are written, what is there beside them goes.</summary>
    private void Request(int inboxes, int requests)
    {
        var rows = CommitRows.Requests();
        var compared = rows.ColumnNames[3..];
        Part("requested", "", $"""
            INSERT INTO request ({rows.Names(1)}) SELECT {rows.Names(1)} FROM {rows.Sql(requests, "r")}
            WHERE {Won} AND NOT EXISTS (
                SELECT FROM request AS p WHERE p.site_id = r.site_id AND p.number = r.number
                    AND ({List("p", compared)}) IS NOT DISTINCT FROM ({List("r", compared)}))
            ON CONFLICT (site_id, number) DO UPDATE SET {string.Join(", ", compared.Select(column => $"{column} = excluded.{column}"))}
            """);
        Part("let_go", "", $"""
            DELETE FROM request AS p USING {CommitRows.Sites().Sql(inboxes, "i")}
            WHERE {Won} AND p.site_id = i.site_id
                AND ((p.site_id, p.number) IN (SELECT r.site_id, r.number FROM {rows.Sql(requests, "r", "site_id", "number")})) IS NOT TRUE
            """);
    }

    /// <summary>As <see cref="Request"/>.</summary>
    private void Date(int diaries, int deadlines)
    {
        Part("dated", "", DeadlineSql.Write(deadlines, Won));
        Part("begun", "", DeadlineSql.BeginReminders(deadlines, Won));
        foreach (var cleared in DeadlineSql.Tables)
            Part($"{cleared}_met", "", DeadlineSql.Forget(cleared, diaries, deadlines, Won));
    }

    private void Part(string name, string how, string sql) => parts.Add($"{name} AS {how}({sql})");

    private int Next<TRow>(ArrayTable<TRow> rows)
    {
        var first = parameters + 1;
        parameters += rows.Count;
        return first;
    }

    private static string List(string alias, string[] columns) => string.Join(", ", columns.Select(column => $"{alias}.{column}"));
}
