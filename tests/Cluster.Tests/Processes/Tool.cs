using System.Diagnostics;
using System.Globalization;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>A tool of the system, run to its end. What it says goes into the exception when it fails.</summary>
internal static class Tool
{
    public static async Task<string> Run(string program, params string[] arguments)
    {
        var (exitCode, output, errors) = await Try(program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}{errors}");
    }

    public static async Task<(int ExitCode, string Output, string Errors)> Try(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <param name="signal">Its name: TERM, STOP, CONT, QUIT, KILL.</param>
    /// <param name="pids">Processes of this harness alone.</param>
    public static Task Signal(string signal, params int[] pids) =>
        Run("kill", [$"-{signal}", .. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
}
