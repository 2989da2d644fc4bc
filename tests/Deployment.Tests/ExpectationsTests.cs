namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>What the manifests are held against is read from sources and a table: an empty reading would make its checks blind.</summary>
public sealed class ExpectationsTests
{
    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public void A_program_answers_live_and_ready(string component) =>
        Assert.Superset(new HashSet<string> { Expectations.LivePath, Expectations.ReadyPath }, Expectations.Current.HealthPaths[component].ToHashSet());

    [Theory]
    [InlineData("""var health = app.MapGroup("/healthz"); health.MapGet("/live", x);""")]
    [InlineData("""var health = app.MapGroup(HealthPaths.Root); health.MapGet(HealthPaths.Live, x);""")]
    public void A_health_path_is_found_by_literal_and_by_constant(string source) =>
        Assert.Equal(["/healthz/live"], Expectations.HealthPathsOf([source]));

    [Theory]
    [InlineData("""app.MapGet("/live", x);""")]
    [InlineData("""var other = app.MapGroup("/health"); other.MapGet("/live", x);""")]
    public void What_is_mapped_elsewhere_is_none(string source) =>
        Assert.Empty(Expectations.HealthPathsOf([source]));

    [Fact]
    public void Settings_are_read_from_the_shared_options_inherited_ones_too() =>
        Assert.Superset(
            new HashSet<string> { "Registry__Cluster__ClusterId", "Registry__Cluster__CertificateFile", "Registry__Start__AttemptsMax" },
            KnownSettings.In(typeof(Hosting.Stopping).Assembly).ToHashSet());

    [Fact]
    public void Settings_are_read_from_literals_and_options() =>
        Assert.Equal(
            ["Registry__Database", "Registry__Cluster", "Registry__Cluster__ClusterId", "Registry__Cluster__ListenAddress"],
            KnownSettings.In("""
                var kind = configuration["Registry:Database"];
                public const string Section = "Registry:Cluster";
                public string ClusterId { get; set; } = ServiceId;
                public string? ListenAddress { get; set; }
                """));

    [Fact]
    public void Settings_of_the_door_and_of_rate_limits_are_known_and_any_entry_of_a_list() =>
        Assert.Superset(
            new HashSet<string> { "Door__TrustedProxies__0", "Door__ConnectionsMax", "RateLimit__PerSecond", "RateLimit__UnitBurst", "RateLimit__AttemptsPerMinute" },
            Expectations.Current.Settings.Append(KnownSettings.Known("Door__TrustedProxies__7")).ToHashSet());

    [Fact]
    public void The_list_of_secrets_is_read_with_its_keys()
    {
        var list = Expectations.MadeOutsideOf("| what | keys |\n|---|---|\n| `secret/a-b` | `x`, `y.z` | words |\n| not this | `q` | words |\n");

        var (name, keys) = Assert.Single(list);
        Assert.Equal("secret/a-b", name);
        Assert.Equal(["x", "y.z"], keys.Order(StringComparer.Ordinal));
    }
}
