using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Cluster.Tests.Processes;

/// <summary>
/// PostgreSQL, three silos and two gateways as real processes, with the sample city in the register, mutual TLS between them and
/// everything they need as files, as in production.
/// </summary>
internal sealed class RegistryCluster : IAsyncDisposable
{
    private const int GatewayPort = 8080;
    private const int SiloHttpPort = 8081;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);
    private static readonly string[] SiloNames = ["silo1", "silo2", "silo3"];
    private static readonly string[] GatewayNames = ["gateway1", "gateway2"];

    private readonly DirectoryInfo folder;
    private readonly TestCertificates certificates = new();
    private readonly Janitor janitor;

    private RegistryCluster(ClusterNetwork network, DirectoryInfo folder)
    {
        Network = network;
        this.folder = folder;
        janitor = new Janitor("rm -rf \"$@\"", folder.FullName, certificates.Folder);
    }

    public ClusterNetwork Network { get; }

    public DatabaseServer Database { get; private set; } = null!;

    public IReadOnlyList<ClusterProcess> Silos { get; private set; } = [];

    public IReadOnlyList<ClusterProcess> Gateways { get; private set; } = [];

    public IEnumerable<ClusterProcess> Programs => Silos.Concat(Gateways);

    /// <summary>Credentials of the sample city's people, and of those that were added.</summary>
    public JsonArray Credentials { get; private set; } = [];

    public string Folder => folder.FullName;

    /// <summary>What every program of the cluster presents to the others.</summary>
    public CertificateFiles Certificates { get; private set; } = null!;

    /// <summary>The keys by which they sign their calls.</summary>
    public string CallerKeys => Path.Combine(Folder, "caller-keys");

    public string LedgerKeys => Path.Combine(Folder, "ledger.pem");

    private string TokenKeys => Path.Combine(Folder, "keys");

    private string DataFolder => Path.Combine(Folder, "data");

    /// <summary>Makes the database, loads the sample city into it, and starts the cluster.</summary>
    public static async Task<RegistryCluster> Start(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("nce-cluster-");
        var cluster = new RegistryCluster(await ClusterNetwork.For([.. SiloNames, .. GatewayNames]), folder);
        try
        {
            await cluster.Prepare(cancellationToken);
            cluster.Silos = [.. SiloNames.Select(cluster.Silo)];
            cluster.Gateways = [.. GatewayNames.Select(cluster.Gateway)];
            foreach (var program in cluster.Programs) program.Start();
            await cluster.UntilReady(ReadyWithin, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every process says it is ready, and names the one that does not.</summary>
    public async Task UntilReady(TimeSpan within, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        foreach (var program in Programs)
        {
            while (!await program.IsReady(cancellationToken))
            {
                if (waited.Elapsed > within) throw new TimeoutException($"{program.Name} is not ready after {within.TotalSeconds} s\n{LastLines()}");
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>One more client of the token server, made by the program's own verb.</summary>
    public async Task AddClient(string id, string role, string person, string unit, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folder, $"client-{id}.json");
        await RunToEnd(
            ["client", "add", "--id", id, "--role", role, "--person", person, "--name", person, "--unit", unit, "--out", file],
            ProgramSettings("registry_app"), cancellationToken);
        var made = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken));
        lock (Credentials) Credentials.Add(made);
    }

    public string LastLines() => string.Join(
        Environment.NewLine, Programs.Select(program => program.LastLines()).Append($"--- PostgreSQL:\n{Database?.LastLines}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Programs) await program.DisposeAsync();
        Database?.Dispose();
        Network.Dispose();
        certificates.Dispose();
        janitor.Dispose();
    }

    private async Task Prepare(CancellationToken cancellationToken)
    {
        Certificates = certificates.Issue();
        await File.WriteAllTextAsync(CallerKeys, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n", cancellationToken);
        await File.WriteAllTextAsync(LedgerKeys, LedgerKey.MakePem(), cancellationToken);
        Directory.CreateDirectory(TokenKeys);
        using (var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await File.WriteAllTextAsync(Path.Combine(TokenKeys, "token-signing.pem"), signing.ExportPkcs8PrivateKeyPem(), cancellationToken);
        }

        await File.WriteAllTextAsync(
            Path.Combine(TokenKeys, "token-encryption.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        using (var protection = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=registry data protection", protection, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
            await File.WriteAllTextAsync(
                Path.Combine(TokenKeys, "data-protection.pem"), $"{certificate.ExportCertificatePem()}\n{protection.ExportPkcs8PrivateKeyPem()}\n", cancellationToken);
        }

        Database = new DatabaseServer(Network.Outside, Network.Range);
        await RunToEnd(["migrate"], ProgramSettings("registry_migrator"), cancellationToken);
        await LoadSampleCity(cancellationToken);
    }

    /// <summary>One program with everything inside, once: it makes the city and its people's credentials, and ends.</summary>
    private async Task LoadSampleCity(CancellationToken cancellationToken)
    {
        var node = SiloNames[0];
        var address = Http(node, GatewayPort);
        await using var loader = new ClusterProcess("loader", address, () => ApiAt(node, new Dictionary<string, string>(ClusterSettings(node))
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Registry__SiloInside"] = "true",
            ["Registry__Sample"] = "true",
            ["Registry__DataFolder"] = DataFolder,
        }), Path.Combine(Folder, "loader.log"));
        loader.Start();
        var waited = Stopwatch.StartNew();
        while (!await loader.IsReady(cancellationToken))
        {
            if (waited.Elapsed > ReadyWithin || loader.OwnEnds > 0) throw new InvalidOperationException($"the sample city was not loaded\n{loader.LastLines()}");
            await Task.Delay(200, cancellationToken);
        }

        await loader.End(cancellationToken);
        Credentials = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(DataFolder, "first-run.json"), cancellationToken))!.AsArray();
    }

    private ClusterProcess Silo(string node)
    {
        var address = Http(node, SiloHttpPort);
        return new ClusterProcess(node, address, () => Program(node, "Silo", [], new Dictionary<string, string>(ClusterSettings(node))
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
        }), Path.Combine(Folder, $"{node}.log"));
    }

    private ClusterProcess Gateway(string node)
    {
        var address = Http(node, GatewayPort);
        return new ClusterProcess(node, address, () => ApiAt(node, new Dictionary<string, string>(ClusterSettings(node))
        {
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Registry__SiloInside"] = "false",
        }), Path.Combine(Folder, $"{node}.log"));
    }

    private Dictionary<string, string> ClusterSettings(string node) => new(ProgramSettings("registry_app"))
    {
        ["Registry__Cluster__AdvertisedAddress"] = Network.AddressOf(node).ToString(),
    };

    private Dictionary<string, string> ProgramSettings(string role) => new()
    {
        ["Registry__Database"] = "postgresql",
        ["Registry__Postgres__ConnectionString"] = Database.For(role),
        ["Registry__Cluster__CertificateFile"] = Certificates.Certificate,
        ["Registry__Cluster__KeyFile"] = Certificates.Key,
        ["Registry__Cluster__AuthorityFile"] = Certificates.Authority,
        ["Registry__Cluster__CallerKeysFile"] = CallerKeys,
        ["Registry__Ledger__KeyFile"] = LedgerKeys,
        ["Registry__Ledger__CheckpointFile"] = Path.Combine(Folder, "checkpoints.jsonl"),
        ["Registry__DataFolder"] = DataFolder,
        ["Registry__Logs"] = "text",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Auth__KeysFolder"] = TokenKeys,
        ["DOTNET_gcServer"] = "0",
        // The load is one client a person: the door's limit per person is not what is tested here.
        ["RateLimit__PerSecond"] = "100000",
        ["RateLimit__Burst"] = "100000",
        ["RateLimit__AttemptsPerMinute"] = "100000",
    };

    private ProcessStartInfo ApiAt(string node, Dictionary<string, string> settings) => Program(node, "Api", [], settings);

    private async Task RunToEnd(string[] verb, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = Program(SiloNames[0], "Api", verb, settings);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{verb[0]} did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{verb[0]} ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>As it lies beside the tests, or where REGISTRY_FAULTS_PROGRAMS has it compiled before it runs.</summary>
    private ProcessStartInfo Program(string node, string program, string[] arguments, Dictionary<string, string> settings)
    {
        var name = $"NanchangEdu.Registry.{program}";
        var start = Environment.GetEnvironmentVariable("REGISTRY_FAULTS_PROGRAMS") is { Length: > 0 } compiled
            ? Network.At(node, Path.Combine(compiled, program, name), arguments)
            : Network.At(node, "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), .. arguments]);
        start.WorkingDirectory = AppContext.BaseDirectory;
        foreach (var (setting, value) in settings.Concat(ExtraSettings())) start.Environment[setting] = value;
        return start;
    }

    /// <summary>Settings that a run with a protection switched off adds: REGISTRY_FAULTS_SETTINGS="Name=value;Name=value".</summary>
    private static IEnumerable<KeyValuePair<string, string>> ExtraSettings() =>
        from pair in (Environment.GetEnvironmentVariable("REGISTRY_FAULTS_SETTINGS") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        let at = pair.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(pair[..at], pair[(at + 1)..]);

    private Uri Http(string node, int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://{Network.AddressOf(node)}:{port}"));
}
