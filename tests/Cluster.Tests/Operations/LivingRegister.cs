using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Ledger;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Tests;

namespace NanchangEdu.Registry.Cluster.Tests.Operations;

/// <summary>A register on PostgreSQL with a silo at work on it, prepared by the operator's own script.</summary>
internal sealed class LivingRegister : IAsyncDisposable
{
    private static readonly UnitId Authority = new("11360100014501236X");
    private static readonly Actor Administrator = new("admin-1", "王五", Role.Admin, null, null);
    private static int count;

    private readonly string name = $"living_{Interlocked.Increment(ref count)}";
    private readonly string folder = Directory.CreateTempSubdirectory("registry-living-").FullName;
    private IHost? silo;
    private int commands;

    public static PostgresServer Server => PostgresServer.Shared;

    public string Connection => Server.ConnectionString(name, "registry_app");

    /// <summary>For backups; gone with the register.</summary>
    public string Backups => Path.Combine(folder, "backups");

    private string LedgerKeyFile => Path.Combine(folder, "ledger.pem");

    public static async Task<LivingRegister> Start()
    {
        var register = new LivingRegister();
        Server.Sql("postgres", $"CREATE DATABASE {register.name} TEMPLATE template0");
        Server.Script(register.name, await File.ReadAllTextAsync(Path.Combine(Repository, "src/Store/Sql/postgresql/roles.sql")));
        Server.Script("postgres", "SET client_min_messages = warning; DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registry_backup') THEN CREATE ROLE registry_backup LOGIN; END IF; END $$; ALTER ROLE registry_backup BYPASSRLS; GRANT pg_read_all_data TO registry_backup;");
        (await OperatorScript.Run(Server.ConnectionString(register.name, "registry_migrator"), "migrate")).ShouldEndWith(0);

        await File.WriteAllTextAsync(register.LedgerKeyFile, LedgerKey.MakePem());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Registry:Database"] = "postgresql",
            ["Registry:Postgres:ConnectionString"] = register.Connection,
            ["Registry:Cluster:AllowPlain"] = "true",
            ["Registry:Cluster:ClusterId"] = register.name,
            ["Registry:DataFolder"] = register.folder,
            ["Registry:Ledger:KeyFile"] = register.LedgerKeyFile,
            ["Registry:SiloPort"] = $"{FreePort()}",
            ["Registry:GatewayPort"] = "0",
        });
        builder.AddRegistrySilo(RegistryDatabase.From(builder.Configuration, unset: DatabaseKind.Postgresql));
        register.silo = builder.Build();
        await register.silo.StartAsync(TestContext.Current.CancellationToken);
        return register;
    }

    /// <summary>So many commands, each acknowledged before the next.</summary>
    public async Task Work(int howMany)
    {
        var grains = silo!.Services.GetRequiredService<IGrainFactory>();
        var unit = new UnitId("123601004910123472");
        for (var i = 0; i < howMany; i++)
        {
            var number = ++commands;
            var put = new PutUnit($"南昌市第{number}中学", UnitType.BureauSchool, Authority, "南昌市东湖区", null);
            var envelope = new Envelope(Administrator, $"key-{number}", $"{number:x64}", null, $"request-{number}");
            var outcome = await grains.GetGrain<IUnitGrain>(unit.GrainKey).Execute(put, envelope, TestContext.Current.CancellationToken);
            Assert.Equal(OutcomeKind.Done, outcome.Kind);
        }
    }

    public string NewDatabase(string suffix) => $"{name}_{suffix}";

    public static bool Exists(string database) => Server.Sql("postgres", $"SELECT 1 FROM pg_database WHERE datname LIKE '{database}'").Trim().Length > 0;

    public async ValueTask DisposeAsync()
    {
        if (silo is not null)
        {
            await silo.StopAsync();
            silo.Dispose();
        }

        foreach (var database in Server.Sql("postgres", $"SELECT datname FROM pg_database WHERE datname LIKE '{name}%'").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Server.Sql("postgres", $"DROP DATABASE {database} WITH (FORCE)");
        Directory.Delete(folder, recursive: true);
    }

    private static string Repository
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "NanchangEdu.Registry.sln"))) at = at.Parent!;
            return at.FullName;
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
