using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>Processor time that processes have taken, from <c>/proc</c>.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of the processes and of all their children, those that have ended included.</summary>
    public static double Of(IEnumerable<int> processes)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Select(Read).OfType<Stat>().ToArray();
        return processes.Sum(id => all.Where(stat => stat.Id == id).Sum(stat => stat.Own + stat.Ended) + all.Where(stat => stat.Parent == id).Sum(stat => stat.Own));
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long Resident(int process) =>
        long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static Stat? Read(int id)
    {
        try
        {
            // The name in parentheses may hold anything; the fields after it are numbers.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
            return new(id, int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));
        }
        catch (IOException)
        {
            return null; // it ended in the meantime
        }
    }

    private sealed record Stat(int Id, int Parent, double Own, double Ended);
}
