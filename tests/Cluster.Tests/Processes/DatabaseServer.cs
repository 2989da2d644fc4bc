using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>
/// A PostgreSQL of the test's own, with the durability of production, that can crash and be paused. Never run as root: as root the
/// server gets the user that its package made.
/// </summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    private const string Database = "registry";
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly string folder;
    private readonly string log;
    private readonly IPAddress address;
    private readonly int port = FreePort();
    private Process? postmaster;

    private DatabaseServer(string folder, string logFolder, IPAddress address)
    {
        this.folder = folder;
        this.address = address;
        log = Path.Combine(logFolder, "postgresql.log");
    }

    /// <summary>The connection string of a role, as a program of the cluster uses it.</summary>
    public string For(string role) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={address};Port={port};Database={Database};Username={role}");

    /// <summary>For the harness itself: it sees everything.</summary>
    public string ForHarness => $"{For("postgres")};Search Path=registry;Timeout=15;Pooling=false";

    public static async Task<DatabaseServer> Start(string logFolder, IPAddress address, string range)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"nce-postgresql-{Guid.NewGuid():N}");
        var server = new DatabaseServer(folder, logFolder, address);
        await server.Make(range);
        await server.StartAgain();
        await Tool.Run(Program("createdb"), [.. server.Asked(), Database]);
        return server;
    }

    /// <summary>Runs a script as the administrator would.</summary>
    public Task RunScript(string file) => Tool.Run(Program("psql"), [.. Asked(), "--quiet", "--set=ON_ERROR_STOP=1", $"--dbname={Database}", $"--file={file}"]);

    /// <summary>Immediate stop: nothing is written any more, the next start recovers from the log.</summary>
    public async Task Crash()
    {
        var crashing = postmaster!;
        await Tool.Signal("QUIT", crashing.Id);
        await crashing.WaitForExitAsync();
        crashing.Dispose();
        postmaster = null;
    }

    public async Task StartAgain()
    {
        var start = AsServer(Program("postgres"), "-D", folder);
        start.RedirectStandardError = true;
        postmaster = Process.Start(start) ?? throw new InvalidOperationException("PostgreSQL did not start");
        var words = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        postmaster.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) words.WriteLine(line.Data);
        };
        postmaster.BeginErrorReadLine();

        var waited = Stopwatch.StartNew();
        while (true)
        {
            var (exitCode, _, _) = await Tool.Try(Program("pg_isready"), [.. Asked(), "--timeout=2"]);
            if (exitCode == 0) return;
            if (postmaster.HasExited || waited.Elapsed > StartsWithin)
                throw new InvalidOperationException($"PostgreSQL did not start: {string.Join(Environment.NewLine, LastLines())}");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGSTOP to the server and all it has started, the server first, so that none is added.</summary>
    public async Task Pause()
    {
        await Tool.Signal("STOP", postmaster!.Id);
        if (Children() is { Length: > 0 } children) await Tool.Try("kill", ["-STOP", .. children]);
    }

    public async Task Resume()
    {
        if (Children() is { Length: > 0 } children) await Tool.Try("kill", ["-CONT", .. children]);
        await Tool.Signal("CONT", postmaster!.Id);
    }

    /// <summary>Ends every connection of the registry, in the middle of whatever it does.</summary>
    public async Task DropConnections()
    {
        await using var connection = new NpgsqlConnection(ForHarness);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'registry_app'", connection);
        await command.ExecuteScalarAsync();
    }

    public string[] LastLines() => File.Exists(log) ? [.. File.ReadLines(log).TakeLast(20)] : [];

    public async ValueTask DisposeAsync()
    {
        if (postmaster is { HasExited: false })
        {
            await Resume();
            await Crash();
        }

        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private async Task Make(string range)
    {
        await Tool.Run(IsRoot ? "install" : "mkdir", IsRoot ? ["-d", "-o", "postgres", "-m", "700", folder] : ["-m", "700", folder]);
        var initdb = AsServer(
            Program("initdb"), "-D", folder, "--username=postgres", "--auth=trust", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions");
        await Tool.Run(initdb.FileName, [.. initdb.ArgumentList]);

        await File.AppendAllTextAsync(Path.Combine(folder, "postgresql.conf"), string.Create(CultureInfo.InvariantCulture, $"""

            listen_addresses = '{address}'
            port = {port}
            unix_socket_directories = ''
            max_connections = 200
            max_prepared_transactions = 0

            """));
        await File.AppendAllTextAsync(Path.Combine(folder, "pg_hba.conf"), $"\nhost all all {range} trust\n");
    }

    private string[] Asked() => [$"--host={address}", string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--username=postgres"];

    private string[] Children()
    {
        var parent = postmaster!.Id.ToString(CultureInfo.InvariantCulture);
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(pid => ParentOf(pid!) == parent).Select(pid => pid!)];
    }

    /// <returns>Null when it is no process, or has gone.</returns>
    private static string? ParentOf(string pid)
    {
        if (!char.IsAsciiDigit(pid[0])) return null;
        try
        {
            var status = File.ReadAllText($"/proc/{pid}/stat");
            return status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    private static ProcessStartInfo AsServer(string program, params string[] arguments)
    {
        var start = IsRoot
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = "/";
        return start;
    }

    private static string Program(string name) =>
        Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin", name)).FirstOrDefault(File.Exists) ?? name;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
