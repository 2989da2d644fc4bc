using NanchangEdu.Registry.Cluster.Tests.Processes;

namespace NanchangEdu.Registry.Cluster.Tests;

/// <summary>
/// Each protection has a patch that takes it away; tests/faults.sh --without NAME, tests/deadlines.sh --without NAME and tests/mutations.sh NAME show what goes red then. A
/// patch that no longer fits would show nothing.
/// </summary>
public sealed class ProtectionTests
{
    private static readonly (string Folder, string Says)[] Kinds = [("Cluster.Tests/Protections", "Expect: "), ("Years/Protections", "Expect: "), ("Mutations", "Red: ")];

    public static TheoryData<string, string> Patches => new(
        from kind in Kinds
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", kind.Folder), "*.patch").Order()
        select (Path.GetRelativePath(Repository.Root, file), kind.Says));

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_that_takes_a_protection_away_still_fits(string patch, string says)
    {
        var file = Path.Combine(Repository.Root, patch);
        Assert.Contains(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken), line => line.StartsWith(says, StringComparison.Ordinal));
        var (exitCode, _, errors) = await Tool.Try("git", "-C", Repository.Root, "apply", "--check", file);
        Assert.True(exitCode == 0, errors);
    }
}
