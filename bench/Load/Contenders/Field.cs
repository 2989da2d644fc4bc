using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace NanchangEdu.Registry.Bench.Load.Contenders;

/// <summary>Starts the contenders. One of them is alive at a time.</summary>
internal sealed class Field(BenchOptions options)
{
    private const string Ready = "/healthz/ready";

    public string KeysFolder => Path.Combine(options.Work, "keys");

    public string SigningKey => Path.Combine(KeysFolder, "token-signing.pem");

    public string CallerKeys => Path.Combine(options.Work, "caller-keys");

    public string LedgerKey => Path.Combine(options.Work, "ledger.pem");

    /// <summary>The bytes of a real site's view, which the bare web server hands out.</summary>
    public string ViewFile => Path.Combine(options.Work, "view.json");

    /// <summary>As the role, in the schema of the register.</summary>
    public string ConnectionString(string database, string role) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={options.PostgresPort};Database={database};Username={role};Search Path=registry");

    /// <summary>The embedded program, on the files of the folder.</summary>
    /// <param name="name">Its data folder.</param>
    /// <param name="batchMax">Commands in one transaction at most; the program's own bound unless given.</param>
    /// <param name="sample">For preparing: the first start makes the sample city, and units' changes are passed on at once.</param>
    public async Task<Running> Embedded(string name, int? batchMax = null, bool sample = false)
    {
        var settings = EmbeddedSettings(name, FreePort.Next());
        if (sample) (settings["Registry__Sample"], settings["Registry__Sweep__EverySeconds"]) = ("true", "1");
        if (batchMax is { } max) settings["Registry__Store__BatchMax"] = max.ToString(CultureInfo.InvariantCulture);
        return await Start(settings, Program("src/Api", "Api"), []);
    }

