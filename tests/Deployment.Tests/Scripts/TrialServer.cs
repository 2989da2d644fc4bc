using System.Globalization;
using System.Net;
using System.Net.Sockets;
using k8s.Models;
using NanchangEdu.Registry.Deployment.Tests.Manifests;

namespace NanchangEdu.Registry.Deployment.Tests.Scripts;

/// <summary>
/// The trial's PostgreSQL as far as it goes without its image: a server of this machine, started with the arguments of the manifest on
/// a fresh folder, its roles and passwords made by the files that the image would run, its files as the script makes them.
/// </summary>
public sealed class TrialServer : IDisposable
{
    private const string MountedSecrets = "/run/secrets/postgresql";

    private readonly string folder = Directory.CreateTempSubdirectory("registry-trial-").FullName;
    private readonly string port = FreePort();

    public TrialServer()
    {
        // the server runs as another user and must get in
        Command.Output("chmod", "711", folder);
        foreach (var (name, values) in TrialSecrets.Make())
        {
            Directory.CreateDirectory(PathOf(name));
            foreach (var (key, value) in values) File.WriteAllText(PathOf($"{name}/{key}"), value.Replace(":5432:", $":{port}:", StringComparison.Ordinal));
        }

        Directory.CreateDirectory(PathOf("data"));
        Directory.CreateDirectory(PathOf("backup"));
        if (Environment.IsPrivilegedProcess)
        {
            Command.Output("chown", "postgres", PathOf("data"), PathOf("backup"));
            Command.Output("chown", "-R", "root:postgres", PathOf("secret"), PathOf("configmap"));
        }

        // a mounted secret is root's and read by the group; a server that runs as ourselves wants the key for its owner alone
        Command.Output("chmod", "-R", Environment.IsPrivilegedProcess ? "u=rwX,g=rX,o=" : "u=rwX,go=", PathOf("secret"), PathOf("configmap"));

        var container = new Cluster(ManifestReader.Read(Overlay.Render(Overlay.Trial)).Objects).Workloads
            .Single(workload => workload.Component == "postgresql").Pod.Containers[0];
        Start(container);
    }

    public string Backups => PathOf("backup");

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>One statement as the superuser, by the socket.</summary>
    public string Ask(string database, string sql) =>
        Must(Run(Local, Program("psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "-tA", "--username=postgres", $"--dbname={database}", $"--command={sql}"));

    /// <summary>The backup job's script in its environment.</summary>
    internal CommandResult BackUp(string database = "registry", string passwords = "secret/registry-migrator-database/pgpass") => Run(
        new()
        {
            ["PATH"] = $"{Path.GetDirectoryName(Program("pg_dump"))}:{Environment.GetEnvironmentVariable("PATH")}",
            ["PGHOST"] = "registry-postgresql",
            ["PGHOSTADDR"] = "127.0.0.1",
            ["PGPORT"] = port,
            ["PGDATABASE"] = database,
            ["PGUSER"] = "registry_migrator",
            ["PGSSLMODE"] = "verify-full",
            ["PGSSLROOTCERT"] = PathOf("secret/registry-database-authority/ca.crt"),
            ["BACKUP_PASSFILE"] = PathOf(passwords),
            ["BACKUP_FOLDER"] = Backups,
            ["BACKUP_KEEP_DAYS"] = "30",
        },
        "bash", Repository.PathOf("k8s/base/jobs/backup.sh"));

    /// <summary>As the README says, into a new database.</summary>
    public void Restore(string dump, string database)
    {
        Ask("postgres", $"create database {database}");
        Must(Run(Local, Program("pg_restore"), "--exit-on-error", "--single-transaction", "--username=postgres", $"--dbname={database}", dump));
        Must(Run(Local, Program("psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet", "--username=postgres", $"--dbname={database}", $"--file={PathOf("configmap/registry-roles/roles.sql")}"));
    }

    public void Dispose()
    {
        Run([], Program("pg_ctl"), $"--pgdata={PathOf("data")}", "--mode=immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private Dictionary<string, string> Local => new() { ["PGHOST"] = PathOf("data"), ["PGPORT"] = port };

    private void Start(V1Container container)
    {
        var environment = container.Env.ToDictionary(variable => variable.Name, variable => variable.Value);
        Must(Run([], [Program("initdb"), $"--pgdata={PathOf("data")}", "--username=postgres", "--auth-local=trust", .. environment["POSTGRES_INITDB_ARGS"].Split(' ')]));

        var arguments = string.Join(' ', container.Args).Replace(MountedSecrets, PathOf("secret/registry-postgresql"), StringComparison.Ordinal);
        Must(Run([], Program("pg_ctl"), $"--pgdata={PathOf("data")}", "--wait", $"--log={PathOf("data/server.log")}",
            $"--options={arguments} -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={PathOf("data")}", "start"));

        Ask("postgres", $"create database {environment["POSTGRES_DB"]}");
        Must(Run(Local, Program("psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet", "--username=postgres", $"--dbname={environment["POSTGRES_DB"]}", $"--file={PathOf("configmap/registry-roles/roles.sql")}"));

        // the image sources this file; where its secrets are mounted is all that differs here
        var passwords = Repository.Read("k8s/components/postgresql/passwords.sh").Replace(MountedSecrets, PathOf("secret/registry-postgresql"), StringComparison.Ordinal);
        Must(Run(Local, "bash", "-euo", "pipefail", "-c", $"PATH={Path.GetDirectoryName(Program("psql"))}:$PATH\n{passwords}"));
    }

    /// <summary>As the user that PostgreSQL accepts: never root.</summary>
    private static CommandResult Run(Dictionary<string, string> environment, params string[] command)
    {
        string[] whole = Environment.IsPrivilegedProcess ? ["runuser", "--user", "postgres", "--", .. command] : command;
        return Command.Run(whole[0], whole[1..], environment);
    }

    private static string Must(CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.Trouble + result.Output);
        return result.Output;
    }

    private static string Program(string name) =>
        Directory.EnumerateFiles("/usr/lib/postgresql", name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
