using k8s.Models;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>Whatever makes pods, in one shape.</summary>
/// <param name="Replicas">As written; absent means one, or what an autoscaler says.</param>
internal sealed record Workload(string Kind, V1ObjectMeta Metadata, V1PodTemplateSpec Template, V1LabelSelector? Selector, int? Replicas)
{
    public string Name => Metadata.Name;

    public string Where => $"{Kind}/{Name}";

    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata?.Labels ?? new Dictionary<string, string>();

    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    /// <summary>Runs until it is told to stop, and so has probes and a way to stop.</summary>
    public bool IsLasting => Kind is V1Deployment.KubeKind or V1StatefulSet.KubeKind;

    /// <summary>One of our two images, not somebody else's.</summary>
    public bool IsOurs => Containers.All(container => container.Image?.Contains("nanchangedu-registry-", StringComparison.Ordinal) == true);

    public string? Component => Labels.TryGetValue("app.kubernetes.io/component", out var component) ? component : null;

    public static Workload? Of(object resource) => resource switch
    {
        V1Deployment it => new(V1Deployment.KubeKind, it.Metadata, it.Spec.Template, it.Spec.Selector, it.Spec.Replicas),
        V1StatefulSet it => new(V1StatefulSet.KubeKind, it.Metadata, it.Spec.Template, it.Spec.Selector, it.Spec.Replicas),
        V1Job it => new(V1Job.KubeKind, it.Metadata, it.Spec.Template, null, null),
        V1CronJob it => new(V1CronJob.KubeKind, it.Metadata, it.Spec.JobTemplate.Spec.Template, null, null),
        _ => null,
    };
}
