using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// From exec to the first answer: the embedded program on a data folder whose schema is in place, and a silo and a web server without
/// anything in them. Both are asked the same path, again and again until it answers 200.
/// </summary>
internal sealed class ColdStart(Bench bench) : IExperiment
{
    private const string Embedded = "embedded program, exec to first answer";
    private const string Empty = "empty Orleans and Kestrel host, exec to first answer";

    private const string Folder = "start";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public string Name => "start";

    public ImmutableArray<Goal> Goals { get; } = [new(Embedded, Empty, 1.3, AtLeast: false)];

    public async Task<string> Run(Measurements into)
    {
        await bench.Preparation.EmptySqlite(Folder);
        await Measure(bench.Field.BeginEmpty); // reads the files of the runtime from disk, for both
        for (var round = 1; round <= bench.Options.StartTimes; round++)
        {
            into.Add(new(Embedded, round, await Measure(() => bench.Field.BeginEmbedded(Folder)), "ms"));
            into.Add(new(Empty, round, await Measure(bench.Field.BeginEmpty), "ms"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bench.Options.StartTimes} starts of each, by turns.");
    }

    private static async Task<double> Measure(Func<(ContenderProcess Process, Uri Ready)> begin)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var (process, ready) = begin();
        await using (process)
        {
            await process.Ready(ready, Pause);
            return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        }
    }
}
