using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests;

public sealed class ReadmeTests
{
    private static readonly string[] Steps = ["foundation", "migration", "programs"];

    private static string Readme => Repository.Read("k8s/README.md");

    [Fact]
    public void Every_secret_of_production_is_made_by_a_command_with_its_keys()
    {
        var productions = Expectations.Current.MadeOutside.Where(row => row.Key != "secret/registry-postgresql" && row.Key != "configmap/registry-roles");
        foreach (var (name, keys) in productions)
        {
            var (kind, called) = (name.Split('/')[0], name.Split('/')[1]);
            var command = Assert.Single(Readme.Split('\n'), line => line.Contains($"kubectl create {kind}", StringComparison.Ordinal) && line.Contains($" {called} ", StringComparison.Ordinal));
            // a secret of type tls names its keys itself
            if (command.Contains("create secret tls", StringComparison.Ordinal)) continue;
            Assert.All(keys, key => Assert.Contains($"--from-file={key}", command, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_the_list_promises_is_asked_for_somewhere()
    {
        var rendered = Overlay.Render(Overlay.Production) + Overlay.Render(Overlay.Trial);

        Assert.All(Expectations.Current.MadeOutside, row => Assert.Contains($" {row.Key.Split('/')[1]}\n", rendered, StringComparison.Ordinal));
    }

    /// <summary>The order of an upgrade is by label: every object belongs to one of its steps.</summary>
    [Theory]
    [InlineData(Overlay.Production)]
    [InlineData(Overlay.Trial)]
    public void Every_object_belongs_to_a_step(string folder)
    {
        var objects = ManifestReader.Read(Overlay.Render(folder)).Objects.Cast<k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>>().ToList();

        Assert.All(objects, found => Assert.Contains(found.Metadata.Labels?["registry/step"], Steps));
        Assert.Equal("registry-migrate", Assert.Single(objects, found => found.Metadata.Labels["registry/step"] == "migration").Metadata.Name);
        Assert.All(Steps, step => Assert.Contains($"-l registry/step={step}", Readme, StringComparison.Ordinal));
    }
}
