using Npgsql;

namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>What is to be told of deadlines, and what was.</summary>
internal static class PostgresReminders
{
    private static readonly ArrayTable<ReminderTelling> MoveShape = Moves();
    private static readonly ArrayTable<(ReminderTelling Of, ReminderRow Row)> RungShape = Rungs();

    /// <summary>A rung is written only with the step of its ladder, and each once.</summary>
    private static readonly string TellThem = $"""
        WITH moved AS (
            UPDATE next_reminder AS n SET next_rung_on = g.next FROM {MoveShape.Sql(1, "g")}
            WHERE n.site_id = g.site_id AND n.kind = g.kind AND n.number = g.number AND n.due_on = g.due_on AND n.next_rung_on = g.expected
            RETURNING n.site_id, n.kind, n.number, n.due_on)
        INSERT INTO reminder ({RungShape.Names(0)})
        SELECT {string.Join(", ", RungShape.ColumnNames.Select(column => $"r.{column}"))}
        FROM {RungShape.Sql(1 + MoveShape.Count, "r")} JOIN moved AS m ON (m.site_id, m.kind, m.number, m.due_on) = (r.site_id, r.kind, r.number, r.due_on)
        ON CONFLICT DO NOTHING
        """;

    public static Task<List<DueReminder>> Due(PostgresRead read, DateOnly today, int take) => read.List(
        $"SELECT d.site_id, d.unit, d.authority, u.authority, {PostgresRows.DeadlineOf("d", "n.next_rung_on")} FROM next_reminder AS n "
        + "JOIN deadline AS d ON d.site_id = n.site_id AND d.kind = n.kind AND d.number = n.number AND d.due_on = n.due_on "
        + "LEFT JOIN unit AS u ON u.id = d.authority "
        + "WHERE n.next_rung_on IS NOT NULL AND n.next_rung_on <= $1 ORDER BY n.next_rung_on, n.site_id LIMIT $2",
        row => new DueReminder(
            row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), PostgresRows.ReadDeadline(row, 4)),
        today, take);

    /// <summary>The writer joins by index only; what is told stands in arrays, which have none.</summary>
    public static int Tell(PostgresSession open, IReadOnlyCollection<ReminderTelling> tellings)
    {
        var (moves, rungs) = (Moves(), Rungs());
        foreach (var telling in tellings)
        {
            moves.Add(telling);
            foreach (var row in telling.Rungs) rungs.Add((telling, row));
        }

        using var transaction = open.Connection.BeginTransaction();
        using var setting = new NpgsqlCommand("SET LOCAL enable_hashjoin = on", open.Connection);
        setting.ExecuteNonQuery();
        using var command = new NpgsqlCommand(TellThem, open.Connection);
        moves.AddParametersTo(command.Parameters);
        rungs.AddParametersTo(command.Parameters);
        var written = command.ExecuteNonQuery();
        transaction.Commit();
        return written;
    }

    public static Task<List<ReminderListRow>> List(PostgresRead read, ReminderFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["r.told_at", "r.site_id", "r.kind", "r.number", "r.rung", "r.is_escalation"]);
        var where = Where(filter).After(keys, ReminderStart.Keys(after, flag => flag));
        return read.ListWithin(
            filter.Scope,
            "SELECT r.site_id, s.name, r.unit, s.unit_name, r.authority, r.kind, r.number, r.due_on, r.rung, r.is_escalation, r.to_party, r.to_org, r.told_at, "
            + $"d.site_id IS NOT NULL, coalesce(d.is_acknowledged, false), coalesce(d.zh, '') FROM {Joined} WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            Read, where.Arguments);
    }

    public static async Task<long> Count(PostgresRead read, ReminderFilter filter, int upTo)
    {
        var where = Where(filter);
        return (await read.ListWithin(
            filter.Scope, $"SELECT count(*) FROM (SELECT 1 FROM {Joined} WHERE {where} LIMIT {where.Add(upTo)}) AS counted",
            row => row.GetInt64(0), where.Arguments))[0];
    }

    private const string Joined =
        "reminder AS r JOIN site AS s ON s.id = r.site_id "
        + "LEFT JOIN deadline AS d ON d.site_id = r.site_id AND d.kind = r.kind AND d.number = r.number AND d.due_on = r.due_on";

    private static PostgresConditions Where(ReminderFilter filter) => new PostgresConditions()
        .InScope(filter.Scope, "r.unit", "r.authority")
        .Equal("r.site_id", filter.Site)
        .Equal("r.kind", filter.Kind)
        .Equal("r.unit", filter.Unit)
        .Equal("r.authority", filter.Authority)
        .Equal("r.to_party", filter.ToParty)
        .Is("r.is_escalation", filter.IsEscalation)
        .Is("(d.site_id IS NOT NULL AND NOT d.is_acknowledged)", filter.IsUnanswered)
        .AtLeast("r.told_at", filter.ToldFrom)
        .Before("r.told_at", filter.ToldBefore);

    private static ReminderListRow Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetInt32(6),
        row.GetFieldValue<DateOnly>(7),
        new ReminderRow(row.GetInt32(8), row.GetBoolean(9), row.GetString(10), row.IsDBNull(11) ? null : row.GetString(11), StoreText.Instant(row.GetString(12))),
        row.GetBoolean(13), row.GetBoolean(14), row.GetString(15));

    private static ArrayTable<ReminderTelling> Moves() => new(
        Column<ReminderTelling>.Text("site_id", t => t.Of.SiteId),
        Column<ReminderTelling>.Text("kind", t => t.Of.Deadline.Kind),
        Column<ReminderTelling>.Number("number", t => t.Of.Deadline.Number),
        Column<ReminderTelling>.Date("due_on", t => t.Of.Deadline.DueOn),
        Column<ReminderTelling>.DateOrNull("expected", t => t.Of.Deadline.NextRungOn),
        Column<ReminderTelling>.DateOrNull("next", t => t.NextRungOn));

    private static ArrayTable<(ReminderTelling Of, ReminderRow Row)> Rungs() => new(
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("site_id", r => r.Of.Of.SiteId),
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("kind", r => r.Of.Of.Deadline.Kind),
        Column<(ReminderTelling Of, ReminderRow Row)>.Number("number", r => r.Of.Of.Deadline.Number),
        Column<(ReminderTelling Of, ReminderRow Row)>.Date("due_on", r => r.Of.Of.Deadline.DueOn),
        Column<(ReminderTelling Of, ReminderRow Row)>.Number("rung", r => r.Row.Rung),
        Column<(ReminderTelling Of, ReminderRow Row)>.Flag("is_escalation", r => r.Row.IsEscalation),
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("unit", r => r.Of.Of.Unit),
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("authority", r => r.Of.Of.Authority),
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("to_party", r => r.Row.ToParty),
        Column<(ReminderTelling Of, ReminderRow Row)>.Text("to_org", r => r.Row.ToOrg),
        Column<(ReminderTelling Of, ReminderRow Row)>.Instant("told_at", r => r.Row.ToldAt));
}
