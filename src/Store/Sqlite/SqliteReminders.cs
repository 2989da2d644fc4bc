using Microsoft.Data.Sqlite;

namespace NanchangEdu.Registry.Store.Sqlite;

/// <summary>What is to be told of deadlines, and what was.</summary>
internal static class SqliteReminders
{
    private const string Joined =
        "reminder r JOIN site s ON s.id = r.site_id "
        + "LEFT JOIN deadline d ON d.site_id = r.site_id AND d.kind = r.kind AND d.number = r.number AND d.due_on = r.due_on";

    private const string Move =
        "UPDATE next_reminder SET next_rung_on = ?6 WHERE site_id = ?1 AND kind = ?2 AND number = ?3 AND due_on = ?4 AND next_rung_on = ?5";

    private const string Insert =
        "INSERT INTO reminder (site_id, kind, number, due_on, rung, is_escalation, unit, authority, to_party, to_org, told_at) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING";

    public static List<DueReminder> Due(SqliteSession open, DateOnly today, int take) => open.List(
        $"SELECT d.site_id, d.unit, d.authority, u.authority, {SqliteRows.DeadlineOf("d", "n.next_rung_on")} FROM next_reminder n "
        + "JOIN deadline d ON d.site_id = n.site_id AND d.kind = n.kind AND d.number = n.number AND d.due_on = n.due_on "
        + "LEFT JOIN unit u ON u.id = d.authority "
        + "WHERE n.next_rung_on IS NOT NULL AND n.next_rung_on <= ?1 ORDER BY n.next_rung_on, n.site_id LIMIT ?2",
        row => new DueReminder(
            row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), SqliteRows.ReadDeadline(row, 4)),
        today, take);

    /// <summary>A rung is written only with the step of its ladder, and each once.</summary>
    public static int Tell(SqliteSession open, IReadOnlyCollection<ReminderTelling> tellings)
    {
        var written = 0;
        foreach (var telling in tellings)
        {
            var (of, d) = (telling.Of, telling.Of.Deadline);
            if (1 != open.Execute(Move, of.SiteId, d.Kind, d.Number, d.DueOn, d.NextRungOn, telling.NextRungOn)) continue;

            foreach (var row in telling.Rungs)
                written += open.Execute(
                    Insert, of.SiteId, d.Kind, d.Number, d.DueOn, row.Rung, row.IsEscalation ? 1 : 0, of.Unit, of.Authority, row.ToParty, row.ToOrg, row.ToldAt);
        }

        return written;
    }

    public static List<ReminderListRow> List(SqliteSession open, ReminderFilter filter, PageStart? after, int take)
    {
        var keys = new SortKeys(filter.Order, ["r.told_at", "r.site_id", "r.kind", "r.number", "r.rung", "r.is_escalation"]);
        var where = Where(filter).After(keys, ReminderStart.Keys(after, flag => flag ? 1 : 0));
        return open.List(
            "SELECT r.site_id, s.name, r.unit, s.unit_name, r.authority, r.kind, r.number, r.due_on, r.rung, r.is_escalation, r.to_party, r.to_org, r.told_at, "
            + $"d.site_id IS NOT NULL, coalesce(d.is_acknowledged, 0), coalesce(d.zh, '') FROM {Joined} WHERE {where} ORDER BY {keys.OrderBy} LIMIT {where.Add(take)}",
            Read, where.Arguments);
    }

    public static long Count(SqliteSession open, ReminderFilter filter, int upTo)
    {
        var where = Where(filter);
        var counting = $"SELECT count(*) FROM (SELECT 1 FROM {Joined} WHERE {where} LIMIT {where.Add(upTo)})";
        return (long)open.Scalar(counting, where.Arguments)!;
    }

    private static SqliteConditions Where(ReminderFilter filter) => new SqliteConditions()
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

    private static ReminderListRow Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetInt32(6),
        StoreText.Date(row.GetString(7)),
        new ReminderRow(row.GetInt32(8), row.GetInt32(9) != 0, row.GetString(10), row.IsDBNull(11) ? null : row.GetString(11), StoreText.Instant(row.GetString(12))),
        row.GetInt32(13) != 0, row.GetInt32(14) != 0, row.GetString(15));
}
