namespace NanchangEdu.Registry.Hosting.Health;

/// <summary>Where both programs answer the probes of whoever runs them, on every port they listen on.</summary>
public static class HealthPaths
{
    public const string Root = "/healthz";

    /// <summary>Whether the process lives. Asks neither database nor silo: a restart would not bring them back.</summary>
    public const string Live = "/live";

    /// <summary>Whether requests can be served: needs database and silo.</summary>
    public const string Ready = "/ready";
}
