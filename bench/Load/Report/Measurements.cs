using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NanchangEdu.Registry.Bench.Load.Driving;

namespace NanchangEdu.Registry.Bench.Load.Report;

/// <summary>One measured value of one round.</summary>
/// <param name="What">What was measured, in the words of the table.</param>
/// <param name="Round">From 1.</param>
/// <param name="Value">The value that ratios are made of.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Latency">How long answers took, where there were answers.</param>
/// <param name="ProgramCores">Processor time of the program's processes, in cores.</param>
/// <param name="PostgresCores">That of PostgreSQL.</param>
internal sealed record Measurement(
    string What, int Round, double Value, string Unit, Figures? Latency = null, double? ProgramCores = null, double? PostgresCores = null);

/// <summary>All that one experiment measured.</summary>
internal sealed class Measurements
{
    private readonly List<Measurement> all = [];

    public void Add(Measurement measurement)
    {
        all.Add(measurement);
        Console.WriteLine(Line(measurement));
    }

    public IEnumerable<IGrouping<string, Measurement>> ByWhat => all.GroupBy(measurement => measurement.What);

    /// <summary>The ratios of two values, round by round: what both met in one round cancels out. Or the values themselves.</summary>
    public ImmutableArray<double> Reached(Goal goal)
    {
        var of = all.Where(one => one.What == goal.Of);
        return goal.Against is null
            ? [.. of.Select(one => one.Value)]
            : [.. of.Join(all.Where(other => other.What == goal.Against), one => one.Round, other => other.Round, (one, other) => one.Value / other.Value)];
    }

    public string ToCsv()
    {
        var csv = new StringBuilder("what,round,value,unit,p50_ms,p90_ms,p99_ms,max_ms,answers,program_cores,postgresql_cores\n");
        foreach (var m in all)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\"{m.What}\",{m.Round},{m.Value:0.###},{m.Unit},");
            csv.Append(CultureInfo.InvariantCulture, $"{m.Latency?.P50:0.###},{m.Latency?.P90:0.###},{m.Latency?.P99:0.###},{m.Latency?.Max:0.###},{m.Latency?.Count},");
            csv.Append(CultureInfo.InvariantCulture, $"{m.ProgramCores:0.##},{m.PostgresCores:0.##}\n");
        }

        return csv.ToString();
    }

    private static string Line(Measurement m)
    {
        var latency = m.Latency is { } l ? string.Create(CultureInfo.InvariantCulture, $"   p50 {l.P50:0.0}  p99 {l.P99:0.0}  max {l.Max:0} ms") : "";
        var cores = m.ProgramCores is { } program
            ? string.Create(CultureInfo.InvariantCulture, $"   cores: program {program:0.00}, PostgreSQL {m.PostgresCores ?? 0:0.00}")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {m.Round}  {m.What,-58} {m.Value,12:#,##0.##} {m.Unit}{latency}{cores}");
    }
}
