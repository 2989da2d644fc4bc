using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>
/// Finds the webhooks there are and wakes them; it reads no event and calls no receiver, so that none of them waits for another. It keeps
/// nothing: a round that was missed is made up for by the next.
/// </summary>
[GrainType("webhookdispatcher")]
internal sealed class WebhookDispatcherGrain(
    WebhookOwners owners, WebhookPost post, IOptions<WebhookOptions> options, WebhookMeter meter, ILogger<WebhookDispatcherGrain> logger)
    : Grain, IWebhookDispatcherGrain
{
    private const int ParallelMax = 16;

    private IGrainTimer? timer;

    public Task Start()
    {
        var every = TimeSpan.FromSeconds(options.Value.EverySeconds);
        timer ??= this.RegisterGrainTimer(DispatchOnTime, new GrainTimerCreationOptions(TimeSpan.Zero, every) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Counted(0);
        return Task.CompletedTask;
    }

    public async Task<int> Dispatch(CancellationToken cancellationToken)
    {
        if (!post.CanSign) return 0;

        var hooks = await owners.InForce(cancellationToken);
        foreach (var few in hooks.Chunk(ParallelMax)) await Task.WhenAll(few.Select(Wake));
        meter.Counted(hooks.Length);
        return hooks.Length;
    }

    private async Task DispatchOnTime(CancellationToken cancellationToken)
    {
        try
        {
            await Dispatch(cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            logger.LogWarning("Webhooks were not looked for: {Reason}", trouble.Message);
        }
    }

    /// <summary>One webhook's trouble must not keep the others asleep; it is woken again by the next round.</summary>
    private async Task Wake(HookId id)
    {
        try
        {
            await GrainFactory.GetWebhook(id.PersonId, id.WebhookId).Wake();
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            logger.LogWarning("A webhook could not be woken: {Reason}", trouble.Message);
        }
    }
}
