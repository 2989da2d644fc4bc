using NanchangEdu.Registry.Deployment.Tests.Checks;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests;

public sealed class OverlayTests
{
    [Theory]
    [InlineData(Overlay.Production)]
    [InlineData(Overlay.Trial)]
    public void An_overlay_renders_and_nothing_is_found_in_it(string folder) =>
        Assert.Empty(ManifestChecks.Of(Overlay.Render(folder), Expectations.Current));

    [Fact]
    public void Production_has_three_silos_and_two_gateways_that_grow()
    {
        var cluster = new Cluster(ManifestReader.Read(Overlay.Render(Overlay.Production)).Objects);

        Assert.Equal(3, cluster.Workloads.Single(workload => workload.Component == "silo").Replicas);
        Assert.Equal(2, cluster.Of<k8s.Models.V2HorizontalPodAutoscaler>().Single().Spec.MinReplicas);
        Assert.DoesNotContain(cluster.Workloads, workload => workload.Component == "postgresql");
    }

    [Fact]
    public void No_overlay_holds_a_secret()
    {
        foreach (var folder in new[] { Overlay.Production, Overlay.Trial })
            Assert.Empty(new Cluster(ManifestReader.Read(Overlay.Render(folder)).Objects).Of<k8s.Models.V1Secret>());
    }

    [Fact]
    public void Both_overlays_run_the_same_programs_in_the_same_way()
    {
        var (production, trial) = (Silo(Overlay.Production), Silo(Overlay.Trial));

        Assert.Equal(production.Template.Spec.Containers[0].Env.Select(variable => (variable.Name, variable.Value)), trial.Template.Spec.Containers[0].Env.Select(variable => (variable.Name, variable.Value)));
        Assert.True(trial.Replicas < production.Replicas);

        static Workload Silo(string folder) => new Cluster(ManifestReader.Read(Overlay.Render(folder)).Objects).Workloads.Single(workload => workload.Component == "silo");
    }

    /// <summary>Silos may leave at 443 anyhow, to find the API server; where that was narrowed this one lets them out and not in.</summary>
    [Fact]
    public void The_webhook_policy_opens_the_way_to_public_addresses_alone()
    {
        Assert.Empty(ManifestChecks.Of($"{Overlay.Render(Overlay.Production)}\n---\n{Overlay.Render(Overlay.Webhooks)}", Expectations.Current));

        var policy = Assert.Single(new Cluster(ManifestReader.Read(Overlay.Render(Overlay.Webhooks)).Objects).Of<k8s.Models.V1NetworkPolicy>());
        var rule = Assert.Single(policy.Spec.Egress);
        Assert.Equal("443", Assert.Single(rule.Ports).Port.Value);
        Assert.Equal(["0.0.0.0/0", "2000::/3"], rule.To.Select(peer => peer.IpBlock.Cidr));
        Assert.Superset(
            new HashSet<string> { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "2002::/16" },
            rule.To.SelectMany(peer => peer.IpBlock.Except).ToHashSet());
    }

    /// <summary>A policy of its own, for whoever has a collector: with it, silos and gateways reach it, and nobody else.</summary>
    [Fact]
    public void The_telemetry_policy_opens_the_way_to_the_collector_alone()
    {
        var rendered = $"{Overlay.Render(Overlay.Production)}\n---\n{Overlay.Render(Overlay.Telemetry)}";

        Assert.Equal(
            ["NetworkPolicy: gateway → monitoring:4317 is not needed and may leave", "NetworkPolicy: silo → monitoring:4317 is not needed and may leave"],
            ManifestChecks.Of(rendered, Expectations.Current).Select(finding => finding.ToString()));
    }
}
