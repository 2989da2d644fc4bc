using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanchangEdu.Registry.Tests;

/// <summary>
/// A private PostgreSQL server in a temporary folder, on a free port of the loopback, for as long as this process lives: a
/// janitor beside it stops the server and removes the folder when the process is gone, however it ended.
/// </summary>
/// <remarks>Needs nothing but the server's programs, found on the path or where Debian puts them. PostgreSQL refuses to run as root: then it runs as postgres.</remarks>
internal sealed class PostgresServer : IDisposable
{
    public const string Superuser = "postgres";

    private static readonly Lazy<PostgresServer> SharedServer = new(() => new PostgresServer());

    private readonly string folder;
    private readonly Process janitor;
    private readonly Lock scripting = new();

    /// <param name="settings">Lines of postgresql.conf over the defaults, which keep what they acknowledge.</param>
    public PostgresServer(params string[] settings)
    {
        Port = FreePort();
        folder = Path.Combine(Path.GetTempPath(), $"registry-pg-{Guid.NewGuid():N}");
        Run("mkdir", "-m", "700", folder);
        // Its input ends with this process, even with one that was killed; in a session of its own, Ctrl-C does not end it first.
        janitor = Start(Command(
            "setsid", "sh", "-c", "cat >/dev/null; \"$0\" -D \"$1/data\" -m immediate stop >/dev/null 2>&1; rm -rf \"$1\"", Binary("pg_ctl"), folder));
        Run(Binary("initdb"), "-D", Data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions");
        string[] lines =
        [
            "listen_addresses = '127.0.0.1'",
            $"port = {Port}",
            "unix_socket_directories = ''",
            "max_connections = 300",
            "log_min_messages = warning",
            .. settings,
        ];
        Configure(lines);
        StartServer();
    }

    /// <summary>The server that the tests of this process share.</summary>
    public static PostgresServer Shared => SharedServer.Value;

    public int Port { get; }

    /// <summary>The server's own process, the parent of all the others it starts.</summary>
    public int ProcessId => int.Parse(Run("head", "-n", "1", Path.Combine(Data, "postmaster.pid")), CultureInfo.InvariantCulture);

    /// <summary>The last lines of its log.</summary>
    public string LastLines => Run("tail", "-n", "20", Log);

    private string Log => Path.Combine(folder, "log");

    private string Data => Path.Combine(folder, "data");

    /// <summary>An Npgsql connection string.</summary>
    public string ConnectionString(string database, string user = Superuser) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username={user}");

    /// <summary>Runs SQL by psql, each argument as a statement of its own; returns what it prints, one row a line.</summary>
    public string Sql(string database, params string[] statements) =>
        Run(Binary("psql"), [.. PsqlOptions(database), .. statements.SelectMany(statement => new[] { "-c", statement })]);

    /// <summary>Runs a script as an administrator does: one after the other, for roles are of all databases, and two at once stumble over each other.</summary>
    public void Script(string database, string text)
    {
        lock (scripting) Run(Command(Binary("psql"), [.. PsqlOptions(database), "-f", "-"]), text);
    }

    /// <summary>Adds lines to postgresql.conf; they count from the next start, or reload.</summary>
    public void Configure(params string[] lines) =>
        Run(Command("sh", "-c", "cat >> \"$0\"", Path.Combine(Data, "postgresql.conf")), string.Join('\n', lines) + '\n');

    /// <summary>Admits other addresses than the loopback's, from the next start or reload on.</summary>
    public void Admit(string range) =>
        Run(Command("sh", "-c", "cat >> \"$0\"", Path.Combine(Data, "pg_hba.conf")), $"host all all {range} trust\n");

    public void Reload() => Run(Binary("pg_ctl"), "-D", Data, "reload");

    public void StartServer() => Run(Binary("pg_ctl"), "-D", Data, "-w", "-t", "60", "-l", Log, "start");

    /// <param name="mode"><c>immediate</c> is a crash, <c>fast</c> an orderly end.</param>
    public void StopServer(string mode) => Run(Binary("pg_ctl"), "-D", Data, "-w", "-m", mode, "stop");

    public void Dispose()
    {
        janitor.StandardInput.Close();
        janitor.WaitForExit(TimeSpan.FromSeconds(30));
        janitor.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Binary(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).AsEnumerable();
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            folders = folders.Concat(Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(path => Path.Combine(path, "bin")));
        }

        return folders.Select(path => Path.Combine(path, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is not here: install PostgreSQL.");
    }

    private string[] PsqlOptions(string database) =>
    [
        "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-U", Superuser, "-d", database,
    ];

    private static string Run(string program, params string[] arguments) => Run(Command(program, arguments), null);

    private static string Run(ProcessStartInfo command, string? input)
    {
        using var process = Start(command);
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        // pg_ctl's server inherits the pipes: read only what a program that ends prints, errors first, which are few.
        var output = command.RedirectStandardOutput ? process.StandardOutput.ReadToEnd() : "";
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', command.ArgumentList)} ended with {process.ExitCode}.");
    }

    private static Process Start(ProcessStartInfo command) =>
        Process.Start(command) ?? throw new InvalidOperationException($"{command.FileName} did not start.");

    /// <summary>As oneself, or as postgres when one is root.</summary>
    private static ProcessStartInfo Command(string program, params string[] arguments)
    {
        string[] all = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", Superuser, "--regid", Superuser, "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        var command = new ProcessStartInfo(all[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in all[1..])
            command.ArgumentList.Add(argument);
        command.Environment["LC_ALL"] = "C.UTF-8";
        return command;
    }
}
