using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Bench.Load.Contenders;
using NanchangEdu.Registry.Bench.Load.Driving;
using NanchangEdu.Registry.Bench.Load.Seeding;
using NanchangEdu.Registry.Bench.Load.Story;
using Npgsql;

namespace NanchangEdu.Registry.Bench.Load.Experiments;

/// <summary>A register that is filled and ready to be driven.</summary>
/// <param name="HotSites">The live sites that the load goes to.</param>
/// <param name="Token">The centre's.</param>
/// <param name="HotStateBytes">Length of a hot site's stored state.</param>
/// <param name="ColdStateBytes">Length of a draft's.</param>
internal sealed record Register(ImmutableArray<string> HotSites, string Token, int HotStateBytes, int ColdStateBytes)
{
    public Work Commands(Running contender) => Work.RecordPlan(contender.Address.ToString(), Token, HotSites);

    public Work Reads(Running contender) => Work.Read(contender.Address.ToString(), Token, HotSites);

    public Work Stale(Running contender) => Work.RecordPlanStale(contender.Address.ToString(), Token, HotSites);
}

/// <summary>Makes registers: the people, the one real site, its copies.</summary>
internal sealed class Preparation(BenchOptions options, Field field)
{
    private const string Authority = "12360102000000019L";
    private const string Unit = "123601020000001073";

    private static readonly TimeSpan SealedMax = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly ImmutableArray<(string Role, string[] Scope)> People =
    [
        ("admin", []), ("clerk", ["--unit", Unit]), ("reviewer", ["--unit", Authority, "--authority", Authority]), ("centre", []),
    ];

    /// <summary>A register in PostgreSQL with so many sites, all hot, every n-th or none (0): as many as are asked for, unless it is told.</summary>
    public async Task<Register> Postgres(string database, int sites, int? hotEvery = null)
    {
        Console.WriteLine($"preparing {database}: {sites:#,##0} sites");
        await Execute("postgres", $"CREATE DATABASE {database}");
        await Execute(database, await File.ReadAllTextAsync(Path.Combine(options.Root, "src/Store/Sql/postgresql/roles.sql")));
        await field.RunRegistry(database, "registry_migrator", "migrate");
        var people = new List<Credential>();
        foreach (var (role, scope) in People) people.Add(await AddClient(database, role, scope));

        await using var tables = new PostgresTables(field.ConnectionString(database, "postgres"));
        var register = await Fill(tables, () => field.OneProcess(database), people, sites, hotEvery ?? HotEvery(sites), async api =>
        {
            await api.Command("admin", HttpMethod.Put, $"/units/{Authority}",
                $$"""{"name":"南昌市现代教育技术中心","type":"bureauInstitution","authority":"{{Authority}}","address":"江西省南昌市示例路2号"}""");
        });
        await Tidy(database);
        return register;
    }

    /// <summary>What autovacuum would do after so many copies, minutes later and beside what is measured.</summary>
    private Task Tidy(string database) => Execute(database, "VACUUM (ANALYZE)");

    /// <summary>A register in a SQLite file. Its people and units are those of the sample city, whose first start makes them.</summary>
    public async Task<Register> Sqlite(string name, int sites)
    {
        Console.WriteLine($"preparing SQLite: {sites:#,##0} sites");
        var folder = Path.Combine(options.Work, name);
        await (await field.Embedded(name, sample: true)).DisposeAsync();
        var people = JsonSerializer.Deserialize<Credential[]>(await File.ReadAllBytesAsync(Path.Combine(folder, "first-run.json")), Web)!;
        await using var tables = new SqliteTables(Path.Combine(folder, "register.db"));
        return await Fill(tables, () => field.Embedded(name, sample: true), people, sites, HotEvery(sites), _ => Task.CompletedTask);
    }

    /// <summary>The same register once more, in a folder of its own.</summary>
    public string CopySqlite(string name, string copy)
    {
        var target = Directory.CreateDirectory(Path.Combine(options.Work, copy)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(options.Work, name))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return copy;
    }

    /// <summary>A data folder that has been started once: its schema stands, and nothing else.</summary>
    public async Task EmptySqlite(string name) => await (await field.Embedded(name)).DisposeAsync();

    public async Task<(string State, string Body)> SampleRows(string database, Register register)
    {
        await using var source = NpgsqlDataSource.Create(field.ConnectionString(database, "postgres"));
        return (await Text(source, "SELECT state FROM site WHERE id = $1", register.HotSites[0]),
            await Text(source, "SELECT body FROM ledger_event WHERE record_id = $1 ORDER BY seq DESC LIMIT 1", register.HotSites[0]));
    }

    /// <summary>How many events the register's ledger has.</summary>
    public async Task<long> Events(string database)
    {
        await using var source = NpgsqlDataSource.Create(field.ConnectionString(database, "postgres"));
        await using var command = source.CreateCommand("SELECT count(*) FROM ledger_event");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Every measurement begins with a fresh checkpoint, so that none pays for what went before.</summary>
    public Task Checkpoint() => Execute("postgres", "CHECKPOINT");

    private async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(field.ConnectionString(database, "postgres"));
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Register> Fill(
        IRegisterTables tables, Func<Task<Running>> start, IReadOnlyList<Credential> people, int sites, int hotEvery, Func<RegistryApi, Task> begin)
    {
        Template cold, hot;
        string token;
        await using (var program = await start())
        {
            using var api = new RegistryApi(program.Url, people);
            await begin(api);
            var story = new TemplateSite(api);
            var site = await story.Register();
            var names = new Names(site, story.Unit, TemplateSite.UnitName, TemplateSite.Host, story.Authority);
            await Settled(tables, story.Unit);
            cold = await Template.Read(tables, names);
            await story.Launch(site);
            hot = await Template.Read(tables, names);
            token = await api.Token("centre");
            await File.WriteAllBytesAsync(field.ViewFile, await api.Read("centre", $"/sites/{site}"));
        }

        await new Seeder(tables, hot, cold).Fill(0, sites, hotEvery, CancellationToken.None);
        await Sealed(tables, start);
        return new(Seeder.HotSites(sites, hotEvery), token, hot.StateBytes, cold.StateBytes);
    }

    private int HotEvery(int sites) => Math.Max(1, sites / options.HotSites);

    /// <summary>The copies came past the sealer, which would take them in while something is measured: it does so before.</summary>
    private static async Task Sealed(IRegisterTables tables, Func<Task<Running>> start)
    {
        await using var program = await start();
        var begun = TimeProvider.System.GetTimestamp();
        while (!await tables.IsSealed())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > SealedMax) throw new TimeoutException("the copies were not sealed");
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>Copies of a unit whose change has still to be passed on would be ten thousand units that keep the sweeper busy.</summary>
    private static async Task Settled(IRegisterTables tables, string unit)
    {
        while (await tables.Read(RegisterTable.Unit, [unit]) is var rows && rows.Rows.Single()[rows.Column("next_due_at")] is not null)
            await Task.Delay(TimeSpan.FromMilliseconds(200));
    }

    private async Task<Credential> AddClient(string database, string role, string[] scope)
    {
        var file = Path.Combine(options.Work, $"{database}-{role}.json");
        await field.RunRegistry(
            database, "registry_app", ["client", "add", "--id", role, "--role", role, "--person", $"bench-{role}", "--name", role, .. scope, "--out", file]);
        return JsonSerializer.Deserialize<Credential>(await File.ReadAllBytesAsync(file), Web)!;
    }

    private static async Task<string> Text(NpgsqlDataSource source, string sql, string id)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return Encoding.UTF8.GetString((byte[])(await command.ExecuteScalarAsync())!);
    }
}
