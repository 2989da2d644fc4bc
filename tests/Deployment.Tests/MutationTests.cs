using NanchangEdu.Registry.Deployment.Tests.Checks;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>Each line breaks the rendered production overlay in one place; the checks must say so, at that place and in those words.</summary>
public sealed class MutationTests
{
    private const string Silo = "Deployment/registry-silo";
    private const string Gateway = "Deployment/registry-gateway";
    private const string Migrate = "Job/registry-migrate";
    private const string Backup = "CronJob/registry-backup";

    [Theory]
    [InlineData(Silo, "readinessProbe:", "readynessProbe:", "does not load")]
    [InlineData(Silo, "containerPort: 30000", "containerport: 30000", "does not load")]
    [InlineData(Silo, "sleep:", "slep:", "does not load")]
    [InlineData(Silo, "topologyKey: kubernetes.io/hostname", "topologykey: kubernetes.io/hostname", "does not load")]
    [InlineData("PodDisruptionBudget/registry-silo", "maxUnavailable", "maxUnavailible", "does not load")]
    [InlineData("NetworkPolicy/registry-silo", "podSelector:", "podSelectors:", "does not load")]
    [InlineData("HorizontalPodAutoscaler/registry-gateway", "averageUtilization", "averageUtilisation", "does not load")]
    [InlineData("Ingress/registry-gateway", "pathType", "pathtype", "does not load")]
    [InlineData(Silo, "apiVersion: apps/v1", "apiVersion: apps/v1beta9", "does not load")]
    public void A_misspelt_field(string where, string good, string bad, string words) => IsFound(where, good, bad, words);

    [Theory]
    [InlineData(Silo, "containerPort: 30000", "containerPort: 30001", "opens 11111, 30001, 8081, its settings say 11111, 30000, 8081")]
    [InlineData(Silo, "value: http://+:8081", "value: http://+:8080", "its settings say")]
    [InlineData(Silo, "            port: http", "            port: htpp", "a probe asks port htpp")]
    [InlineData(Silo, "prometheus.io/port: \"8081\"", "prometheus.io/port: \"8082\"", "is scraped on port 8082")]
    [InlineData(Gateway, "prometheus.io/path: /metrics", "prometheus.io/path: /metric", "must be scraped at /metrics")]
    [InlineData("Service/registry-gateway", "targetPort: http", "targetPort: https", "opens https")]
    [InlineData("Ingress/registry-gateway", "name: http", "name: web", "no service registry-gateway with port web")]
    [InlineData("NetworkPolicy/registry-gateway", "- port: 8080", "- port: 8088", "opens 8088")]
    [InlineData("NetworkPolicy/registry-gateway", "- port: 30000", "- port: 30003", "leads to opens 30003")]
    public void A_wrong_port(string where, string good, string bad, string words) => IsFound(where, good, bad, words);

    [Theory]
    [InlineData(Silo, "name: registry-app-database", "name: registry-app-databse", "no secret registry-app-databse")]
    [InlineData(Silo, "- key: ca.crt", "- key: ca.pem", "registry-cluster-tls has no ca.pem")]
    [InlineData(Gateway, "name: registry-token-keys", "name: registry-tokens", "no secret registry-tokens")]
    [InlineData(Backup, "secretName: registry-database-authority", "secretName: registry-db-ca", "no secret registry-db-ca")]
    [InlineData("Ingress/registry-gateway", "secretName: registry-ingress-tls", "secretName: registry-tls", "no secret registry-tls")]
    [InlineData(Silo, "name: registry-settings-", "name: registry-setting-", "no configmap registry-setting-")]
    [InlineData(Backup, "claimName: registry-backup", "claimName: registry-backups", "no volume claim registry-backups")]
    [InlineData(Silo, "serviceAccountName: registry-silo", "serviceAccountName: registry-silos", "no service account registry-silos")]
    [InlineData("RoleBinding/registry-silo-pods", "  kind: Role\n  name: registry-silo-pods", "  kind: Role\n  name: registry-pods", "no Role registry-pods")]
    [InlineData("RoleBinding/registry-silo-pods", "  name: registry-silo\n  namespace: nanchang-edu-registry", "  name: registry-silo\n  namespace: default", "no service account registry-silo in default")]
    [InlineData("Service/registry-gateway", "namespace: nanchang-edu-registry", "namespace: default", "not in nanchang-edu-registry")]
    public void A_wrong_secret_or_other_reference(string where, string good, string bad, string words) => IsFound(where, good, bad, words);

