using NanchangEdu.Registry.Deployment.Tests.Manifests;
using YamlDotNet.Core;

namespace NanchangEdu.Registry.Deployment.Tests;

public sealed class KustomizationTests
{
    private const string FileName = "kustomization.yaml";

    public static TheoryData<string> Folders =>
        [.. All().Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_kustomization_uses_known_fields_and_names_files_that_exist(string folder)
    {
        var kustomization = Kustomization.Read(Repository.Read(Path.Combine(folder, FileName)));

        Assert.Equal("kustomize.config.k8s.io/v1beta1", kustomization.ApiVersion);
        Assert.Equal("Kustomization", kustomization.Kind);
        Assert.Equal("nanchang-edu-registry", kustomization.Namespace);
        Assert.All(kustomization.Files, file => Assert.True(File.Exists(Repository.PathOf(Path.Combine(folder, file))), file));
        Assert.All(kustomization.Bases, other => Assert.True(File.Exists(Repository.PathOf(Path.Combine(folder, other, FileName))), other));
        Assert.All(kustomization.ConfigMapGenerator, map => Assert.Contains(map.Behavior, new[] { null, "merge" }));
    }

    [Fact]
    public void Every_manifest_belongs_to_a_kustomization()
    {
        var named = All().SelectMany(file => Kustomization.Read(File.ReadAllText(file)).Files.Select(name => Path.GetFullPath(name, Path.GetDirectoryName(file)!)));
        var there = Directory.EnumerateFiles(Repository.PathOf("k8s"), "*.yaml", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != FileName);

        Assert.Empty(there.Except(named));
    }

    [Fact]
    public void Every_manifest_file_loads_strictly_also_before_it_is_rendered()
    {
        foreach (var file in All())
        {
            var kustomization = Kustomization.Read(File.ReadAllText(file));
            foreach (var resource in kustomization.Resources.Concat(kustomization.PatchesStrategicMerge))
                Assert.Empty(ManifestReader.Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, resource))).Findings);
        }
    }

    [Theory]
    [InlineData("resource: [a.yaml]")]
    [InlineData("components: [../a]")]
    [InlineData("patches: [{path: a.yaml}]")]
    [InlineData("images: [{name: a, tag: 1}]")]
    [InlineData("namespace: a\nnamespace: b")]
    public void A_field_that_the_old_kustomize_does_not_know_is_refused(string yaml) =>
        Assert.ThrowsAny<YamlException>(() => Kustomization.Read(yaml));

    private static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Repository.PathOf("k8s"), FileName, SearchOption.AllDirectories);
}
