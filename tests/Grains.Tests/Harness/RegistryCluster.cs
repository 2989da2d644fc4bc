using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Notices;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo;
using NanchangEdu.Registry.Silo.Audit;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;
using Orleans.TestingHost;

namespace NanchangEdu.Registry.Grains.Tests.Harness;

/// <summary>One silo with the real store, rule pack and operational state, a clock of its own, and a client beyond the wire.</summary>
internal sealed class RegistryCluster : IAsyncDisposable
{
    /// <summary>For so long a receiver may hang: longer than any command takes here.</summary>
    public const int AttemptSeconds = 4;

    private readonly TemporaryFolder folder = new();
    private readonly InProcessTestCluster cluster;

    private RegistryCluster(Action<NoticeOptions>? notices)
    {
        var operations = new OperationalDatabase(folder.File("operations.db"));
        operations.Prepare();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            var services = silo.Services;
            services.AddLogging(logging => logging.AddProvider(Log));
            services.AddRegisterStore((SqliteRegisterOptions file) => file.Path = folder.File("register.db"));
            services.AddSingleton(provider => new FaultyStore(provider.GetRequiredService<RegisterStore>()));
            services.AddSingleton<IRegisterStore>(provider => provider.GetRequiredService<FaultyStore>());
            services.AddSingleton<ICheckpointSigner>(Witness);
            services.AddSingleton(Pack);
            services.AddSingleton(new RegistryClock(Clock));
            silo.AddAdoNetGrainStorage(OperationalState.StorageName, operations.Configure);
            services.AddSingleton<IWebhookKeys>(WebhookKeys);
            services.AddSingleton<ReceiverNames>(Names);
            services.Configure<WebhookOptions>(webhooks =>
            {
                webhooks.AttemptSeconds = AttemptSeconds;
                webhooks.AllowPrivateAddresses = [$"{IPAddress.Loopback}/32"];
            });
            if (notices is not null) services.Configure(notices);
            silo.AddRegistryGrains();
        });
        cluster = builder.Build();
    }

    public static RulePack Pack { get; } = RulePackFile.Load(Path.Combine(AppContext.BaseDirectory, "policy", "nanchang.json"));

    /// <summary>Monday, 2 March 2026, 09:00 in Nanchang.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public WarningLog Log { get; } = new();

    /// <summary>Signs the ledger's heads, and keeps what is carried out of the database.</summary>
    public Witness Witness { get; } = new();

    public FixedWebhookKeys WebhookKeys { get; } = new();

    public ReceiversOfTests Names { get; } = new();

    public FaultyStore Store => Services.GetRequiredService<FaultyStore>();

    public ICatalog Catalog => Services.GetRequiredService<ICatalog>();

    public IWebhookDispatcherGrain Dispatcher => cluster.Client.GetGrain<IWebhookDispatcherGrain>(GrainKeys.Webhooks);

    public IDeadlineGrain Sweeper => cluster.Client.GetGrain<IDeadlineGrain>(GrainKeys.Sweeper);

    public ILedgerSealerGrain Sealer => cluster.Client.GetGrain<ILedgerSealerGrain>(GrainKeys.Sealer);

    public IServiceProvider Services => cluster.GetSiloServiceProvider();

    /// <param name="notices">Ways by which people are told things; the inbox alone unless given.</param>
    public static async Task<RegistryCluster> Start(Action<NoticeOptions>? notices = null)
    {
        var registry = new RegistryCluster(notices);
        await registry.cluster.DeployAsync();
        return registry;
    }

    public ISiteGrain Site(SiteId id) => cluster.Client.GetGrain<ISiteGrain>(id.Value);

    public IUnitGrain Unit(UnitId id) => cluster.Client.GetGrain<IUnitGrain>(id.GrainKey);

    public AccountReference Account(string personId) => cluster.Client.GetAccount(personId);

    public WebhookReference Webhook(string personId, string webhookId) => cluster.Client.GetWebhook(personId, webhookId);

    public INoticeBoxGrain Inbox(Actor of) => cluster.Client.GetGrain<INoticeBoxGrain>(new AccountId(of.PersonId).NoticesKey);

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => cluster.Client.GetGrain<T>(key);

    /// <summary>Runs SQL past the store, as whoever has the file might; returns the rows that changed.</summary>
    public int Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("register.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Proves the register as <c>verify</c> does, by what was carried out of the database where <paramref name="witnessed"/>.</summary>
    public Task<AuditReport> Audit(bool witnessed = true) => new RegisterAudit(
        Services.GetRequiredService<ISealedLedger>(), Services.GetRequiredService<IRegisterAuditing>(), Pack, Clock,
        new AuditWitness(Witness.Keys.Verifiers, witnessed ? Witness.Lines : []), _ => { }).Run(default);

    /// <summary>Ends the grain's activation, as idleness or a lost silo would.</summary>
    public Task Deactivate(IAddressable grain) => cluster.DeactivateAsync(grain);

    public Task DeactivateAccount(string personId) => Deactivate(Grain<IAccountGrain>(new AccountId(personId).GrainKey));

    public Task DeactivateWebhook(string webhookId) => Deactivate(Grain<IWebhookGrain>(new HookId("", webhookId).GrainKey));

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
        folder.Dispose();
    }
}
