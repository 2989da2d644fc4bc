using System.Collections.Concurrent;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

/// <summary>What <c>kubectl kustomize</c> makes of a folder; each one once, since every test asks.</summary>
internal static class Overlay
{
    public const string Production = "k8s/overlays/production";
    public const string Trial = "k8s/overlays/trial";
    public const string Telemetry = "k8s/optional/telemetry";
    public const string Webhooks = "k8s/optional/webhooks";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    public static string Render(string folder) =>
        Rendered.GetOrAdd(folder, name => new Lazy<string>(() => Command.Output("kubectl", "kustomize", Repository.PathOf(name)))).Value;
}
