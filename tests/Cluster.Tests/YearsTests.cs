using System.Diagnostics;

namespace NanchangEdu.Registry.Cluster.Tests;

/// <summary>The short form of tests/deadlines.sh: four months of a small city, with silos killed on the way.</summary>
public sealed class YearsTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("postgresql")]
    [InlineData("sqlite")]
    public async Task Every_reminder_is_told_once_and_in_time_though_silos_are_killed_and_the_clock_leaps(string database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Years.dll"), "--database", database, "--sites", "25", "--days", "110", "--kills", "3"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var output = run.StandardOutput.ReadToEndAsync(cancellation);
        var errors = run.StandardError.ReadToEndAsync(cancellation);
        await run.WaitForExitAsync(cancellation);

        Assert.True(run.ExitCode == 0, await output + await errors);
    }
}
