using System.Xml.Linq;

namespace NanchangEdu.Registry.Deployment.Tests.Images;

/// <summary>Which projects under src/ refer to which.</summary>
internal static class ProjectGraph
{
    public static string FileOf(string project) => $"NanchangEdu.Registry.{project}.csproj";

    /// <summary>The project itself and all it needs.</summary>
    public static IReadOnlySet<string> From(string project)
    {
        HashSet<string> found = [];
        Queue<string> open = new([project]);
        while (open.TryDequeue(out var next))
        {
            if (!found.Add(next)) continue;
            var references = XDocument.Load(Repository.PathOf($"src/{next}/{FileOf(next)}")).Descendants("ProjectReference");
            foreach (var reference in references) open.Enqueue(reference.Attribute("Include")!.Value.Split('/')[^2]);
        }

        return found;
    }
}
