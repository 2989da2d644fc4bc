using System.Text.RegularExpressions;
using NanchangEdu.Registry.Hosting;
using Paths = NanchangEdu.Registry.Hosting.Health.HealthPaths;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>What the manifests are held against: the programs' own endpoints and settings, and what k8s/README.md promises to have been made.</summary>
/// <param name="HealthPaths">By component: what its program answers under /healthz.</param>
/// <param name="MadeOutside">By kind and name: the keys.</param>
internal sealed partial record Expectations(
    IReadOnlySet<string> Settings,
    IReadOnlyDictionary<string, IReadOnlySet<string>> HealthPaths,
    IReadOnlyDictionary<string, IReadOnlySet<string>> MadeOutside)
{
    public const string LivePath = Paths.Root + Paths.Live;
    public const string ReadyPath = Paths.Root + Paths.Ready;

    /// <summary>How long a readiness answer may take: the database and a grain are asked for so long.</summary>
    public const int ReadySeconds = 2;

    /// <summary>What the programs take for an orderly stop at most.</summary>
    public static readonly int StopSeconds = (int)Stopping.Patience.TotalSeconds;

    private static readonly Dictionary<string, string> Programs = new() { ["gateway"] = "src/Api", ["silo"] = "src/Silo" };

    private static readonly Lazy<Expectations> Loaded = new(() => new(
        new HashSet<string>(
        [
            .. KnownSettings.In(typeof(Stopping).Assembly),
            .. Programs.Values.Append("src/Hosting").SelectMany(Sources).SelectMany(KnownSettings.In),
        ]),
        Programs.ToDictionary(program => program.Key, program => HealthPathsOf(Sources(program.Value))),
        MadeOutsideOf(Repository.Read("k8s/README.md"))));

    public static Expectations Current => Loaded.Value;

    /// <summary>The rows of the tables whose first cell is <c>secret/NAME</c> or <c>configmap/NAME</c>; the second cell has the keys.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> MadeOutsideOf(string readme) =>
        TableRow().Matches(readme).ToDictionary(
            row => row.Groups["name"].Value,
            row => (IReadOnlySet<string>)Quoted().Matches(row.Groups["keys"].Value).Select(key => key.Groups[1].Value).ToHashSet());

    /// <summary>What sources map in a group under /healthz, by literals or by the shared constants.</summary>
    public static IReadOnlySet<string> HealthPathsOf(IEnumerable<string> sources) => sources
        .Select(source => source
            .Replace("HealthPaths.Root", $"\"{Paths.Root}\"", StringComparison.Ordinal)
            .Replace("HealthPaths.Live", $"\"{Paths.Live}\"", StringComparison.Ordinal)
            .Replace("HealthPaths.Ready", $"\"{Paths.Ready}\"", StringComparison.Ordinal))
        .Where(source => source.Contains($"MapGroup(\"{Paths.Root}\")", StringComparison.Ordinal))
        .SelectMany(source => Mapped().Matches(source))
        .Select(mapped => Paths.Root + mapped.Groups[1].Value)
        .ToHashSet();

    private static IEnumerable<string> Sources(string project) =>
        from file in Directory.EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select File.ReadAllText(file);

    [GeneratedRegex(@"^\| `(?<name>(secret|configmap)/[a-z-]+)` \| (?<keys>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\.MapGet\(""(/[a-z]+)""")]
    private static partial Regex Mapped();
}
