using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>
/// The fields of a <c>kustomization.yaml</c> that both kustomize 2.0.3 and today's know with the same meaning: what is not here is not
/// to be written there.
/// </summary>
public sealed class Kustomization
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Namespace { get; set; } = "";

    public List<string> Bases { get; set; } = [];

    public List<string> Resources { get; set; } = [];

    public List<string> PatchesStrategicMerge { get; set; } = [];

    public List<ImageTag> Images { get; set; } = [];

    public GeneratorOptions GeneratorOptions { get; set; } = new();

    public List<MapGenerator> ConfigMapGenerator { get; set; } = [];

    /// <summary>Files that it names, relative to its folder.</summary>
    public IEnumerable<string> Files => [.. Resources, .. PatchesStrategicMerge, .. ConfigMapGenerator.SelectMany(map => map.Files).Select(file => file.Split('=')[^1])];

    /// <exception cref="YamlException">A field is unknown, doubled or of another type.</exception>
    public static Kustomization Read(string yaml) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
            .Deserialize<Kustomization>(yaml);
}

public sealed class ImageTag
{
    public string Name { get; set; } = "";

    public string? NewName { get; set; }

    public string? NewTag { get; set; }

    public string? Digest { get; set; }
}

public sealed class GeneratorOptions
{
    public Dictionary<string, string> Labels { get; set; } = [];
}

public sealed class MapGenerator
{
    public string Name { get; set; } = "";

    public string? Behavior { get; set; }

    public List<string> Literals { get; set; } = [];

    public List<string> Files { get; set; } = [];
}
