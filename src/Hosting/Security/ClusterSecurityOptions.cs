using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NanchangEdu.Registry.Hosting.Security;

/// <summary>How the ports between silos and gateways are closed to strangers. Bound to the section <c>Registry:Cluster</c>.</summary>
public class ClusterSecurityOptions : IValidatableObject
{
    public const int DefaultCallerContextSeconds = 30;
    public const int CallerContextSecondsMax = 300;

    /// <summary>
    /// PEM file of this process's certificate, intermediate certificates after it. It must name <see cref="ClusterTls.Name"/> and both
    /// server and client authentication, because silos are called and call.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file of the certificate's private key, not encrypted.</summary>
    public string? KeyFile { get; set; }

    /// <summary>PEM file of the authorities whose certificates are accepted, and no others; two while one replaces the other.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>Whether the ports may go without TLS. It takes effect on loopback addresses alone. False by default.</summary>
    public bool AllowPlain { get; set; }

    /// <summary>
    /// File of the keys that sign caller contexts: one base64 key of at least 32 bytes a line, the first signs, all verify. Without it
    /// the process uses a key of its own, which no other process can meet.
    /// </summary>
    public string? CallerKeysFile { get; set; }

    /// <summary>Seconds a signed caller context is good for. 30 by default; it must outlast the time a call may wait for its grain.</summary>
    [Range(5, CallerContextSecondsMax, ErrorMessage =
        "CallerContextSeconds 须为 5 至 300 [CallerContextSeconds must be from 5 to 300]")]
    public int CallerContextSeconds { get; set; } = DefaultCallerContextSeconds;

    /// <summary>Whether there is a certificate: without one nothing but <see cref="CheckAddresses"/> decides whether the ports may open.</summary>
    public bool HasCertificate => !string.IsNullOrEmpty(CertificateFile);

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var files = new (string Setting, string? Path)[]
        {
            (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile), (nameof(AuthorityFile), AuthorityFile),
        };
        var missing = files.Where(file => string.IsNullOrEmpty(file.Path)).Select(file => file.Setting).ToArray();
        if (missing.Length is 1 or 2)
        {
            yield return Finding(
                $"CertificateFile、KeyFile、AuthorityFile 须同时设置或都不设置，缺少 {string.Join("、", missing)}",
                $"CertificateFile, KeyFile and AuthorityFile go together, all or none; {string.Join(" and ", missing)} is missing", missing);
        }

        foreach (var (setting, path) in files.Append((nameof(CallerKeysFile), CallerKeysFile)))
        {
            if (!string.IsNullOrEmpty(path) && !File.Exists(path))
                yield return Finding($"{setting} 指定的文件不存在：{path}", $"the file of {setting} does not exist: {path}", setting);
        }
    }

    /// <summary>Whether the ports may open at these addresses: with a certificate anywhere, without one only as a declared trial on loopback.</summary>
    /// <returns>What stands against it, naming the setting; null when nothing does.</returns>
    public ValidationResult? CheckAddresses(params IEnumerable<IPAddress> addresses)
    {
        if (HasCertificate) return ValidationResult.Success;
        if (!AllowPlain)
        {
            return Finding(
                "silo 与网关之间的端口没有证书：请设置 CertificateFile、KeyFile、AuthorityFile；仅在本机回环地址上试用时可设 AllowPlain=true",
                "the ports between silos and gateways have no certificate: set CertificateFile, KeyFile and AuthorityFile, or AllowPlain=true for a trial on loopback addresses",
                nameof(CertificateFile), nameof(AllowPlain));
        }

        return addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address)) is { } open
            ? Finding(
                $"AllowPlain=true 只允许用于本机回环地址，而 {open} 不是：请设置 CertificateFile、KeyFile、AuthorityFile",
                $"AllowPlain=true holds for loopback addresses alone and {open} is none: set CertificateFile, KeyFile and AuthorityFile",
                nameof(AllowPlain))
            : ValidationResult.Success;
    }

    private static ValidationResult Finding(string chinese, string english, params string[] settings) => new($"{chinese} [{english}]", settings);
}
