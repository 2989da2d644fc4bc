using System.Diagnostics;

namespace NanchangEdu.Registry.Deployment.Tests;

/// <param name="Output">What the program wrote to its standard output.</param>
/// <param name="Trouble">What it wrote to its standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Trouble);

/// <summary>Runs another program to its end, for a minute at most.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static CommandResult Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var trouble = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.");
        }

        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), trouble.GetAwaiter().GetResult());
    }

    public static string Output(string program, params string[] arguments)
    {
        var result = Run(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result.Trouble}");
        return result.Output;
    }
}
