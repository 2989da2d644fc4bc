using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Deployment.Tests.Scripts;

public sealed class TrialSecretsTests
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Once = new(TrialSecrets.Make);

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Made => Once.Value;

    [Fact]
    public void It_makes_the_READMEs_list_but_what_is_productions_alone()
    {
        var wanted = Expectations.Current.MadeOutside.Where(row => row.Key != "secret/registry-ingress-tls");

        Assert.Equal(
            wanted.Select(row => $"{row.Key}: {string.Join(' ', row.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal),
            Made.Select(row => $"{row.Key}: {string.Join(' ', row.Value.Keys.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("secret/registry-cluster-tls", ClusterTls.Name, "secret/registry-cluster-tls", ServerUse, ClientUse)]
    [InlineData("secret/registry-postgresql", "registry-postgresql", "secret/registry-database-authority", ServerUse)]
    public void A_certificate_has_its_key_its_name_its_use_and_its_authority(string secret, string name, string authority, params string[] uses)
    {
        using var certificate = X509Certificate2.CreateFromPem(Made[secret]["tls.crt"], Made[secret]["tls.key"]);
        using var issuer = X509Certificate2.CreateFromPem(Made[authority]["ca.crt"]);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        foreach (var use in uses) chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));

        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.True(certificate.MatchesHostname(name));
        Assert.False(certificate.MatchesHostname("registry-gateway"));
    }

    [Fact]
    public void The_authorities_are_not_each_others()
    {
        using var database = X509Certificate2.CreateFromPem(Made["secret/registry-postgresql"]["tls.crt"]);
        using var cluster = X509Certificate2.CreateFromPem(Made["secret/registry-cluster-tls"]["ca.crt"]);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(cluster);

        Assert.False(chain.Build(database));
    }

    [Fact]
    public void The_token_keys_are_of_the_kind_that_the_token_server_reads()
    {
        using var signing = ECDsa.Create();
        signing.ImportFromPem(Made["secret/registry-token-keys"]["token-signing.pem"]);

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", Made["secret/registry-token-keys"]["token-signing.pem"], StringComparison.Ordinal);
        Assert.Equal(256, signing.KeySize);
        Assert.Equal(32, Convert.FromBase64String(Made["secret/registry-token-keys"]["token-encryption.key"]).Length);
        Assert.All(
            Made["secret/registry-caller-keys"]["caller-keys"].Split('\n', StringSplitOptions.RemoveEmptyEntries),
            key => Assert.True(Convert.FromBase64String(key).Length >= 32));
    }

    [Theory]
    [InlineData("registry_app", "secret/registry-app-database")]
    [InlineData("registry_migrator", "secret/registry-migrator-database")]
    public void A_password_file_has_the_password_that_PostgreSQL_is_given(string role, string secret) =>
        Assert.Equal($"registry-postgresql:5432:registry:{role}:{Made["secret/registry-postgresql"][role]}\n", Made[secret]["pgpass"]);

    [Fact]
    public void Two_runs_make_nothing_alike_but_the_roles()
    {
        var again = TrialSecrets.Make();

        foreach (var (name, values) in Made.Where(made => made.Key != "configmap/registry-roles"))
            foreach (var (key, value) in values) Assert.NotEqual(value, again[name][key]);
    }
}
