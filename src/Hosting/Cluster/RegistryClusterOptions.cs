using System.ComponentModel.DataAnnotations;
using System.Net;

namespace NanchangEdu.Registry.Hosting.Cluster;

/// <summary>Which cluster a process belongs to, and where others reach it. Section <c>Registry:Cluster</c>.</summary>
public sealed class RegistryClusterOptions
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

    /// <summary>Whether every address of this process is of this machine alone.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Advertised) && IPAddress.IsLoopback(Listening);

    public IPAddress Advertised => Parse(nameof(AdvertisedAddress), AdvertisedAddress);

    public IPAddress Listening => ListenAddress is null ? Advertised : Parse(nameof(ListenAddress), ListenAddress);

    /// <exception cref="RegistrySettingException"/>
    private static IPAddress Parse(string name, string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new RegistrySettingException(
            $"{Section}:{name}", $"「{text}」不是 IP 地址，请填写本机的 IP 地址。", $"'{text}' is no IP address; give an IP address of this machine.");
}
