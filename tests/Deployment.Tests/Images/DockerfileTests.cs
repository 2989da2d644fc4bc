using System.Globalization;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Images;

public sealed class DockerfileTests
{
    [Theory]
    [InlineData("Silo")]
    [InlineData("Api")]
    public void A_Dockerfile_builds_what_the_manifests_run(string project) =>
        Assert.Empty(Check(project, Repository.Read($"src/{project}/Dockerfile")));

    [Theory]
    [InlineData("Silo", "sdk:10.0.401-noble", "sdk:10.0", "sdk:10.0 names no exact version")]
    [InlineData("Silo", "runtime-deps:10.0.12-noble-chiseled-extra", "runtime-deps:latest", "runtime-deps:latest names no exact version")]
    [InlineData("Silo", "USER 1654", "USER root", "must run as user 1654")]
    [InlineData("Silo", "USER 1654\n", "", "must run as user 1654")]
    [InlineData("Silo", "EXPOSE 8081 11111 30000", "EXPOSE 8081 11111", "must expose 11111 30000 8081")]
    [InlineData("Api", "EXPOSE 8080 9090", "EXPOSE 8080 9091", "must expose 8080 9090")]
    [InlineData("Api", "./NanchangEdu.Registry.Api\"]", "./Api\"]", "must start ./NanchangEdu.Registry.Api")]
    [InlineData("Api", "ENTRYPOINT [\"./NanchangEdu.Registry.Api\"]", "ENTRYPOINT ./NanchangEdu.Registry.Api", "without a shell")]
    [InlineData("Api", "global.json nuget.config", "global.json NuGet.Config", "NuGet.Config does not exist")]
    [InlineData("Api", "COPY policy/ policy/", "COPY docs/ docs/", ".dockerignore leaves docs/ out")]
    [InlineData("Api", "COPY policy/ policy/\n", "", "policy/ must be there")]
    [InlineData("Api", "COPY src/Hosting/ src/Hosting/\n", "", "src/Hosting/ must be there before the publish")]
    [InlineData("Silo", "src/Rules/packages.lock.json ", "", "src/Rules/packages.lock.json must be there before the restore")]
    [InlineData("Silo", " --locked-mode", "", "must restore with --locked-mode")]
    [InlineData("Api", " --self-contained", "", "must publish with its runtime")]
    [InlineData("Api", "COPY src/Directory.Build.props src/\n", "", "src/Directory.Build.props must be there")]
    [InlineData("Silo", "--from=build", "--from=builder", "there is no stage builder")]
    [InlineData("Silo", "USER 1654", "RUN mkdir /data\nUSER 1654", "no shell to RUN")]
    public void A_mistake_in_a_Dockerfile_is_found(string project, string good, string bad, string words)
    {
        var text = Repository.Read($"src/{project}/Dockerfile");
        Assert.Contains(good, text, StringComparison.Ordinal);

        Assert.Contains(Check(project, text.Replace(good, bad, StringComparison.Ordinal)), finding => finding.Contains(words, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Check(string project, string text)
    {
        var image = project == "Silo" ? "nanchangedu-registry-silo" : "nanchangedu-registry-gateway";
        var workload = new Cluster(ManifestReader.Read(Overlay.Render(Overlay.Production)).Objects).Workloads
            .Single(workload => workload.IsLasting && workload.Pod.Containers[0].Image.Contains(image, StringComparison.Ordinal));
        var ports = workload.Pod.Containers[0].Ports.Select(port => port.ContainerPort.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal);
        return DockerfileChecks.Of(text, project, workload.Pod.SecurityContext.RunAsUser, [.. ports]);
    }
}
