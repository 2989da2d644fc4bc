using System.Text.RegularExpressions;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Images;

/// <summary>No image can be built where the tests run; what can be told from the file is.</summary>
internal static partial class DockerfileChecks
{
    /// <param name="project">Folder of the program under src/.</param>
    /// <param name="user">The user that the manifests run it as.</param>
    /// <param name="ports">The ports that the manifests open, in order.</param>
    public static IReadOnlyList<string> Of(string text, string project, long? user, IReadOnlyList<string> ports)
    {
        var file = Dockerfile.Parse(text);
        return
        [
            .. Bases(file),
            .. Sources(file),
            .. Projects(file, project),
            .. Final(file, project, user, ports),
        ];
    }

    private static IEnumerable<string> Bases(Dockerfile file)
    {
        if (file.Stages.Count < 2) yield return "must build in a stage of its own";
        foreach (var image in file.Stages.Select(stage => stage[0].Words[0]))
            if (!ImageName.IsPinned(image)) yield return $"{image} names no exact version";
    }

    private static IEnumerable<string> Sources(Dockerfile file)
    {
        var context = DockerIgnore.Parse(Repository.Read(".dockerignore"));
        foreach (var copy in file.Stages.SelectMany(stage => stage).Where(instruction => instruction.Name is "COPY" or "ADD" && !instruction.Arguments.StartsWith("--from=", StringComparison.Ordinal)))
        {
            if (copy.Name == "ADD") yield return "ADD fetches and unpacks: COPY is enough";
            foreach (var source in copy.Words[..^1])
            {
                if (!Path.Exists(Repository.PathOf(source))) yield return $"{source} does not exist";
                if (context.Leaves(source.TrimEnd('/'))) yield return $".dockerignore leaves {source} out";
            }
        }
    }

    /// <summary>The program and every project it refers to, directly or not, is copied: its file before the restore, its sources before the publish.</summary>
    private static IEnumerable<string> Projects(Dockerfile file, string project)
    {
        var build = file.Stages[0].ToList();
        var restore = build.FindIndex(instruction => instruction.Name == "RUN" && instruction.Arguments.Contains("dotnet restore", StringComparison.Ordinal));
        var publish = build.FindIndex(instruction => instruction.Name == "RUN" && instruction.Arguments.Contains("dotnet publish", StringComparison.Ordinal));
        if (restore < 0 || !build[restore].Arguments.Contains("--locked-mode", StringComparison.Ordinal)) yield return "must restore with --locked-mode";
        if (publish < 0 || !build[publish].Arguments.Contains("--no-restore", StringComparison.Ordinal)) yield return "must publish what was restored";
        // The base of the final image brings no runtime, and only a program that brings its own is compiled before it runs.
        if (publish < 0 || !build[publish].Arguments.Contains("--self-contained", StringComparison.Ordinal)) yield return "must publish with its runtime";

        var early = Copied(build[..Math.Max(restore, 0)]);
        if (!early.Contains("src/Directory.Build.props")) yield return "src/Directory.Build.props must be there before the restore";
        var all = Copied(build[..Math.Max(publish, 0)]);
        foreach (var name in ProjectGraph.From(project))
        {
            foreach (var needed in new[] { $"src/{name}/{ProjectGraph.FileOf(name)}", $"src/{name}/packages.lock.json" })
                if (!early.Contains(needed)) yield return $"{needed} must be there before the restore";
            if (!all.Contains($"src/{name}/")) yield return $"src/{name}/ must be there before the publish";
        }

        if (!all.Contains("policy/")) yield return "policy/ must be there before the publish";
    }

    private static IEnumerable<string> Final(Dockerfile file, string project, long? user, IReadOnlyList<string> ports)
    {
        var program = Path.GetFileNameWithoutExtension(ProjectGraph.FileOf(project));
        if (Last(file, "USER") is not { } name || name is "0" or "root" || name != $"{user}") yield return $"must run as user {user}, as in the manifests";
        if (!(Last(file, "EXPOSE") ?? "").Split(' ').Order(StringComparer.Ordinal).SequenceEqual(ports)) yield return $"must expose {string.Join(' ', ports)}, as in the manifests";
        if (Last(file, "ENTRYPOINT") != $"[\"./{program}\"]") yield return $"must start ./{program}, without a shell";
        if (file.Final.Any(instruction => instruction.Name == "RUN")) yield return "the final image has no shell to RUN anything";
        foreach (var from in file.Final.Select(instruction => FromStage().Match(instruction.Arguments)).Where(match => match.Success).Select(match => match.Groups[1].Value))
            if (!file.Stages[..^1].Any(stage => stage[0].Words is [_, "AS", var stageName] && stageName == from)) yield return $"there is no stage {from}";
    }

    private static string? Last(Dockerfile file, string name) => file.Final.LastOrDefault(instruction => instruction.Name == name)?.Arguments;

    private static HashSet<string> Copied(IEnumerable<Instruction> instructions) =>
        [.. instructions.Where(instruction => instruction.Name == "COPY").SelectMany(instruction => instruction.Words[..^1])];

    [GeneratedRegex("^--from=([^ ]+)")]
    private static partial Regex FromStage();
}
