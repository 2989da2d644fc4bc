using System.Globalization;
using System.Net;
using NanchangEdu.Registry.Tests;
using Npgsql;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>The cluster's PostgreSQL, with the durability of production, that can crash and be paused.</summary>
internal sealed class DatabaseServer : IDisposable
{
    private const string Database = "registry";

    private readonly IPAddress address;
    private readonly PostgresServer server;

    public DatabaseServer(IPAddress address, string range)
    {
        this.address = address;
        server = new PostgresServer($"listen_addresses = '127.0.0.1,{address}'");
        server.Admit(range);
        server.Reload();
        server.Sql("postgres", $"CREATE DATABASE {Database}");
        server.Script(Database, File.ReadAllText(Path.Combine(Repository.Root, "src", "Store", "Sql", "postgresql", "roles.sql")));
    }

    /// <summary>For the harness itself: it sees everything.</summary>
    public string ForHarness => $"{server.ConnectionString(Database)};Search Path=registry;Timeout=15;Pooling=false";

    public string LastLines => server.LastLines;

    /// <summary>The connection string of a role, as a program of the cluster uses it.</summary>
    public string For(string role) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(Database, role)) { Host = address.ToString() }.ConnectionString;

    /// <summary>Immediate stop: nothing is written any more, the next start recovers from the log.</summary>
    public void Crash() => server.StopServer("immediate");

    public void StartAgain() => server.StartServer();

    /// <summary>SIGSTOP to the server and all it has started, the server first, so that none is added.</summary>
    public async Task Pause()
    {
        await Tool.Signal("STOP", server.ProcessId);
        await ToChildren("STOP");
    }

    public async Task Resume()
    {
        await ToChildren("CONT");
        await Tool.Signal("CONT", server.ProcessId);
    }

    /// <summary>Ends every connection of the registry, in the middle of whatever it does.</summary>
    public void DropConnections() => server.Sql(
        "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'registry_app'");

    public void Dispose() => server.Dispose();

    /// <summary>One that has ended meanwhile needs no signal.</summary>
    private async Task ToChildren(string signal)
    {
        var parent = server.ProcessId.ToString(CultureInfo.InvariantCulture);
        string[] children = [.. Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(pid => ParentOf(pid) == parent)];
        if (children.Length > 0) await Tool.Try("kill", [$"-{signal}", .. children]);
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
}
