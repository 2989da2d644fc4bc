namespace NanchangEdu.Registry.Deployment.Tests;

/// <summary>The names of settings under <c>Registry</c> and <c>Auth</c> that the programs read, as environment variables spell them.</summary>
internal static class KnownSettings
{
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>
    {
        "Registry__Database",
        "Registry__SiloInside",
        "Registry__Postgres__ConnectionString",
        "Registry__Cluster__ClusterId",
        "Registry__Cluster__AdvertisedAddress",
        "Registry__Cluster__ListenAddress",
        "Registry__Cluster__CertificateFile",
        "Registry__Cluster__KeyFile",
        "Registry__Cluster__AuthorityFile",
        "Registry__Cluster__AllowPlain",
        "Registry__Cluster__CallerKeysFile",
        "Registry__Cluster__CallerContextSeconds",
        "Registry__SiloPort",
        "Registry__GatewayPort",
        "Registry__ManagementPort",
        "Registry__DataFolder",
        "Registry__Logs",
        "Registry__Sample",
        "Auth__KeysFolder",
        "Auth__PublicUrl",
        "Auth__Authority",
    };
}
