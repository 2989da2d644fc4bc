using System.Diagnostics;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>
/// A shell beside the harness that cleans up when the harness is gone, however it ended: its input ends then, even when the harness was
/// killed. Being asked to dispose of it does the same.
/// </summary>
internal sealed class Janitor : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process shell;

    /// <param name="work">Commands of the shell; what they need are its arguments, <c>$@</c>.</param>
    public Janitor(string work, params string[] arguments)
    {
        // In a session of its own: who interrupts the tests with Ctrl-C must not interrupt the cleaning.
        shell = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"cat >/dev/null; {work}", "janitor", .. arguments])
        {
            RedirectStandardInput = true,
        }) ?? throw new InvalidOperationException("no shell");
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit(Patience);
        shell.Dispose();
    }
}
