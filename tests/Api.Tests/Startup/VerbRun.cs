using System.Diagnostics;

namespace NanchangEdu.Registry.Api.Tests.Startup;

/// <summary>What the program said and did when it was told to do something instead of serving.</summary>
internal sealed record VerbRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="folder">The current directory; the data folder lies in it.</param>
    public static async Task<VerbRun> Of(string folder, params string[] words)
    {
        var dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(Program).Assembly.Location, .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        return new VerbRun(process.ExitCode, await output, await errors);
    }

    /// <param name="words">All of which it must have said, anywhere.</param>
    public VerbRun ShouldEnd(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, $"ended with {ExitCode}, not {exitCode}:\n{Output}\n{Errors}");
        Assert.All(words, word => Assert.Contains(word, Output + Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Output + Errors, StringComparison.Ordinal);
        return this;
    }
}
