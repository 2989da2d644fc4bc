using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Report;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>
/// From exec to the first answer: the embedded program on a data folder whose schema is in place, and a silo and a web server without
/// anything in them. Both are asked the same path, again and again until it answers 200; both as <c>dotnet build</c> leaves them, and
/// as they are published for an image.
/// </summary>
internal sealed class ColdStart(Bench bench) : IExperiment
{
    private const string Embedded = "embedded program as published, exec to first answer";
    private const string EmbeddedBuilt = "embedded program as built, exec to first answer";
    private const string Empty = "empty Orleans and Kestrel host as built, exec to first answer";
    private const string EmptyPublished = "empty Orleans and Kestrel host as published, exec to first answer";

    private const double Asked = 1.3;
    private const string Folder = "start";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public string Name => "start";

    public ImmutableArray<Goal> Goals { get; } =
    [
        new(Embedded, Empty, Asked, AtLeast: false),
        new(Embedded, EmptyPublished, Asked, AtLeast: false),
        new(EmbeddedBuilt, Empty, Asked, AtLeast: false),
    ];

    public async Task<string> Run(Measurements into)
    {
        await bench.Preparation.EmptySqlite(Folder);
        (string Name, Func<(ContenderProcess Process, Uri Ready)> Begin)[] programs =
        [
            (Embedded, () => bench.Field.BeginEmbedded(Folder, isPublished: true)),
            (Empty, () => bench.Field.BeginEmpty()),
            (EmptyPublished, () => bench.Field.BeginEmpty(isPublished: true)),
            (EmbeddedBuilt, () => bench.Field.BeginEmbedded(Folder, isPublished: false)),
        ];
        foreach (var (_, begin) in programs) await Measure(begin); // reads their files from disk
        for (var round = 1; round <= bench.Options.StartTimes; round++)
            foreach (var (name, begin) in programs)
                into.Add(new(name, round, await Measure(begin), "ms"));

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
