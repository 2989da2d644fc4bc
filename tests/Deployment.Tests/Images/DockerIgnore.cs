namespace NanchangEdu.Registry.Deployment.Tests.Images;

/// <summary>As much of <c>.dockerignore</c> as ours uses: a list of what comes along, the last matching line decides.</summary>
internal sealed class DockerIgnore(IReadOnlyList<string> lines)
{
    public static DockerIgnore Parse(string text) =>
        new([.. text.Split('\n').Select(line => line.Trim()).Where(line => line is not ("" or ['#', ..]))]);

    /// <summary>Whether the file or folder is missing from the build context.</summary>
    public bool Leaves(string path)
    {
        var left = false;
        foreach (var line in lines)
        {
            var (keeps, pattern) = line[0] == '!' ? (true, line[1..]) : (false, line);
            if (Matches(pattern, path)) left = !keeps;
        }

        return left;
    }

    private static bool Matches(string pattern, string path) => pattern switch
    {
        "*" => true,
        _ when pattern.StartsWith("**/", StringComparison.Ordinal) => path.Split('/').Contains(pattern[3..]),
        _ => path == pattern || path.StartsWith(pattern + "/", StringComparison.Ordinal),
    };
}
