namespace NanchangEdu.Registry.Tamper;

/// <summary>The end of the ledger cut off, and older registers in the place of this one.</summary>
internal static class WholeManipulations
{
    private const int EventsCutMax = 40;

    /// <summary>Written after the records, which count as they are written.</summary>
    private const string Counters = "count_of";

    /// <summary>The last events go, and nothing else is touched.</summary>
    public static bool CutTail(Scene scene) => scene.Within(insider => insider.Execute(
        "DELETE FROM ledger_event WHERE position IN (SELECT position FROM ledger_event ORDER BY position DESC LIMIT ?1)",
        scene.Random.NextInt64(1, EventsCutMax + 1)) > 0);

    /// <summary>
    /// The last events go, and everything else is as it was before them: states, columns, requests, claims, counters, tiles and checkpoints of
    /// an old backup, of which nothing but the events' end and the answers would tell.
    /// </summary>
    public static bool CutTailAndMakeItFit(Scene scene) => scene.Within(
        insider =>
        {
            var isCut = insider.Execute("DELETE FROM ledger_event WHERE position > (SELECT max(position) FROM old.ledger_event)") > 0;
            foreach (var table in scene.Life.Tables.Where(table => table.Name != "ledger_event").OrderBy(table => table.Name == Counters))
            {
                insider.Execute($"DELETE FROM main.{table.Name}");
                insider.Execute($"INSERT INTO main.{table.Name} ({table.Names}) SELECT {table.Names} FROM old.{table.Name}");
            }

            return isCut;
        },
        beside: scene.Any(scene.Life.Past).File);

    public static bool OldBackup(Scene scene) => scene.Replace(scene.Any(scene.Life.Past).File);

    public static bool OldBackupThatWentOn(Scene scene) => scene.Replace(scene.Any(scene.Life.OfForks));
}
