using System.Text.Json;

namespace NanchangEdu.Registry.Tests;

/// <summary>What a project declares that it depends on, read from the dependency manifest of the running test program.</summary>
/// <remarks>The compiler drops references that no code uses, so an assembly's own list would hide an arrow until its first use.</remarks>
internal static class DeclaredReferences
{
    private const string Family = "NanchangEdu.Registry.";

    public static string[] ProjectsOf(string project) =>
        [.. Of(project).Where(IsOurs).Select(name => name[Family.Length..]).Order(StringComparer.Ordinal)];

    public static string[] PackagesOf(string project) =>
        [.. Of(project).Where(name => !IsOurs(name)).Order(StringComparer.Ordinal)];

    private static bool IsOurs(string name) => name.StartsWith(Family, StringComparison.Ordinal);

    private static string[] Of(string project)
    {
        var manifest = Path.ChangeExtension(typeof(DeclaredReferences).Assembly.Location, ".deps.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));

        var target = document.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        var library = target.EnumerateObject()
            .Single(entry => entry.Name.StartsWith($"{Family}{project}/", StringComparison.Ordinal)).Value;

        return library.TryGetProperty("dependencies", out var dependencies)
            ? [.. dependencies.EnumerateObject().Select(entry => entry.Name)]
            : [];
    }
}
