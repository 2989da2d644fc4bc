using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains;

namespace NanchangEdu.Registry.Silo;

/// <summary>
/// Wakes the sweeper, the sealer, the webhooks, the notices and the imports that were under way once the registry lives in the present, and again every few minutes: were their silo lost, they would
/// otherwise sleep until somebody called them.
/// </summary>
internal sealed class UpkeepStart(IGrainFactory grains, RegistryClock clock, ILogger<UpkeepStart> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (clock is StoryClock story) await story.Present.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(Every);
        do
        {
            await Wake("The sweeper", () => grains.GetGrain<IDeadlineGrain>(GrainKeys.Sweeper).Start());
            await Wake("The sealer", () => grains.GetGrain<ILedgerSealerGrain>(GrainKeys.Sealer).Start());
            await Wake("The dispatcher of webhooks", () => grains.GetGrain<IWebhookDispatcherGrain>(GrainKeys.Webhooks).Start());
            await Wake("The round of notices", () => grains.GetGrain<INoticeRoundGrain>(GrainKeys.Notices).Start());
            await Wake("The watch over imports", () => grains.GetGrain<IImportWatchGrain>(GrainKeys.Imports).Wake(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Wake(string who, Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            logger.LogWarning("{Who} could not be woken, next try in {Every}: {Reason}", who, Every, trouble.Message);
        }
    }
}
