using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NanchangEdu.Registry.Grains.Imports;
using NanchangEdu.Registry.Grains.Notices;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Reports;
using NanchangEdu.Registry.Grains.Sealing;
using NanchangEdu.Registry.Grains.Sweeping;
using NanchangEdu.Registry.Grains.Webhooks;

namespace NanchangEdu.Registry.Grains;

public static class GrainRegistration
{
    /// <summary>
    /// What the grains stand on, but for what the host chooses: the register store, the rule pack, <see cref="RegistryClock"/>,
    /// <see cref="ICheckpointSigner"/> and the grain storage named <see cref="OperationalState.StorageName"/>. Without
    /// <see cref="IWebhookKeys"/> webhooks are off.
    /// </summary>
    public static ISiloBuilder AddRegistryGrains(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<RecordMeter>();
        silo.Services.AddSingleton<SweepMeter>();
        silo.AddStartupTask((services, _) =>
        {
            services.GetRequiredService<NoticeMeter>(); // its series begin with the silo, not with the first notice
            return Task.CompletedTask;
        });
        silo.Services.AddSingleton<SealMeter>();
        silo.Services.AddSingleton<RecordSurroundings>();
        silo.Services.AddOptions<RecordOptions>();
        silo.Services.AddOptions<SweepOptions>();
        silo.Services.AddOptions<SealOptions>();
        silo.Services.AddOptions<ImportOptions>();
        silo.Services.AddOptions<ReportOptions>();
        AddWebhooks(silo.Services);
        AddNotices(silo.Services);
        return silo.AddIncomingGrainCallFilter<FaultFilter>();
    }

    private static void AddNotices(IServiceCollection services)
    {
        services.AddOptions<NoticeOptions>();
        services.AddSingleton<INoticeSender, EmailSender>();
        services.AddSingleton<INoticeSender, RobotSender>();
        services.AddSingleton<NoticeMeter>();
        services.AddSingleton<NoticeSurroundings>();
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>();
        services.TryAddSingleton<IWebhookKeys, NoWebhookKeys>();
        services.TryAddSingleton<ReceiverNames>();
        services.AddSingleton<WebhookMeter>();
        services.AddSingleton<WebhookOwners>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookPost>();
        services.AddSingleton<WebhookSurroundings>();
    }
}
