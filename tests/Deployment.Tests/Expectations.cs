using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>What the manifests are held against: the programs' own endpoints and settings, and what k8s/README.md promises to have been made.</summary>
internal sealed partial record Expectations(
    IReadOnlySet<string> Settings,
    IReadOnlySet<string> HealthPaths,
    IReadOnlyDictionary<string, IReadOnlySet<string>> MadeOutside)
{
    public const string LivePath = "/healthz/live";
    public const string ReadyPath = "/healthz/ready";

    /// <summary>What the programs take for an orderly stop at most.</summary>
    public const int StopSeconds = 45;

    /// <summary>How long a readiness answer may take: the database and a grain are asked for so long.</summary>
    public const int ReadySeconds = 2;

    private static readonly string[] Programs = ["src/Api", "src/Hosting", "src/Silo"];

    private static readonly Lazy<Expectations> Loaded = new(() => new(
        KnownSettings.Agreed.Concat(SourceFiles().SelectMany(KnownSettings.In)).ToHashSet(), HealthPathsOf(SourceFiles()), MadeOutsideOf(Repository.Read("k8s/README.md"))));

    public static Expectations Current => Loaded.Value;

    /// <summary>The rows of the tables whose first cell is <c>secret/NAME</c> or <c>configmap/NAME</c>; the second cell has the keys.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> MadeOutsideOf(string readme) =>
        TableRow().Matches(readme).ToDictionary(
            row => row.Groups["name"].Value,
            row => (IReadOnlySet<string>)Quoted().Matches(row.Groups["keys"].Value).Select(key => key.Groups[1].Value).ToHashSet());

    /// <summary>The paths under /healthz that the sources map: a group and what is mapped in it, or whole ones.</summary>
    public static IReadOnlySet<string> HealthPathsOf(IEnumerable<string> sources)
    {
        HashSet<string> paths = [];
        foreach (var source in sources)
        {
            foreach (Match whole in WholePath().Matches(source)) paths.Add(whole.Groups[1].Value);
            if (!HealthGroup().IsMatch(source)) continue;
            foreach (Match part in MappedPart().Matches(source)) paths.Add("/healthz" + part.Groups[1].Value);
        }

        return paths;
    }

    private static IEnumerable<string> SourceFiles() =>
        from project in Programs
        from file in Directory.EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select File.ReadAllText(file);

    [GeneratedRegex(@"^\| `(?<name>(secret|configmap)/[a-z-]+)` \| (?<keys>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"(/healthz/[a-z]+)\"")]
    private static partial Regex WholePath();

    [GeneratedRegex(@"(?:MapGroup\(|const string [A-Za-z]+ = )""/healthz""")]
    private static partial Regex HealthGroup();

    [GeneratedRegex(@"(?:Map(?:Get|HealthChecks)\(|const string [A-Za-z]+ = )""(/(?!healthz)[a-z]+)""")]
    private static partial Regex MappedPart();
}
