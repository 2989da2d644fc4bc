using System.Globalization;
using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;
using NanchangEdu.Registry.Hosting.Telemetry;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>A port that something points at is one that a container opens, and a container opens what its program was told to.</summary>
internal static class PortChecks
{
    private static readonly string[] PortSettings = ["Registry__SiloPort", "Registry__GatewayPort", "Registry__ManagementPort"];

    public static IEnumerable<Finding> Of(Cluster cluster) =>
        [.. Services(cluster), .. Ingresses(cluster), .. Probes(cluster), .. Scrapes(cluster), .. Programs(cluster), .. Policies(cluster)];

    private static IEnumerable<Finding> Services(Cluster cluster) =>
        from service in cluster.Of<V1Service>()
        from workload in cluster.Matching(new V1LabelSelector { MatchLabels = service.Spec.Selector })
        from port in service.Spec.Ports
        let target = port.TargetPort?.Value ?? Text(port.Port)
        where !workload.Containers.Any(container => Opens(container, target))
        select new Finding($"Service/{service.Metadata.Name}", $"no container of {workload.Where} opens {target}");

    private static IEnumerable<Finding> Ingresses(Cluster cluster) =>
        from ingress in cluster.Of<V1Ingress>()
        from path in (ingress.Spec.Rules ?? []).SelectMany(rule => rule.Http.Paths)
        let backend = path.Backend.Service
        let service = cluster.Find<V1Service>(backend.Name)
        where service is null || !service.Spec.Ports.Any(port => port.Name == backend.Port.Name || port.Port == backend.Port.Number)
        select new Finding($"Ingress/{ingress.Metadata.Name}", $"there is no service {backend.Name} with port {backend.Port.Name ?? Text(backend.Port.Number ?? 0)}");

    private static IEnumerable<Finding> Probes(Cluster cluster) =>
        from workload in cluster.Workloads
        from container in workload.Containers
        from probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }
        let port = probe?.HttpGet?.Port?.Value ?? probe?.TcpSocket?.Port?.Value
        where port is not null && !Opens(container, port)
        select new Finding(workload.Where, $"a probe asks port {port}, which {container.Name} does not open");

    private static IEnumerable<Finding> Scrapes(Cluster cluster)
    {
        foreach (var workload in cluster.Workloads.Where(workload => workload is { IsOurs: true, IsLasting: true }))
        {
            var annotations = workload.Template.Metadata.Annotations ?? new Dictionary<string, string>();
            var port = annotations.TryGetValue("prometheus.io/port", out var named) ? named : "none";
            if (!workload.Containers.Any(container => Opens(container, port)))
                yield return new Finding(workload.Where, $"is scraped on port {port}, which no container opens");
            if (!annotations.TryGetValue("prometheus.io/path", out var path) || path != RegistryTelemetry.MetricsPath)
                yield return new Finding(workload.Where, $"must be scraped at {RegistryTelemetry.MetricsPath}");
        }
    }

    private static IEnumerable<Finding> Programs(Cluster cluster)
    {
        foreach (var workload in cluster.Workloads.Where(workload => workload is { IsOurs: true, IsLasting: true }))
        {
            foreach (var container in workload.Containers)
            {
                var environment = cluster.EnvironmentOf(container);
                var told = PortSettings.Select(name => environment.GetValueOrDefault(name))
                    .Append(environment.GetValueOrDefault("ASPNETCORE_URLS")?.Split(':')[^1])
                    .OfType<string>().Order(StringComparer.Ordinal);
                var opened = (container.Ports ?? []).Select(port => Text(port.ContainerPort)).Order(StringComparer.Ordinal);
                if (!told.SequenceEqual(opened))
                    yield return new Finding(workload.Where, $"{container.Name} opens {string.Join(", ", opened)}, its settings say {string.Join(", ", told)}");
            }
        }
    }

    private static IEnumerable<Finding> Policies(Cluster cluster)
    {
        foreach (var policy in cluster.Of<V1NetworkPolicy>())
        {
            var where = $"NetworkPolicy/{policy.Metadata.Name}";
            var own = cluster.Matching(policy.Spec.PodSelector).ToList();
            foreach (var port in (policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports ?? []).Where(port => !Opened(own, port)))
                yield return new Finding(where, $"no pod it lets others reach opens {port.Port.Value}");
            foreach (var rule in policy.Spec.Egress ?? [])
            {
                foreach (var peer in (rule.To ?? []).Where(peer => peer.NamespaceSelector is null && peer.IpBlock is null))
                {
                    foreach (var port in (rule.Ports ?? []).Where(port => !Opened(cluster.Matching(peer.PodSelector), port)))
                        yield return new Finding(where, $"no pod it leads to opens {port.Port.Value}");
                }
            }
        }
    }

    private static bool Opened(IEnumerable<Workload> workloads, V1NetworkPolicyPort port) =>
        workloads.SelectMany(workload => workload.Containers).Any(container => Opens(container, port.Port.Value));

    private static bool Opens(V1Container container, string port) =>
        (container.Ports ?? []).Any(open => open.Name == port || Text(open.ContainerPort) == port);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
