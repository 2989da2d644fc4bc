namespace NanchangEdu.Registry.Years;

/// <summary>What is told at the end, in Markdown.</summary>
internal static class Report
{
    private const int ListedMax = 20;

    /// <returns>Whether every rung was told once and in time, and something was tried.</returns>
    public static bool Write(TextWriter to, Arguments arguments, Ridden ridden, Verdict verdict, TimeSpan took)
    {
        to.WriteLine(City.Text($"{arguments.Database}: {arguments.Sites} sites, {arguments.Days} days from {City.FirstDay:O}, seed {arguments.Seed}; {took.TotalSeconds:0} s."));
        to.WriteLine(City.Text(
            $"{ridden.Acts} acts, {ridden.Refused.Values.Sum()} of them refused, {verdict.Events} events of sites. {ridden.Sweeps.Count} sweeps by two sweepers a process, {ridden.Sweeps.Count(sweep => sweep.IsCut)} of them cut off altogether; {ridden.Killed} processes killed, {ridden.Restarted} restarted in order, {ridden.Leaps} leaps of the clock, {ridden.StepsBack} steps back."));
        to.WriteLine();
        to.WriteLine("| deadline | stood |");
        to.WriteLine("|---|---|");
        foreach (var (kind, count) in verdict.Deadlines.OrderByDescending(pair => pair.Value)) to.WriteLine(City.Text($"| {kind} | {count} |"));
        to.WriteLine();
        foreach (var (refusal, count) in ridden.Refused.OrderByDescending(pair => pair.Value).Take(ListedMax)) to.WriteLine(City.Text($"refused {count} times: {refusal}"));
        foreach (var finding in verdict.Findings.Take(ListedMax)) to.WriteLine($"RED {finding}");
        to.WriteLine(City.Text(
            $"{verdict.Due} rungs had to be told, {verdict.Told} were, {verdict.Escalations} of them to a superior; {verdict.LateBySweeps} in the sweep after the first that could; {verdict.Findings.Count} findings"));
        return verdict.Findings.Count == 0 && verdict.Due > 0 && ridden.Refused.Values.Sum() * 5 < ridden.Acts;
    }
}
