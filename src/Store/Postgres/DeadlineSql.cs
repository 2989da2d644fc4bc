namespace NanchangEdu.Registry.Store.Postgres;

/// <summary>What the statements that write deadlines have in common.</summary>
internal static class DeadlineSql
{
    /// <summary>What a deadline says: its columns without its key, and without how far its reminders went.</summary>
    public static string[] Compared { get; } = CommitRows.Deadlines().ColumnNames[4..^1];

    /// <summary>A deadline that changes keeps the place of its reminders while its dates and their ladder stay.</summary>
    public static string Renewal { get; } =
        string.Join(", ", Compared.Select(column => $"{column} = excluded.{column}"))
        + ", next_rung_on = CASE WHEN (deadline.since, deadline.due_on, deadline.ladder) = (excluded.since, excluded.due_on, excluded.ladder) "
        + "THEN deadline.next_rung_on ELSE excluded.next_rung_on END";
}
