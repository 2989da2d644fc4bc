using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>
/// One program of the cluster with its supervisor: whenever it ends, it is started anew, as systemd or Kubernetes would. An evicted
/// silo ends by itself; that is normal. All its incarnations write to one log file.
/// </summary>
internal sealed class ClusterProcess(string name, Uri address, Func<ProcessStartInfo> program, string logFile) : IAsyncDisposable
{
    private const int LogLinesShown = 30;
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(60);

    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Lock writing = new();
    private Process? process;
    private StreamWriter log = StreamWriter.Null;
    private Task supervision = Task.CompletedTask;

    public string Name => name;

    public Uri Address => address;

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>How often it ended without being told to.</summary>
    public int OwnEnds { get; private set; }

    private bool EndIsWanted { get; set; }

    public void Start()
    {
        Launch();
        supervision = Supervise();
    }

    /// <summary>kill -9: no handler runs. The supervisor starts it anew.</summary>
    public async Task Kill()
    {
        EndIsWanted = true;
        await Tool.Signal("KILL", Pid());
    }

    /// <summary>SIGTERM, and waits until it has gone. The supervisor starts it anew.</summary>
    public async Task Terminate(CancellationToken cancellationToken)
    {
        var ending = Current();
        EndIsWanted = true;
        await Tool.Signal("TERM", ending.Id);
        await ending.WaitForExitAsync(cancellationToken).WaitAsync(StopsWithin, cancellationToken);
    }

    /// <summary>SIGTERM, and nobody starts it anew.</summary>
    public async Task End(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Terminate(cancellationToken);
    }

    public Task Pause() => Tool.Signal("STOP", Pid());

    /// <summary>Lets it go on; one that ended meanwhile has nothing to go on with.</summary>
    public async Task Resume()
    {
        var paused = Current();
        if (!paused.HasExited) await Tool.Signal("CONT", paused.Id);
    }

    /// <summary>Whether it says that it can serve.</summary>
    public async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await probe.GetAsync(new Uri(address, "/healthz/ready"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // listening, not answering
        }
    }

    /// <summary>Its last words, for whoever looks into a failure.</summary>
    public string LastLines() => File.Exists(logFile)
        ? string.Join(Environment.NewLine, ReadShared().TakeLast(LogLinesShown).Prepend($"--- {name}, started {Starts} times:"))
        : $"--- {name} wrote nothing";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        lock (gate)
        {
            if (process is { HasExited: false }) process.Kill();
        }

        await supervision;
        process?.Dispose();
        probe.Dispose();
        stopping.Dispose();
    }

    private async Task Supervise()
    {
        while (true)
        {
            await Current().WaitForExitAsync(); // also until all that it said has been read
            await log.DisposeAsync();
            if (!EndIsWanted && !stopping.IsCancellationRequested) OwnEnds++;
            EndIsWanted = false;
            await Task.WhenAny(Task.Delay(RestartPause, stopping.Token));
            lock (gate)
            {
                if (stopping.IsCancellationRequested) return;
                process!.Dispose();
                Launch();
            }
        }
    }

    private void Launch()
    {
        var start = program();
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var started = new Process { StartInfo = start };
        started.OutputDataReceived += (_, line) => Keep(line.Data);
        started.ErrorDataReceived += (_, line) => Keep(line.Data);
        started.Start();
        Starts++;
        Keep(string.Create(CultureInfo.InvariantCulture, $"=== {name}, start {Starts}, pid {started.Id}"));
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        process = started;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (writing) log.WriteLine(line);
    }

    private IEnumerable<string> ReadShared()
    {
        using var reader = new StreamReader(new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line) yield return line;
    }

    private Process Current()
    {
        lock (gate) return process ?? throw new InvalidOperationException($"{name} was not started");
    }

    private int Pid() => Current().Id;
}
