using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;

namespace NanchangEdu.Registry.Silo;

/// <summary>
/// Wakes the sweeper, and who looks after webhooks, once the registry lives in the present, and again every few minutes: were their silo
/// lost, they would otherwise sleep until somebody called them.
/// </summary>
internal sealed class SweeperStart(IGrainFactory grains, RegistryClock clock, ILogger<SweeperStart> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (clock is StoryClock story) await story.Present.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await grains.GetGrain<IDeadlineGrain>(GrainKeys.Sweeper).Start();
                await grains.GetGrain<IWebhookDispatcherGrain>(GrainKeys.Webhooks).Start();
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                logger.LogWarning("The sweeper could not be woken, next try in {Every}: {Reason}", Every, trouble.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
