using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Silo.Operations;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Silo;

/// <summary>
/// Runs before the silo: the rule pack is read and checked, the register is opened, safe and up to date, the operational file
/// too. What is wrong ends the start with one exception that says what, and no grain has run.
/// </summary>
internal sealed class RegistryPreparation(
    IServiceProvider services, OperationalDatabase operations, ILogger<RegistryPreparation> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var pack = services.GetRequiredService<RulePack>();
        _ = services.GetRequiredService<IRegisterStore>();
        operations.Prepare();
        logger.LogInformation("Rule pack {Version} is in force ({Sha256})", pack.Version, pack.Sha256);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
