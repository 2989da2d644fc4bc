using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Checks;

/// <summary>Settings are spelled as the programs read them; files they name are mounted; no password is among them.</summary>
internal static partial class EnvironmentChecks
{
    private const string ConnectionString = "Registry__Postgres__ConnectionString";
    private const string TrustedProxies = "Door__TrustedProxies__0";
    private const string TrustEverybody = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";

    public static IEnumerable<Finding> Of(Cluster cluster, Expectations expected) =>
        from workload in cluster.Workloads
        from container in workload.Containers
        let environment = cluster.EnvironmentOf(container)
        from finding in (IEnumerable<string>)
        [
            .. Names(environment, expected),
            .. Expansions(environment),
            .. Files(workload, container, environment),
            .. Connection(workload, environment),
            .. Proxies(cluster, workload, environment),
        ]
        select new Finding(workload.Where, finding);

    private static IEnumerable<string> Names(IReadOnlyDictionary<string, string?> environment, Expectations expected) =>
        from name in environment.Keys
        where KnownSettings.IsOurs(name) && !expected.Settings.Contains(KnownSettings.Known(name))
        select $"no program reads {name}";

    private static IEnumerable<string> Expansions(IReadOnlyDictionary<string, string?> environment) =>
        from variable in environment
        from Match use in Expansion().Matches(variable.Value ?? "")
        where !environment.ContainsKey(use.Groups[1].Value)
        select $"{variable.Key} uses {use.Value}, which is not set";

    private static IEnumerable<string> Files(Workload workload, V1Container container, IReadOnlyDictionary<string, string?> environment)
    {
        var mounted = MountedFiles.Of(workload, container);
        return from variable in environment
               from Match file in SecretFile().Matches(variable.Value ?? "")
               where !mounted.Any(path => path == file.Value || path.StartsWith(file.Value + "/", StringComparison.Ordinal))
               select $"{variable.Key} names {file.Value}, which is not mounted";
    }

    private static IEnumerable<string> Connection(Workload workload, IReadOnlyDictionary<string, string?> environment)
    {
        if (!environment.TryGetValue(ConnectionString, out var text) || text is null)
        {
            if (workload.IsOurs) yield return $"{ConnectionString} is not set";
            yield break;
        }

        var parts = new DbConnectionStringBuilder { ConnectionString = Expansion().Replace(text, use => environment.GetValueOrDefault(use.Groups[1].Value) ?? "") };
        if (parts.ContainsKey("Password")) yield return "a password stands in the connection string";
        foreach (var name in new[] { "Host", "Port", "Database", "Username", "Passfile", "Root Certificate" })
            if (!parts.TryGetValue(name, out var value) || value is "") yield return $"the connection string has no {name}";
        if (!parts.TryGetValue("SSL Mode", out var mode) || mode is not "VerifyFull") yield return "the connection string must ask for SSL Mode=VerifyFull";

        // migrations are the owner's; nothing else may act as the owner
        var wanted = workload.Component == "migration" ? "registry_migrator" : "registry_app";
        if (!parts.TryGetValue("Username", out var user) || user is not string name2 || name2 != wanted) yield return $"it must connect as {wanted}";
    }

    /// <summary>Behind an ingress the gateway is told whose word it may take on scheme and address; nobody's is taken blindly.</summary>
    private static IEnumerable<string> Proxies(Cluster cluster, Workload workload, IReadOnlyDictionary<string, string?> environment)
    {
        if (environment.ContainsKey(TrustEverybody)) yield return $"{TrustEverybody} lets everybody name his own address";

        var networks = environment.Where(variable => KnownSettings.Known(variable.Key) == TrustedProxies).ToList();
        foreach (var (name, network) in networks)
            if (!IPNetwork.TryParse(network, out var parsed) || parsed.PrefixLength == 0) yield return $"{name} is no network of proxies: {network}";
        if (workload.Component == "gateway" && networks.Count == 0 && cluster.Of<V1Ingress>().Any())
            yield return $"stands behind an ingress and trusts no proxy: {TrustedProxies} is not set";
    }

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_]*)\)")]
    private static partial Regex Expansion();

    [GeneratedRegex(@"/run/secrets/[A-Za-z0-9./_-]+")]
    private static partial Regex SecretFile();
}
