using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Store;
using NanchangEdu.Registry.Store.Postgres;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Years;

/// <summary>The database of the run, and how its workers come to it.</summary>
internal abstract class Ground(string folder) : IDisposable
{
    private int workers;

    /// <summary>How many processes work on it at the same time.</summary>
    public abstract int Workers { get; }

    protected string Folder => folder;

    public static Ground Of(Arguments arguments, string folder) =>
        arguments.Database == Arguments.Sqlite ? new SqliteGround(folder) : new PostgresGround(folder);

    /// <summary>Settings of the next process. Each is a cluster of its own: they share the database and know nothing of each other.</summary>
    public IEnumerable<string> Settings() => Own($"years-{Interlocked.Increment(ref workers)}").Append("--Registry:Sweep:EverySeconds=3600");

    /// <summary>The register with no silo around it.</summary>
    public ServiceProvider Services()
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        AddStore(services);
        return services.BuildServiceProvider();
    }

    public abstract void Dispose();

    protected abstract IEnumerable<string> Own(string cluster);

    protected abstract void AddStore(IServiceCollection services);
}

/// <summary>Files of one process; both its sweepers write through one connection.</summary>
internal sealed class SqliteGround(string folder) : Ground(folder)
{
    public override int Workers => 1;

    public override void Dispose()
    {
    }

    protected override IEnumerable<string> Own(string cluster) => [$"--Registry:DataFolder={Folder}", "--Registry:ResponseSeconds=120"];

    protected override void AddStore(IServiceCollection services) =>
        services.AddRegisterStore((SqliteRegisterOptions file) => file.Path = Path.Combine(Folder, "register.db"));
}

/// <summary>A server of the run's own, and two silos that each believe to be alone.</summary>
internal sealed class PostgresGround : Ground
{
    private const string Database = "registry_years";

    private readonly PostgresServer server = new();
    private readonly string keyFile;

    public PostgresGround(string folder)
        : base(folder)
    {
        server.Sql("postgres", $"CREATE DATABASE {Database} TEMPLATE template0");
        using var script = new StreamReader(typeof(RegisterStore).Assembly.GetManifestResourceStream("Sql/postgresql/roles.sql")!);
        server.Script(Database, script.ReadToEnd());
        PostgresMigration.Apply(server.ConnectionString(Database, "registry_migrator"), NullLoggerFactory.Instance);
        keyFile = Path.Combine(folder, "ledger.key");
        File.WriteAllText(keyFile, LedgerKey.MakePem());
    }

    public override int Workers => 2;

    public override void Dispose() => server.Dispose();

    protected override IEnumerable<string> Own(string cluster) =>
    [
        "--Registry:Database=postgresql", $"--Registry:Postgres:ConnectionString={Connection}", $"--Registry:Ledger:KeyFile={keyFile}",
        $"--Registry:Cluster:ClusterId={cluster}", $"--Registry:SiloPort={FreePort()}", "--Registry:GatewayPort=0", "--Registry:Cluster:AllowPlain=true",
    ];

    protected override void AddStore(IServiceCollection services) =>
        services.AddRegisterStore((PostgresRegisterOptions register) => register.ConnectionString = Connection);

    private string Connection => server.ConnectionString(Database, "registry_app");

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
