using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanchangEdu.Registry.Api.Tests.Startup;

/// <summary>The program as a process of its own, in a folder of its own, as a newcomer starts it.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RegistryProcess(string folder, string address, string[] arguments)
    {
        Folder = folder;
        Address = new Uri(address);
        // Whoever runs the tests in the background has SIGINT ignored, and a child would inherit that; env gives it back.
        var start = new ProcessStartInfo("env")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("--default-signal=INT");
        start.ArgumentList.Add(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet");
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in new[] { "--urls", address }.Concat(arguments)) start.ArgumentList.Add(argument);

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public Uri Address { get; }

    public string Output => Text(output);

    public string Errors => Text(errors);

    public string DataFolder => Path.Combine(Folder, "data");

    public static RegistryProcess Start(string folder, params string[] arguments) =>
        new(folder, $"http://127.0.0.1:{FreePort()}", arguments);

    public static RegistryProcess StartAt(string folder, string address, params string[] arguments) => new(folder, address, arguments);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task UntilListening()
    {
        var ended = process.WaitForExitAsync();
        var first = await Task.WhenAny(listening.Task, ended).WaitAsync(Patience);
        Assert.True(first == listening.Task, $"the program ended: {Errors} {Output}");
    }

    public async Task<int> UntilEnded()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>SIGINT, as Ctrl-C sends it, or SIGTERM.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(StringBuilder text, string? line)
    {
        lock (text) text.AppendLine(line);
        if (line?.Contains("The registry listens", StringComparison.Ordinal) == true) listening.TrySetResult();
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
