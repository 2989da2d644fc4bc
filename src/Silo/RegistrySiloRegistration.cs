using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Grains;
using NanchangEdu.Registry.Grains.Imports;
using NanchangEdu.Registry.Grains.Notices;
using NanchangEdu.Registry.Grains.Reports;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Sweeping;
using NanchangEdu.Registry.Hosting;
using NanchangEdu.Registry.Hosting.Cluster;
using NanchangEdu.Registry.Hosting.Telemetry;
using NanchangEdu.Registry.Silo.Ledger;
using NanchangEdu.Registry.Silo.Webhooks;
using NanchangEdu.Registry.Store;
using Orleans.Configuration;

namespace NanchangEdu.Registry.Silo;

public static class RegistrySiloRegistration
{
    /// <summary>
    /// Adds the whole registry but its door: rule pack, register store, grains, sweeper. On SQLite one silo on the loopback address,
    /// on PostgreSQL one of a cluster. The parts start in the order in which they need each other, and before whatever the host adds
    /// afterwards.
    /// </summary>
    /// <param name="builder">The host: the silo's own program, or the gateway with the silo inside.</param>
    /// <param name="database">Which database the registry runs on.</param>
    /// <param name="configure">Settings that go before those of the section <c>Registry</c>'s configuration.</param>
    /// <exception cref="OptionsValidationException">A setting is out of its range.</exception>
    /// <exception cref="RegistrySettingException">A setting cannot be used.</exception>
    public static IHostApplicationBuilder AddRegistrySilo(
        this IHostApplicationBuilder builder, RegistryDatabase database, Action<RegistrySiloOptions>? configure = null)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var options = configuration.BindChecked(RegistrySiloOptions.Section, configure);
        var root = builder.Environment.ContentRootPath;
        IFoundation foundation = database.IsPostgres
            ? new ClusterFoundation(
                options, database,
                configuration.BindChecked<RegistryClusterOptions>(RegistryClusterOptions.Section),
                configuration.BindChecked<MembershipOptions>(MembershipOptions.Section))
            : new EmbeddedFoundation(options, Path.GetFullPath(options.DataFolder, root));

        services.AddSingleton(Options.Create(options));
        services.AddSingleton(_ => RulePackFile.Load(Path.GetFullPath(options.PolicyFile, root)));
        services.AddSingleton(foundation);
        foundation.AddTo(services);
        services.AddLedger(configuration, database.IsPostgres ? null : Path.GetFullPath(options.DataFolder, root));
        services.AddSingleton(provider => new RegistryClock(provider.GetRequiredService<TimeProvider>()));
        services.AddChecked<RegisterStoreOptions>(configuration, "Registry:Store");
        services.AddChecked<RecordOptions>(configuration, "Registry:Records");
        services.AddChecked<SweepOptions>(configuration, "Registry:Sweep");
        services.AddChecked<SealOptions>(configuration, SealOptions.Section);
        services.AddChecked<ImportOptions>(configuration, "Registry:Imports");
        services.AddWebhookKeys(configuration, foundation, root);
        services.AddChecked<NoticeOptions>(configuration, "Registry:Notices");
        services.AddChecked<ReportOptions>(configuration, "Registry:Reports");
        services.AddChecked<StartOptions>(configuration, StartOptions.Section);
        services.AddChecked<ClockOptions>(configuration, ClockOptions.Section);

        services.AddHostedService<RegistryPreparation>();
        builder.UseOrleans(silo =>
        {
            foundation.AddTo(silo);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxEnqueuedRequestsHardLimit = options.QueuedCallsPerGrainMax);
            silo.AddRegistryGrains();
            silo.AddRegistryTracing();
            silo.AddRegistryDashboard();
        });
        services.AddHostedService<UpkeepStart>();
        return builder;
    }

    /// <summary>
    /// Puts the sample city's clock in the place of the ordinary one. The sweeper then waits for
    /// <see cref="StoryClock.ReturnToPresent"/>, which the caller owes in any case.
    /// </summary>
    public static IServiceCollection AddStoryClock(this IServiceCollection services)
    {
        services.AddSingleton(provider => new StoryClock(provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<RegistryClock>(provider => provider.GetRequiredService<StoryClock>());
    }
}
