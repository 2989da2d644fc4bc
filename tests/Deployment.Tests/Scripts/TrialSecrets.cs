using System.Text;
using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Scripts;

/// <summary>What the trial's script makes, by kind and name as the README's table writes them.</summary>
internal static class TrialSecrets
{
    public const string Script = "k8s/overlays/trial/secrets.sh";

    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Make()
    {
        var (objects, findings) = ManifestReader.Read(Command.Output("bash", Repository.PathOf(Script)));
        Assert.Empty(findings);
        return objects.ToDictionary(
            made => made switch
            {
                V1Secret secret => $"secret/{secret.Metadata.Name}",
                V1ConfigMap map => $"configmap/{map.Metadata.Name}",
                _ => throw new InvalidOperationException($"{made} is neither secret nor map."),
            },
            made => (IReadOnlyDictionary<string, string>)(made switch
            {
                V1Secret secret => secret.Data.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(pair.Value)),
                V1ConfigMap map => map.Data.ToDictionary(),
                _ => [],
            }));
    }
}
