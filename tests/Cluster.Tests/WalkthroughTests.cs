using System.Diagnostics;

namespace NanchangEdu.Registry.Cluster.Tests;

/// <summary>The walkthrough of the documents, block by block, against the real program.</summary>
public sealed class WalkthroughTests
{
    [Fact(Timeout = 300_000)]
    public async Task Every_step_of_the_walkthrough_answers_as_printed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "docs", "walkthrough.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["REGISTRY_API"] = Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Api.dll");
        using var script = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var output = script.StandardOutput.ReadToEndAsync(cancellation);
        var errors = script.StandardError.ReadToEndAsync(cancellation);
        await script.WaitForExitAsync(cancellation);

        var text = await output;
        Assert.True(script.ExitCode == 0, text + await errors);
        Assert.Contains("third downline refused: clause NC-3.12, used 2, asked 1, left 0", text, StringComparison.Ordinal);
    }
}
