using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests;

/// <summary>
/// Each protection has a patch that takes it away; tests/faults.sh --without NAME shows that the run goes red then. A patch that no longer
/// fits would show nothing.
/// </summary>
public sealed class ProtectionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Cluster.Tests", "Protections");

    public static TheoryData<string> Patches => [.. Directory.EnumerateFiles(Folder, "*.patch").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_that_takes_a_protection_away_still_fits(string patch)
    {
        var file = Path.Combine(Folder, patch);
        Assert.Contains(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken), line => line.StartsWith("Expect: ", StringComparison.Ordinal));
        var (exitCode, _, errors) = await Tool.Try("git", "-C", Repository.Root, "apply", "--check", file);
        Assert.True(exitCode == 0, errors);
    }
}
