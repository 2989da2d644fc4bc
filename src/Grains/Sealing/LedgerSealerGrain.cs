using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sealing;

/// <summary>
/// The sealer: takes new events into the tree over the whole ledger, signs its head, and brings the checkpoint out of the database. No
/// command waits for it. Should there be two of them, the number of the checkpoint decides, and the one who lost begins anew.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class LedgerSealerGrain(
    [PersistentState(LedgerSealerGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<SealDiary> diary,
    ILedgerSealing sealing, ISealedLedger ledger, ICheckpointSigner signer, RegistryClock clock, IOptions<SealOptions> options, SealMeter meter,
    ILogger<LedgerSealerGrain> logger)
    : Grain, ILedgerSealerGrain
{
    internal const string GrainTypeName = "sealer";

    private const int PlacedAtOnceMax = 500;

    /// <summary>A place that takes nothing is tried again after 2, 4, 8 … 64 seconds.</summary>
    private const int DoublingsMax = 6;

    private LedgerGrowth? tree;
    private Checkpoint? head;
    private DateTimeOffset sealedAt;
    private IGrainTimer? timer;
    private DateTimeOffset placeAgainAt;
    private int placedInVain;

    public Task Start()
    {
        var every = TimeSpan.FromMilliseconds(options.Value.LookMilliseconds);
        timer ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(TimeSpan.Zero, every) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Forget();
        return Task.CompletedTask;
    }

    public async Task<long> Seal(CancellationToken cancellationToken)
    {
        while (await Grow(isDue: true, cancellationToken)) { }

        await Place(cancellationToken);
        return head?.Number ?? 0;
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            var isDue = clock.GetUtcNow() - sealedAt >= TimeSpan.FromSeconds(options.Value.EverySeconds);
            while (await Grow(isDue, cancellationToken)) { }

            await Place(cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            Forget();
            meter.Sealed("unavailable");
            logger.LogWarning("The ledger was not sealed: {Reason}", trouble.Message);
        }
        catch (LedgerSealException trouble)
        {
            // Nothing heals this but a person: what is stored contradicts itself, and an audit says where.
            Forget();
            meter.Sealed("contradicted");
            logger.LogCritical("The sealed ledger contradicts itself, and nothing is sealed on top of it: {Reason}. Run registry verify.", trouble.Message);
        }
    }

    /// <summary>Seals what there is, if it is time or there is much of it; returns whether there is more.</summary>
    private async Task<bool> Grow(bool isDue, CancellationToken cancellationToken)
    {
        if (tree is null) (tree, head) = await sealing.SealedTree(cancellationToken);

        var now = clock.GetUtcNow();
        var fresh = await sealing.Unsealed(head?.LastPosition ?? 0, RegisterStore.SealedAtOnceMax, cancellationToken);
        meter.Left(fresh.Length, (head?.Number ?? 0) - diary.State.PlacedNumber, now);
        if (fresh.IsEmpty || (!isDue && fresh.Length < options.Value.EventsMax)) return false;

        foreach (var leaf in fresh) tree.Add(leaf);
        var next = signer.Sign(new TreeHead((head?.Number ?? 0) + 1, tree.Size, fresh[^1].Position, tree.Root(), now));
        if (!await sealing.Seal(next, tree.Changed))
        {
            Forget();
            meter.Sealed("overtaken");
            logger.LogInformation("Another sealer made checkpoint {Number}", next.Number);
            return false;
        }

        tree.Written();
        (head, sealedAt) = (next, now);
        meter.Sealed("sealed");
        meter.Left(0, next.Number - diary.State.PlacedNumber, now);
        return fresh.Length == RegisterStore.SealedAtOnceMax;
    }

    /// <summary>Each in its order; where it stopped, the next look goes on.</summary>
    private async Task Place(CancellationToken cancellationToken)
    {
        while (head is { } latest && diary.State.PlacedNumber < latest.Number)
        {
            if (clock.GetUtcNow() < placeAgainAt) return;

            var due = await ledger.Checkpoints(diary.State.PlacedNumber, PlacedAtOnceMax, cancellationToken);
            if (due.IsEmpty) return;

            try
            {
                await signer.Place(due, cancellationToken);
            }
            catch (CheckpointNotPlacedException trouble)
            {
                placedInVain = Math.Min(placedInVain + 1, DoublingsMax);
                placeAgainAt = clock.GetUtcNow().AddSeconds(1 << placedInVain);
                meter.Sealed("notPlaced");
                logger.LogWarning("Checkpoints from {Number} on are not outside of the database yet: {Reason}", due[0].Number, trouble.Message);
                return;
            }

            placedInVain = 0;
            diary.State.PlacedNumber = due[^1].Number;
            await diary.WriteStateAsync(cancellationToken);
            meter.Left(0, latest.Number - diary.State.PlacedNumber, clock.GetUtcNow());
        }
    }

    private void Forget() => (tree, head) = (null, null);
}
