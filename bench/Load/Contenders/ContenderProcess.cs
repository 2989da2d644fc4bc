using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>A program under measurement, as its own process, with its words in a file of its own.</summary>
internal sealed class ContenderProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const string SocketSettings = "DOTNET_SYSTEM_NET_SOCKETS_";
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Process process;
    private readonly string log;

    private ContenderProcess(Process process, string log)
    {
        this.process = process;
        this.log = log;
    }

    public int Id => process.Id;

    public static ContenderProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, string log)
    {
        // The shell puts both streams into one file and becomes the program: nothing of ours stands between.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec \"$@\" >>\"$BENCH_LOG\" 2>&1", "sh" } };
        if (Path.GetExtension(program) == ".dll") start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        // how the load's own sockets are served is no contender's matter
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith(SocketSettings, StringComparison.Ordinal)).ToArray()) start.Environment.Remove(own);
        start.Environment["BENCH_LOG"] = log;
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.WorkingDirectory = Path.GetDirectoryName(log);
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"), log);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, string log)
    {
        await using var running = Start(program, arguments, settings, log);
        await running.process.WaitForExitAsync();
        if (running.process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {running.process.ExitCode}:\n{running.LastWords()}");
    }

    /// <summary>Waits for the first 200 of the path.</summary>
    public async Task Ready(Uri url, TimeSpan? pause = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"a contender ended while it started:\n{LastWords()}");
            if (await Answers(url)) return;
            if (TimeProvider.System.GetElapsedTime(begun) > StartMax) throw new TimeoutException($"{url} does not answer:\n{LastWords()}");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Takes the processor from it and leaves it all it has in memory: compiled code, activations, connections.</summary>
    public void Pause() => Signal(Sigstop);

    public void Resume() => Signal(Sigcont);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Resume();
            Signal(Sigterm);
            using var patience = new CancellationTokenSource(StopMax);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }

        process.Dispose();
    }

    private static async Task<bool> Answers(Uri url)
    {
        try
        {
            using var answer = await Http.GetAsync(url);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            return false; // not listening yet
        }
    }

    /// <summary>One that has ended in the meantime needs none.</summary>
    private void Signal(int signal) => _ = Kill(process.Id, signal);

    private string LastWords() => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "";

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
