using k8s;
using k8s.Models;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>A rendered overlay, as the API server would see it: the typed objects and how they are found.</summary>
internal sealed class Cluster
{
    public Cluster(IReadOnlyList<object> objects)
    {
        Objects = objects;
        Workloads = [.. objects.Select(Workload.Of).OfType<Workload>()];
    }

    public IReadOnlyList<object> Objects { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public IEnumerable<T> Of<T>() => Objects.OfType<T>();

    public T? Find<T>(string? name)
        where T : class, IKubernetesObject<V1ObjectMeta> => Of<T>().FirstOrDefault(found => found.Metadata.Name == name);

    public IEnumerable<Workload> Matching(V1LabelSelector? selector) =>
        Workloads.Where(workload => Selection.Matches(selector, workload.Labels));

    /// <summary>A value of a generated map that the container takes whole, or one written at the container.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentOf(V1Container container)
    {
        Dictionary<string, string?> environment = [];
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (name, value) in Find<V1ConfigMap>(source.ConfigMapRef?.Name)?.Data ?? new Dictionary<string, string>())
                environment[name] = value;
        }

        foreach (var variable in container.Env ?? []) environment[variable.Name] = variable.Value;
        return environment;
    }
}
