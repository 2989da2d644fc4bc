using System.ComponentModel.DataAnnotations;
using System.Net;
using NanchangEdu.Registry.Hosting.Security;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Hosting.Tests.Security;

public sealed class ClusterSecurityOptionsTests : IDisposable
{
    private readonly TestCertificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Fact]
    public void The_defaults_are_closed_and_valid()
    {
        var options = new ClusterSecurityOptions();

        Assert.False(options.AllowPlain);
        Assert.False(options.HasCertificate);
        Assert.Equal(30, options.CallerContextSeconds);
        Assert.Empty(FindingsOf(options));
    }

    [Fact]
    public void Three_files_that_exist_are_valid()
    {
        var files = certificates.Issue();

        Assert.Empty(FindingsOf(new() { CertificateFile = files.Certificate, KeyFile = files.Key, AuthorityFile = files.Authority }));
    }

    [Fact]
    public void Certificate_key_and_authority_go_together()
    {
        var files = certificates.Issue();

        var finding = Assert.Single(FindingsOf(new() { CertificateFile = files.Certificate, KeyFile = files.Key }));
        Assert.Contains("缺少 AuthorityFile", finding, StringComparison.Ordinal);
        Assert.Contains("AuthorityFile is missing", finding, StringComparison.Ordinal);
        Assert.Contains("KeyFile and AuthorityFile is missing", Assert.Single(FindingsOf(new() { CertificateFile = files.Certificate })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(301)]
    public void A_life_out_of_range_is_told_in_both_languages(int seconds)
    {
        var finding = Assert.Single(FindingsOf(new() { CallerContextSeconds = seconds }));
        Assert.Contains("须为 5 至 300", finding, StringComparison.Ordinal);
        Assert.Contains("must be from 5 to 300", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_its_setting()
    {
        var finding = Assert.Single(FindingsOf(new() { CallerKeysFile = "/nowhere/keys" }));
        Assert.Contains("CallerKeysFile", finding, StringComparison.Ordinal);
        Assert.Contains("/nowhere/keys", finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "127.0.0.1", "CertificateFile")]
    [InlineData(true, "127.0.0.1", null)]
    [InlineData(true, "::1", null)]
    [InlineData(true, "10.0.0.5", "10.0.0.5")]
    [InlineData(true, "0.0.0.0", "0.0.0.0")]
    public void Ports_without_certificate_open_on_loopback_alone_and_only_when_that_was_asked_for(bool allowPlain, string address, string? named)
    {
        var options = new ClusterSecurityOptions { AllowPlain = allowPlain };

        var finding = options.CheckAddresses(IPAddress.Loopback, IPAddress.Parse(address));

        if (named is null) Assert.Null(finding);
        else Assert.Contains(named, finding!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_certificate_ports_open_anywhere() =>
        Assert.Null(new ClusterSecurityOptions { CertificateFile = "some" }.CheckAddresses(IPAddress.Parse("10.0.0.5")));

    private static List<string?> FindingsOf(ClusterSecurityOptions options)
    {
        var findings = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true);
        return [.. findings.Select(finding => finding.ErrorMessage)];
    }
}
