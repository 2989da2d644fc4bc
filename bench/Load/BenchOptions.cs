using System.Collections.Immutable;
using System.Globalization;

namespace NanchangEdu.Registry.Bench.Load;

/// <summary>What a run is asked for. <c>run.sh</c> gives the ground it stands on, the caller the rest.</summary>
internal sealed record BenchOptions
{
    public static readonly ImmutableArray<string> Experiments = ["throughput", "start", "memory", "silos", "growth", "catalog", "deadlines"];

    /// <summary>Only when asked for.</summary>
    public const string Profile = "profile";

    /// <summary>The repository.</summary>
    public required string Root { get; init; }

    /// <summary>An empty folder for databases, keys and logs.</summary>
    public required string Work { get; init; }

    public required int PostgresPort { get; init; }

    public required string PostgresPrograms { get; init; }

    /// <summary>Process id of the postmaster.</summary>
    public required int Postmaster { get; init; }

    public int Rounds { get; init; } = 3;

    public int Seconds { get; init; } = 10;

    /// <summary>A contender that still gets faster after so many seconds is measured all the same.</summary>
    public int WarmUpSecondsMax { get; init; } = 90;

    public int Clients { get; init; } = 64;

    public int HotSites { get; init; } = 10_000;

    public int ManySites { get; init; } = 1_000_000;

    public int StartTimes { get; init; } = 10;

    /// <summary>Deadlines that fall due at once.</summary>
    public int DueDeadlines { get; init; } = 100_000;

    public ImmutableArray<string> Only { get; init; } = Experiments;

    /// <summary>Whether the page in <c>docs/</c> is brought up to date: not by a quick look.</summary>
    public bool Publish { get; init; }

    public TimeSpan Window => TimeSpan.FromSeconds(Seconds);

    public TimeSpan WarmUpMax => TimeSpan.FromSeconds(WarmUpSecondsMax);

    public static BenchOptions Parse(string[] arguments)
    {
        var given = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            given[name] = name == "--quick" ? "" : ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} wants a value");
        }

        string Text(string name) => given.Remove(name, out var value) ? value : throw new ArgumentException($"{name} is missing");
        int Number(string name, int otherwise) =>
            given.Remove(name, out var value) ? int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

        var quick = given.Remove("--quick");
        var only = given.Remove("--only", out var names) ? names.Split(',').ToImmutableArray() : Experiments;
        if (only.Except(Experiments).Except([Profile]).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"there is no experiment '{unknown}'; there are: {string.Join(", ", Experiments)}");

        var options = new BenchOptions
        {
            Root = Text("--root"),
            Work = Text("--work"),
            PostgresPort = int.Parse(Text("--postgres-port"), CultureInfo.InvariantCulture),
            PostgresPrograms = Text("--postgres-programs"),
            Postmaster = int.Parse(Text("--postmaster"), CultureInfo.InvariantCulture),
            Rounds = Number("--rounds", quick ? 1 : 3),
            Seconds = Number("--seconds", quick ? 4 : 10),
            WarmUpSecondsMax = Number("--warm-up-max", quick ? 6 : 90),
            Clients = Number("--clients", 64),
            HotSites = Number("--hot-sites", quick ? 2_000 : 10_000),
            ManySites = Number("--many-sites", quick ? 20_000 : 1_000_000),
            StartTimes = Number("--start-times", quick ? 3 : 10),
            DueDeadlines = Number("--due-deadlines", quick ? 10_000 : 100_000),
            Only = only,
            Publish = !quick && !only.Contains(Profile),
        };
        return given.Count == 0 ? options : throw new ArgumentException($"{given.Keys.First()} is not an option");
    }
}
