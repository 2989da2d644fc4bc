using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary>One experiment's part of <c>docs/performance.md</c>: the goals with their ratios, and the values they are made of.</summary>
internal static class Section
{
    public static string Markdown(Measurements measurements, ImmutableArray<Goal> goals, string conditions)
    {
        var text = new StringBuilder(conditions).Append("\n\n");
        if (goals.Length > 0) AddGoals(text, measurements, goals);
        AddValues(text, measurements);
        return text.ToString();
    }

    private static void AddGoals(StringBuilder text, Measurements measurements, ImmutableArray<Goal> goals)
    {
        text.Append("| ratio | asked | median | spread | |\n|---|---|---|---|---|\n");
        foreach (var goal in goals)
        {
            var ratios = measurements.Reached(goal);
            if (ratios.IsEmpty) continue;

            var median = ratios.Median();
            text.Append(CultureInfo.InvariantCulture, $"| {goal.What} | {goal.Asked} | **{median.Readable()}** | {ratios.Spread()} | {(goal.IsReached(median) ? "reached" : "**short**")} |\n");
        }

        text.Append('\n');
    }

    private static void AddValues(StringBuilder text, Measurements measurements)
    {
        text.Append("| measured | median | spread | p50 / p99 ms | cores: program / PostgreSQL |\n|---|---|---|---|---|\n");
        foreach (var rounds in measurements.ByWhat)
        {
            double[] values = [.. rounds.Select(m => m.Value)];
            var latencies = rounds.Select(m => m.Latency).OfType<Driving.Figures>().ToArray();
            var cores = rounds.Where(m => m.ProgramCores is not null).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {rounds.Key} | {values.Median().Readable()} {rounds.First().Unit} | {values.Spread()} | ");
            text.Append(latencies.Length == 0 ? "" : $"{latencies.Select(l => l.P50).Median().Readable()} / {latencies.Select(l => l.P99).Median().Readable()}");
            text.Append(" | ");
            text.Append(cores.Length == 0 ? "" : $"{cores.Select(m => m.ProgramCores!.Value).Median().Readable()} / {cores.Select(m => m.PostgresCores ?? 0).Median().Readable()}");
            text.Append(" |\n");
        }
    }
}
