namespace NanchangEdu.Registry.Tamper;

/// <summary>What is told at the end, in Markdown.</summary>
internal static class Report
{
    private const int ListedMax = 20;

    /// <returns>Whether all was found, and nothing where nothing was.</returns>
    public static bool Write(TextWriter to, RegisterLife life, Arguments arguments, IReadOnlyCollection<Trial> trials, IReadOnlyCollection<CleanRun> clean)
    {
        to.WriteLine("| manipulation | runs | found | missed without external checkpoints |");
        to.WriteLine("|---|---|---|---|");
        foreach (var kind in Manipulation.All)
        {
            var runs = trials.Where(trial => trial.Manipulation == kind).ToArray();
            to.WriteLine($"| {kind.Name} | {runs.Length} | {runs.Count(run => run.Found.IsFound)} | {runs.Count(run => !run.Alone.IsFound)} |");
        }

        var missed = trials.Where(trial => !trial.Found.IsFound).ToArray();
        var alarms = clean.Where(run => run.Verdict.IsFound || run.Verdict.Words != Verdict.Nothing).ToArray();
        to.WriteLine($"| all | {trials.Count} | {trials.Count - missed.Length} | {trials.Count(trial => !trial.Alone.IsFound)} |");
        to.WriteLine();
        to.WriteLine($"Tables: {string.Join(", ", life.Tables.Select(table => $"{table.Name} ({table.Columns.Length})"))}; "
            + $"left out, since no ledger tells of them: {string.Join(", ", Table.LeftOut)}. "
            + $"{life.Present.Outside.Length} checkpoints, {life.Past.Length} older copies, {life.OfForks.Length} that went on.");
        var conditions = clean.DistinctBy(run => run.Condition).Count();
        to.WriteLine($"Clean: {clean.Count} runs in {conditions} conditions, {alarms.Length} false alarms. Seed {arguments.Seed}.");

        foreach (var trial in missed.OrderBy(trial => trial.Number).Take(ListedMax)) Tell(to, trial, arguments.Seed);
        foreach (var alarm in alarms.Take(ListedMax)) to.WriteLine($"FALSE ALARM {alarm.Condition}: {alarm.Verdict.Words}");
        to.WriteLine($"{trials.Count} manipulations, {missed.Length} not found; {clean.Count} clean runs, {alarms.Length} false alarms");
        return missed.Length == 0 && alarms.Length == 0;
    }

    public static void Tell(TextWriter to, Trial trial, int seed)
    {
        to.WriteLine($"{(trial.Found.IsFound ? "FOUND" : "NOT FOUND")} --seed {seed} --only {trial.Number}: {trial.Manipulation.Name}");
        foreach (var statement in trial.Said.Take(ListedMax)) to.WriteLine($"  {statement}");
        to.WriteLine($"  with external checkpoints: {trial.Found.Words}");
        to.WriteLine($"  without: {trial.Alone.Words}");
    }
}
