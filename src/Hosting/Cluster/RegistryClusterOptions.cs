using System.ComponentModel.DataAnnotations;
using System.Net;
using NanchangEdu.Registry.Hosting.Security;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>Which cluster a process belongs to, where others reach it, and how strangers are kept out. Section <c>Registry:Cluster</c>.</summary>
public sealed class RegistryClusterOptions : ClusterSecurityOptions
{
    public const string Section = "Registry:Cluster";

    /// <summary>Names the rows of operational state and of membership: never changed, or the cursors would be lost.</summary>
    public const string ServiceId = "nanchang-edu-registry";

    public const int DefaultSiloPort = 11111;
    public const int DefaultGatewayPort = 30000;
    public const string DefaultAddress = "127.0.0.1";

    /// <summary>Silos and gateways with the same name find each other. <c>nanchang-edu-registry</c> by default.</summary>
    [Required(AllowEmptyStrings = false)]
    public string ClusterId { get; set; } = ServiceId;

    /// <summary>The IP address at which other processes reach this silo. 127.0.0.1 by default; the pod's address under Kubernetes.</summary>
    [Required(AllowEmptyStrings = false)]
    public string AdvertisedAddress { get; set; } = DefaultAddress;

    /// <summary>The IP address to bind; the advertised one unless set.</summary>
    public string? ListenAddress { get; set; }

    public IPAddress Advertised => Parse(nameof(AdvertisedAddress), AdvertisedAddress);

    public IPAddress Listening => ListenAddress is null ? Advertised : Parse(nameof(ListenAddress), ListenAddress);

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var finding in base.Validate(validationContext)) yield return finding;
        if (CheckAddresses(Advertised, Listening) is { } open) yield return open;
    }

    /// <summary>Holds that callers in other processes can be told from strangers.</summary>
    /// <exception cref="RegistrySettingException"/>
    public void DemandSharedCallerKeys()
    {
        if (!string.IsNullOrEmpty(CallerKeysFile)) return;

        throw new RegistrySettingException(
            $"{Section}:{nameof(CallerKeysFile)}",
            "silo 与网关分开运行时须使用同一个调用方密钥文件，每行一个 base64 密钥（至少 32 字节），例如 openssl rand -base64 32。",
            "silos and gateways apart need the same file of caller keys, one base64 key of at least 32 bytes a line; make one with openssl rand -base64 32.");
    }

    /// <exception cref="RegistrySettingException"/>
    private static IPAddress Parse(string name, string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new RegistrySettingException(
            $"{Section}:{name}", $"「{text}」不是 IP 地址，请填写本机的 IP 地址。", $"'{text}' is no IP address; give an IP address of this machine.");
}
