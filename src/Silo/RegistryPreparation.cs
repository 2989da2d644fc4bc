using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo.Ledger;

namespace NanchangEdu.Registry.Silo;

/// <summary>
/// The rule pack is read and checked, then what the silo stands on is opened, safe and up to date. What is wrong ends the start
/// with one exception that says what, and no grain has run. It goes before every service's start: Orleans puts its own before
/// those that were added earlier.
/// </summary>
internal sealed class RegistryPreparation(
    IServiceProvider services, IFoundation foundation, ILogger<RegistryPreparation> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var pack = services.GetRequiredService<RulePack>();
        await foundation.Prepare(services, cancellationToken);
        LedgerComposition.Prepare(services, logger);
        if (services.GetRequiredService<IWebhookKeys>().Current.IsEmpty) logger.LogInformation("Webhooks are off: there is no key to sign them with");
        logger.LogInformation("Rule pack {Version} is in force ({Sha256})", pack.Version, pack.Sha256);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