    /// <summary>Gateway and silo in one process, on PostgreSQL.</summary>
    /// <param name="database">The register.</param>
    /// <param name="metrics">Port of its metrics page; none unless given.</param>
    /// <param name="sweepSeconds">Seconds between its sweeps; the program's own number unless given.</param>
    public async Task<Running> OneProcess(string database, int? metrics = null, int? sweepSeconds = null)
    {
        var settings = PostgresSettings(database, FreePort.Next());
        AddSiloPorts(settings);
        if (metrics is { } port) settings["Registry__ManagementPort"] = port.ToString(CultureInfo.InvariantCulture);
        if (sweepSeconds is { } seconds) settings["Registry__Sweep__EverySeconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        return await Start(settings, Program("src/Api", "Api"), []);
    }

    /// <summary>A gateway and so many silos, each a process.</summary>
    public async Task<Running> Apart(string database, int silos)
    {
        var started = ImmutableArray.CreateBuilder<ContenderProcess>();
        for (var i = 0; i < silos; i++)
        {
            var port = FreePort.Next();
            var silo = PostgresSettings(database, port);
            AddSiloPorts(silo);
            started.Add(ContenderProcess.Start(Program("src/Silo", "Silo"), [], silo, Log("silo")));
            await started[i].Ready(new Uri($"http://127.0.0.1:{port}{Ready}"));
        }

        var gateway = PostgresSettings(database, FreePort.Next());
        gateway["Registry__SiloInside"] = "false";
        return await Start(gateway, Program("src/Api", "Api"), started);
    }

    public async Task<Running> Peer() => await Start(PeerSettings(FreePort.Next()), Program("bench/Peer", "Bench.Peer"), []);

    public Task PreparePeer(string database)
    {
        var settings = PeerSettings(FreePort.Next());
        settings["ConnectionStrings__Registry"] = ConnectionString(database, "postgres");
        return ContenderProcess.Run(Program("bench/Peer", "Bench.Peer"), ["prepare"], settings, Log("peer"));
    }

    public async Task<Running> Bare()
    {
        var settings = Settings(FreePort.Next());
        settings["Bench__View"] = ViewFile;
        return await Start(settings, Program("bench/Limits", "Bench.Limits"), [], "bare");
    }

    /// <summary>An empty host, not yet answering.</summary>
    public (ContenderProcess Process, Uri Ready) BeginEmpty(bool isPublished = false)
    {
        var port = FreePort.Next();
        var settings = Settings(port);
        settings["Bench__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        var program = isPublished ? Published("Limits", "Bench.Limits") : Program("bench/Limits", "Bench.Limits");
        return (ContenderProcess.Start(program, ["empty"], settings, Log("empty")), new Uri($"http://127.0.0.1:{port}{Ready}"));
    }

    /// <summary>The embedded program, not yet answering.</summary>
    public (ContenderProcess Process, Uri Ready) BeginEmbedded(string name, bool isPublished)
    {
        var port = FreePort.Next();
        var settings = EmbeddedSettings(name, port);
        var program = isPublished ? Published("Api", "Api") : Program("src/Api", "Api");
        return (ContenderProcess.Start(program, [], settings, Log("api")), new Uri($"http://127.0.0.1:{port}{Ready}"));
    }

    /// <summary>Runs the registry's program to its end: <c>migrate</c>, <c>client add</c>, <c>verify</c>.</summary>
    public Task RunRegistry(string database, string role, params IEnumerable<string> arguments)
    {
        var settings = PostgresSettings(database, FreePort.Next());
        settings["Registry__Postgres__ConnectionString"] = ConnectionString(database, role);
        return ContenderProcess.Run(Program("src/Api", "Api"), arguments, settings, Log("api"));
    }

    private async Task<Running> Start(
        Dictionary<string, string> settings, string program, IEnumerable<ContenderProcess> before, params IEnumerable<string> arguments)
    {
        var url = new Uri(settings["ASPNETCORE_URLS"]);
        var process = ContenderProcess.Start(program, arguments, settings, Log(Path.GetFileNameWithoutExtension(program)));
        var running = new Running(new IPEndPoint(IPAddress.Loopback, url.Port), [.. before, process]);
        try
        {
            await process.Ready(new Uri(url, Ready));
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private Dictionary<string, string> EmbeddedSettings(string name, int port)
    {
        var settings = RegistrySettings(port);
        settings["Registry__DataFolder"] = Path.Combine(options.Work, name);
        return settings;
    }

    private Dictionary<string, string> PostgresSettings(string database, int port)
    {
        var settings = RegistrySettings(port);
        settings["Registry__DataFolder"] = Path.Combine(options.Work, "gateway");
        settings["Registry__Database"] = "postgresql";
        settings["Registry__Postgres__ConnectionString"] = ConnectionString(database, "registry_app");
        settings["Registry__Cluster__AllowPlain"] = "true";
        settings["Registry__Cluster__CallerKeysFile"] = CallerKeys;
        settings["Registry__Ledger__KeyFile"] = LedgerKey;
        return settings;
    }

    /// <summary>The rate limiter stays in the way of every request, with room for all; tokens outlast the run.</summary>
    private Dictionary<string, string> RegistrySettings(int port)
    {
        var settings = Settings(port);
        settings["Registry__Sample"] = "false";
        settings["RateLimit__PerSecond"] = "1000000";
        settings["RateLimit__Burst"] = "10000000";
        settings["RateLimit__AttemptsPerMinute"] = "1000000";
        settings["Auth__AccessTokenMinutes"] = "1440";
        settings["Auth__KeysFolder"] = KeysFolder;
        settings["Registry__Logs"] = "text";
        return settings;
    }

    private Dictionary<string, string> PeerSettings(int port)
    {
        var settings = Settings(port);
        // A command that meets another one is tried again; that it was is no news.
        settings["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "None";
        settings["ConnectionStrings__Peer"] = string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={options.PostgresPort};Database=peer;Username=postgres;Max Auto Prepare=50;Auto Prepare Min Usages=2");
        return settings;
    }

    private Dictionary<string, string> Settings(int port) => new()
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        ["Bench__SigningKey"] = SigningKey,
    };

    private static void AddSiloPorts(Dictionary<string, string> settings)
    {
        settings["Registry__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["Registry__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
    }

    private string Program(string project, string assembly) =>
        Path.Combine(options.Root, project, "bin", "Release", "net10.0", $"NanchangEdu.Registry.{assembly}.dll");

    /// <summary>Where <c>run.sh</c> publishes: with its runtime, compiled, as the images carry it.</summary>
    private string Published(string project, string assembly) =>
        Path.Combine(options.Work, "published", project, $"NanchangEdu.Registry.{assembly}");

    private string Log(string name) => Path.Combine(options.Work, "logs", $"{name}.log");
}
