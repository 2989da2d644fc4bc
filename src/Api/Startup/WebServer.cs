using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Hosting;

namespace NanchangEdu.Registry.Api.Startup;

/// <summary>What the web server itself cuts off, before any of our code sees it: too much, too slow, too many.</summary>
internal static class WebServer
{
    /// <summary>By this the framework would take the word of every sender on his own address, before all that we ask.</summary>
    private const string TrustEverybody = "ForwardedHeaders_Enabled";

    public static void AddWebServerLimits(this WebApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration[TrustEverybody], "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new RegistrySettingException(
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
                $"它让任何人自报地址，请去掉，改用 {DoorOptions.Section}__{nameof(DoorOptions.TrustedProxies)}__0 写明代理所在网段。",
                $"it lets everybody name his own address; remove it and name the proxies' network in {DoorOptions.Section}__{nameof(DoorOptions.TrustedProxies)}__0.");
        }

        builder.Services.AddChecked<DoorOptions>(builder.Configuration, DoorOptions.Section);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<DoorOptions>>((kestrel, door) =>
        {
            kestrel.AddServerHeader = false;
            Set(kestrel.Limits, door.Value);
            Set(kestrel.Limits.Http2);
        });
    }

    private static void Set(KestrelServerLimits limits, DoorOptions door)
    {
        limits.MaxRequestLineSize = Limits.RequestLineBytes;
        limits.MaxRequestHeadersTotalSize = Limits.HeaderBytes;
        limits.MaxRequestHeaderCount = Limits.HeaderCount;
        limits.MaxRequestBodySize = Limits.DrainedBytes;

        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(door.HeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(door.IdleSeconds);
        limits.MinRequestBodyDataRate = new MinDataRate(Limits.BytesPerSecondMin, TimeSpan.FromSeconds(door.BodyGraceSeconds));
        limits.MinResponseDataRate = new MinDataRate(Limits.BytesPerSecondMin, TimeSpan.FromSeconds(door.BodyGraceSeconds));

        limits.MaxConcurrentConnections = door.ConnectionsMax;
        limits.MaxConcurrentUpgradedConnections = Limits.UpgradedConnections;
    }

    private static void Set(Http2Limits limits)
    {
        limits.MaxStreamsPerConnection = Limits.StreamsPerConnection;
        limits.MaxRequestHeaderFieldSize = Limits.HeaderBytes;
        limits.InitialStreamWindowSize = Limits.StreamWindowBytes;
        limits.InitialConnectionWindowSize = Limits.ConnectionWindowBytes;
        limits.KeepAlivePingDelay = TimeSpan.FromSeconds(Limits.PingAfterSeconds);
        limits.KeepAlivePingTimeout = TimeSpan.FromSeconds(Limits.PongWithinSeconds);
    }
}
