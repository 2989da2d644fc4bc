namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>The sources and documents of the repository in which the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Ancestors(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "NanchangEdu.Registry.sln")));

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every C# file under a folder, without what was built.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(PathTo(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
