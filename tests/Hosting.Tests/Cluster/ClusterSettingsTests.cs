using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Hosting.Cluster;

namespace NanchangEdu.Registry.Hosting.Tests.Cluster;

/// <summary>What a cluster's process is started with, and with what it is not started.</summary>
public sealed class ClusterSettingsTests
{
    [Fact]
    public void Nothing_said_means_the_files_of_the_embedded_mode() =>
        Assert.Equal(RegistryDatabase.Embedded, RegistryDatabase.From(Configuration(), DatabaseKind.Sqlite));

    [Fact]
    public void PostgreSQL_needs_a_connection_string()
    {
        var refused = Assert.Throws<RegistrySettingException>(() =>
            RegistryDatabase.From(Configuration(("Registry:Database", "postgresql")), DatabaseKind.Sqlite));

        Assert.Contains(RegistryDatabase.ConnectionSetting, refused.English, StringComparison.Ordinal);
        Assert.Contains(RegistryDatabase.ConnectionSetting, refused.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres")]
    [InlineData("mysql")]
    [InlineData("1")]
    public void Another_database_is_refused(string kind) => Assert.Throws<RegistrySettingException>(() =>
        RegistryDatabase.From(Configuration(("Registry:Database", kind)), DatabaseKind.Sqlite));

    [Theory]
    [InlineData("Registry:Membership:ProbeSeconds", "0")]
    [InlineData("Registry:Membership:VotesForDeath", "11")]
    [InlineData("Registry:Membership:DeadKeptHours", "0")]
    public void A_membership_setting_out_of_its_range_is_refused_by_its_name(string setting, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
            Configuration((setting, value)).BindChecked<MembershipOptions>(MembershipOptions.Section));

        Assert.Contains(setting.Split(':')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", null)]
    [InlineData("127.0.0.1", "0.0.0.0")]
    public void Ports_without_certificates_open_on_loopback_addresses_alone(string advertised, string? listening)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Configuration(
                ("Registry:Cluster:AllowPlain", "true"), ("Registry:Cluster:AdvertisedAddress", advertised), ("Registry:Cluster:ListenAddress", listening))
            .BindChecked<RegistryClusterOptions>(RegistryClusterOptions.Section));

        Assert.Contains("AllowPlain", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_loopback_too_it_must_be_said() => Assert.Throws<OptionsValidationException>(() =>
        Configuration().BindChecked<RegistryClusterOptions>(RegistryClusterOptions.Section));

    [Fact]
    public void An_address_that_is_none_is_refused()
    {
        var refused = Assert.Throws<RegistrySettingException>(() => new RegistryClusterOptions { AdvertisedAddress = "db.example" }.Advertised);

        Assert.Contains("Registry:Cluster:AdvertisedAddress", refused.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_apart_need_a_shared_file_of_caller_keys() =>
        Assert.Throws<RegistrySettingException>(() => new RegistryClusterOptions().DemandSharedCallerKeys());

    private static IConfiguration Configuration(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))).Build();
}