    [Theory]
    [InlineData(Silo, "name: Registry__SiloPort", "name: Registry__Siloport", "no program reads Registry__Siloport")]
    [InlineData(Gateway, "name: Registry__SiloInside", "name: Registry_SiloInside", "no program reads Registry_SiloInside")]
    [InlineData("ConfigMap/registry-settings", "Auth__PublicUrl", "Auth__PublicUri", "no program reads Auth__PublicUri")]
    [InlineData("ConfigMap/registry-settings", "Door__TrustedProxies__0", "Door__TrustedProxy__0", "no program reads Door__TrustedProxy__0")]
    [InlineData("ConfigMap/registry-settings", "Door__TrustedProxies__0", "RateLimit__Brust", "no program reads RateLimit__Brust")]
    [InlineData("ConfigMap/registry-settings", "Door__TrustedProxies__0", "Door__ConnectionsMax", "stands behind an ingress and trusts no proxy", Gateway)]
    [InlineData("ConfigMap/registry-settings", "10.244.0.0/16", "0.0.0.0/0", "is no network of proxies: 0.0.0.0/0", Gateway)]
    [InlineData("ConfigMap/registry-settings", "10.244.0.0/16", "10.244.0.0", "is no network of proxies: 10.244.0.0", Gateway)]
    [InlineData(Gateway, "name: Registry__ManagementPort", "name: ASPNETCORE_FORWARDEDHEADERS_ENABLED", "lets everybody name his own address")]
    [InlineData(Silo, "value: $(POD_IP)", "value: $(PODIP)", "uses $(PODIP), which is not set")]
    [InlineData(Silo, "value: /run/secrets/registry/tls/tls.key", "value: /run/secrets/registry/tls.key", "names /run/secrets/registry/tls.key, which is not mounted")]
    [InlineData(Gateway, "mountPath: /run/secrets/registry", "mountPath: /run/secrets/register", "which is not mounted")]
    [InlineData("ConfigMap/registry-database", "/run/secrets/database-authority/ca.crt\n", "/run/secrets/database/ca.crt\n", "which is not mounted")]
    [InlineData("ConfigMap/registry-database", "SSL Mode=VerifyFull", "SSL Mode=Require", "must ask for SSL Mode=VerifyFull")]
    [InlineData("ConfigMap/registry-database", "PGHOST:", "PGHOSTS:", "uses $(PGHOST), which is not set")]
    [InlineData(Silo, "Username=registry_app;", "Username=registry_app;Password=x;", "a password stands in the connection string")]
    [InlineData(Silo, "Username=registry_app;", "Username=registry_migrator;", "must connect as registry_app")]
    [InlineData(Migrate, "Username=registry_migrator;", "Username=registry_app;", "must connect as registry_migrator")]
    [InlineData(Silo, "fieldPath: status.podIP", "fieldPath: status.hostIP", "POD_IP must be status.podIP")]
    [InlineData(Silo, "orleans/clusterId: nanchang-edu-registry", "orleans/clusterId: registry", "label orleans/clusterId must be nanchang-edu-registry")]
    [InlineData("Role/registry-silo-pods", "- watch", "- delete", "get, list and watch pods, and nothing else", Silo)]
    [InlineData("Role/registry-silo-pods", "- pods", "- secrets", "get, list and watch pods, and nothing else", Silo)]
    [InlineData(Silo, "automountServiceAccountToken: true", "automountServiceAccountToken: false", "needs its account's token")]
    [InlineData(Silo, "value: \"11111\"", "value: 11111", "must be quoted")]
    [InlineData(Silo, "prometheus.io/scrape: \"true\"", "prometheus.io/scrape: true", "must be quoted")]
    [InlineData("ConfigMap/registry-database", "PGPORT: \"5432\"", "PGPORT: 5432", "must be quoted")]
    public void A_wrong_setting(string where, string good, string bad, string words, string? at = null) => IsFound(where, good, bad, words, at);

