using System.Diagnostics;

namespace NanchangEdu.Registry.Years;

/// <summary>A worker as who started it sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    /// <exception cref="InvalidOperationException">It did not come up; why stands in its errors.</exception>
    public static async Task<WorkerProcess> Start(IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // run by `dotnet file.dll`, the program is the host's first argument
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        start.ArgumentList.Add(Worker.Verb);
        foreach (var setting in settings) start.ArgumentList.Add(setting);
        var worker = new WorkerProcess(Process.Start(start) ?? throw new InvalidOperationException("the worker did not start"));
        return await worker.process.StandardOutput.ReadLineAsync() == Worker.Ready ? worker : throw new InvalidOperationException("the worker did not come up");
    }

    /// <summary>What it says when it is done; null when it ended before.</summary>
    public async Task<string?> Ask(string line)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(line);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return null; // it was killed: nobody reads
        }

        return await process.StandardOutput.ReadLineAsync();
    }

    /// <summary>SIGKILL: it learns nothing of it.</summary>
    public void Kill() => process.Kill();

    /// <summary>An orderly end, as of a rolling restart.</summary>
    public Task End()
    {
        process.StandardInput.Close();
        return process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
