using k8s;
using YamlDotNet.Core;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>Manifests as typed objects. A field that Kubernetes does not know is a finding, not silence.</summary>
internal static class ManifestReader
{
    public static (IReadOnlyList<object> Objects, IReadOnlyList<Finding> Findings) Read(string yaml)
    {
        List<object> objects = [];
        List<Finding> findings = [];
        foreach (var document in Documents(yaml))
        {
            try
            {
                objects.AddRange(KubernetesYaml.LoadAllFromString(document, typeMap: null, strict: true));
            }
            catch (Exception trouble) when (trouble is YamlException or KeyNotFoundException or FormatException)
            {
                findings.Add(new Finding(NameOf(document), $"does not load: {trouble.InnerException?.Message ?? trouble.Message}"));
            }
        }

        return (objects, findings);
    }

    /// <summary>One at a time, so that a broken one does not hide the next.</summary>
    public static IEnumerable<string> Documents(string yaml) =>
        yaml.Split("\n---\n").Select(document => document.Trim()).Where(document => document.Length > 0 && document != "---");

    /// <summary>Kind and name, also of a document that does not load.</summary>
    public static string NameOf(string document)
    {
        var lines = document.Split('\n');
        var kind = lines.FirstOrDefault(line => line.StartsWith("kind: ", StringComparison.Ordinal))?["kind: ".Length..];
        var name = lines.SkipWhile(line => line != "metadata:").FirstOrDefault(line => line.StartsWith("  name: ", StringComparison.Ordinal))?["  name: ".Length..];
        return $"{kind}/{name}";
    }
}