    [Theory]
    [InlineData(Silo, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem")]
    [InlineData(Silo, "          readOnlyRootFilesystem: true\n", "", "readOnlyRootFilesystem")]
    [InlineData(Silo, "          allowPrivilegeEscalation: false\n", "", "allowPrivilegeEscalation")]
    [InlineData(Gateway, "            - ALL\n", "            - NET_RAW\n", "must drop all capabilities")]
    [InlineData(Gateway, "        runAsNonRoot: true\n", "", "runAsNonRoot")]
    [InlineData(Gateway, "        fsGroup: 1654\n", "", "fsGroup")]
    [InlineData(Migrate, "type: RuntimeDefault", "type: Unconfined", "seccompProfile")]
    [InlineData(Gateway, "automountServiceAccountToken: false", "automountServiceAccountToken: true", "must not mount a token")]
    [InlineData("ServiceAccount/registry-jobs", "automountServiceAccountToken: false\n", "", "must not hand its token")]
    [InlineData("Namespace/nanchang-edu-registry", "enforce: restricted", "enforce: baseline", "must enforce the restricted profile")]
    [InlineData(Silo, "          limits:\n            memory: 2Gi\n", "", "has no memory limit")]
    [InlineData(Silo, "          sizeLimit: 64Mi\n", "", "has no size limit")]
    [InlineData(Silo, "          defaultMode: 288\n", "", "holds secrets that others may read")]
    [InlineData(Backup, "        image: postgres:17.10-bookworm", "        image: postgres:17", "names no exact version")]
    [InlineData(Silo, "registry-silo:0.1.0", "registry-silo:latest", "names no exact version")]
    [InlineData(Silo, "registry-silo:0.1.0", "registry-silo", "names no exact version")]
    public void A_weaker_pod(string where, string good, string bad, string words) => IsFound(where, good, bad, words);

    [Theory]
    [InlineData(Silo, "path: /healthz/ready", "path: /healthz/live", "the readiness probe must ask /healthz/ready")]
    [InlineData(Silo, "path: /healthz/live", "path: /healthz/ready", "the liveness probe must ask /healthz/live")]
    [InlineData(Silo, "path: /healthz/live", "path: /health/live", "its program does not answer /health/live")]
    [InlineData(Silo, "failureThreshold: 60", "failureThreshold: 6", "the startup probe gives up after 30 s")]
    [InlineData(Silo, "failureThreshold: 6\n", "failureThreshold: 2\n", "the liveness probe gives up after 20 s")]
    [InlineData(Silo, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 50", "terminationGracePeriodSeconds must exceed")]
    [InlineData(Silo, "seconds: 5", "seconds: 1", "preStop must sleep")]
    [InlineData(Silo, "minReadySeconds: 15", "minReadySeconds: 0", "minReadySeconds")]
    [InlineData(Silo, "maxSurge: 1", "maxSurge: 0", "must roll with")]
    [InlineData(Silo, "topologyKey: topology.kubernetes.io/zone", "topologyKey: topology.kubernetes.io/region", "must be spread over topology.kubernetes.io/zone")]
    [InlineData("PodDisruptionBudget/registry-silo", "maxUnavailable: 1", "maxUnavailable: 0", "lets none of 3 go", Silo)]
    [InlineData("PodDisruptionBudget/registry-silo", "maxUnavailable: 1", "minAvailable: 3", "lets none of 3 go", Silo)]
    [InlineData("PodDisruptionBudget/registry-silo", "maxUnavailable: 1", "maxUnavailable: 2", "lets 2 of 3 go", Silo)]
    [InlineData("PodDisruptionBudget/registry-silo", "component: silo", "component: silos", "its selector must take the pods of one workload")]
    [InlineData("HorizontalPodAutoscaler/registry-gateway", "minReplicas: 2", "minReplicas: 1", "must keep two at least")]
    [InlineData("HorizontalPodAutoscaler/registry-gateway", "    name: registry-gateway", "    name: registry-gate", "there is no Deployment registry-gate")]
    [InlineData(Gateway, "  revisionHistoryLimit: 5", "  replicas: 2\n  revisionHistoryLimit: 5", "states a count too", "HorizontalPodAutoscaler/registry-gateway")]
    [InlineData(Gateway, "    matchLabels:\n      app.kubernetes.io/component: gateway", "    matchLabels:\n      app.kubernetes.io/component: silo", "its selector must take its own pods")]
    [InlineData("Service/registry-gateway", "  selector:\n    app.kubernetes.io/component: gateway", "  selector:\n    app.kubernetes.io/component: gate", "its selector must take the pods of one workload")]
    [InlineData(Migrate, "  ttlSecondsAfterFinished: 86400\n", "", "must go by itself")]
    [InlineData(Backup, "concurrencyPolicy: Forbid", "concurrencyPolicy: Allow", "must not run beside itself")]
    public void A_weaker_deployment(string where, string good, string bad, string words, string? at = null) => IsFound(where, good, bad, words, at);

    [Theory]
    [InlineData("NetworkPolicy/registry-gateway", "    - port: 30000", "    - port: 11111", "gateway → silo:30000 is needed")]
    [InlineData("NetworkPolicy/registry-silo", "  - from:\n    - podSelector:\n        matchLabels:\n          app.kubernetes.io/component: gateway\n          app.kubernetes.io/part-of: nanchang-edu-registry\n    ports:", "  - ports:", "monitoring → silo:30000 is not needed and may enter")]
    [InlineData("NetworkPolicy/registry-silo", "        matchLabels:\n          app.kubernetes.io/component: gateway\n", "        matchLabels:\n", "backup → silo:30000 is not needed and may enter")]
    [InlineData("NetworkPolicy/registry-database", "    - port: 5432", "    - port: 5433", "silo → operated-database:5432 is needed")]
    [InlineData("NetworkPolicy/registry-database", "      podSelector:\n        matchLabels:\n          cnpg.io/cluster: registry-db\n", "", "silo → neighbour:5432 is not needed and may leave")]
    [InlineData("NetworkPolicy/default-deny", "  - Egress\n", "", "none denies every pod every way")]
    [InlineData("NetworkPolicy/registry-gateway", "kubernetes.io/metadata.name: ingress-nginx", "kubernetes.io/metadata.name: ingress", "ingress → gateway:8080 is needed")]
    public void A_wrong_way_in_the_network(string where, string good, string bad, string words) => IsFound(where, good, bad, words, "NetworkPolicy");

    private static void IsFound(string where, string good, string bad, string words, string? at = null)
    {
        var findings = ManifestChecks.Of(Broken(where, good, bad), Expectations.Current);

        Assert.Contains(findings, finding => finding.ToString().Contains(words, StringComparison.Ordinal) && finding.Where.StartsWith(at ?? Silent(where), StringComparison.Ordinal));
    }

    /// <summary>What a broken map does, its readers show.</summary>
    private static string Silent(string where) => where.StartsWith("ConfigMap/", StringComparison.Ordinal) ? "" : where;

    private static string Broken(string where, string good, string bad)
    {
        var documents = ManifestReader.Documents(Overlay.Render(Overlay.Production)).ToList();
        var index = documents.FindIndex(document => IsNamed(document, where));
        Assert.True(index >= 0, $"there is no {where}");
        var document = documents[index] + "\n";
        var place = document.IndexOf(good, StringComparison.Ordinal);
        Assert.True(place >= 0, $"{where} does not hold «{good}»");
        documents[index] = string.Concat(document.AsSpan(0, place), bad, document.AsSpan(place + good.Length));
        return string.Join("\n---\n", documents);
    }

    /// <summary>Generated maps carry a hash at the end of their name.</summary>
    private static bool IsNamed(string document, string where) =>
        ManifestReader.NameOf(document) is var name
        && (name == where || (where.StartsWith("ConfigMap/", StringComparison.Ordinal) && name.StartsWith(where + "-", StringComparison.Ordinal)));
}
