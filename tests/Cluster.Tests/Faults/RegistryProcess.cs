using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanchangEdu.Registry.Cluster.Tests.Faults;

/// <summary>The real program as a process of its own on a loopback port, over a data folder that outlives it.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly string dataFolder;
    private Process? process;

    public RegistryProcess(string dataFolder)
    {
        this.dataFolder = dataFolder;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    public string Database => Path.Combine(dataFolder, "register.db");

    public string CredentialsFile => Path.Combine(dataFolder, "first-run.json");

    /// <summary>Starts the program and waits until it is ready; fails with its own words if it ends instead.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NanchangEdu.Registry.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", Address.ToString()])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Registry__DataFolder"] = dataFolder;
        start.Environment["DOTNET_gcServer"] = "0";
        // The load is one client a role: the door's limit per client is not what is tested here.
        start.Environment["RateLimit__PerSecond"] = "100000";
        start.Environment["RateLimit__Burst"] = "100000";
        start.Environment["RateLimit__AttemptsPerMinute"] = "100000";
        process = Process.Start(start) ?? throw new InvalidOperationException("the program did not start");
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < ReadyWithin)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"the program ended with {process.ExitCode}: {Text(output)}");
            }

            if (await IsReady(client, cancellationToken))
            {
                return;
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new TimeoutException($"the program was not ready within {ReadyWithin}: {Text(output)}");
    }

    /// <summary>kill -9: no handler runs, nothing is flushed by the program.</summary>
    public async Task Kill(CancellationToken cancellationToken)
    {
        process!.Kill();
        await process.WaitForExitAsync(cancellationToken);
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await Kill(CancellationToken.None);
        }
    }

    private async Task<bool> IsReady(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Address, "/healthz/ready"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // listening, not answering yet
        }
    }

    private static void Keep(List<string> output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.Add(line);
            }
        }
    }

    private static string Text(List<string> output)
    {
        lock (output)
        {
            return string.Join(Environment.NewLine, output.TakeLast(20));
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
