using System.Text.RegularExpressions;

namespace NanchangEdu.Registry.Deployment.Tests.Manifests;

internal static partial class ImageName
{
    /// <summary>By digest, or by a tag that says a version to its last place: «17.10», «10.0.12-noble»; not «latest», «17», «10.0».</summary>
    public static bool IsPinned(string? image) => image is not null && (Digest().IsMatch(image) || Tag().IsMatch(image));

    [GeneratedRegex("@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();

    // PostgreSQL's versions have two places, everybody else's three.
    [GeneratedRegex(@"(?:(?:^|/)postgres:[0-9]+\.[0-9]+|:[0-9]+\.[0-9]+\.[0-9]+)(?:-[a-z0-9.-]+)?$")]
    private static partial Regex Tag();
}
