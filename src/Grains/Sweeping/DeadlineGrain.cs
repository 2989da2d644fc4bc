using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>
/// The sweeper. It records what time alone brought about, passes on what changed at units, so that lists and feeds see it, and brings deadlines to mind;
/// no answer of the registry waits for it, and a missed or doubled sweep changes none.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class DeadlineGrain(
    [PersistentState(DeadlineGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<SweepDiary> diary,
    ICatalog catalog, IAnswerPruning pruning, ICountKeeping counts, IReminding reminding, IOptions<RegisterStoreOptions> store, RulePack pack, RegistryClock clock,
    IOptions<SweepOptions> options, SweepMeter meter, ILogger<DeadlineGrain> logger)
    : Grain, IDeadlineGrain
{
    internal const string GrainTypeName = "deadline";

    private readonly SweepPause pause = new(options.Value);
    private IGrainTimer? sweeping;
    private IGrainTimer? summing;

    public Task Start()
    {
        sweeping ??= Every(options.Value.EverySeconds, SweepOnTime);
        summing ??= Every(options.Value.SumEverySeconds, SumCounts);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Forget();
        return Task.CompletedTask;
    }

    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var round = new SweepRound(GrainFactory, catalog, options.Value, now, logger);
        try
        {
            await round.TickSites(cancellationToken);
            await round.InformSites(cancellationToken);
            await round.RefreshSites(SiteColumns.FormOf(pack.Version), cancellationToken);
            meter.Told(await new ReminderRound(reminding, options.Value, now).Tell(cancellationToken));
            meter.Left(
                await catalog.Backlog(RecordKind.Site, now, cancellationToken), await catalog.Backlog(RecordKind.Unit, now, cancellationToken));
            await PruneAnswers(cancellationToken);
            await KeepReport(round, now, cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            round.MeetTrouble();
            logger.LogWarning("The sweep ended early: {Reason}", trouble.Message);
        }

        meter.Swept(round.Troubles);
        pause.After(round.Troubles, clock.GetUtcNow());
        if (round.Ticked > 0 || round.Troubles > 0)
            logger.LogInformation("Swept: {Ticked} records told what was due, {Troubles} left for later", round.Ticked, round.Troubles);
        return round.Ticked;
    }

    private IGrainTimer Every(int seconds, Func<CancellationToken, Task> work) => this.RegisterGrainTimer(
        work, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromSeconds(seconds)) { KeepAlive = true });

    /// <summary>Keeps the counters cheap to read. What is not summed up yet counts all the same.</summary>
    private async Task SumCounts(CancellationToken cancellationToken)
    {
        try
        {
            while (await counts.SumCounts() == RegisterStore.SummedAtOnceMax && !cancellationToken.IsCancellationRequested) { }
        }
        catch (StoreUnavailableException trouble)
        {
            logger.LogWarning("The counters were not summed up: {Reason}", trouble.Message);
        }
    }

    private Task SweepOnTime(CancellationToken cancellationToken) =>
        pause.IsOver(clock.GetUtcNow()) ? Sweep(cancellationToken) : Task.CompletedTask;

    /// <summary>On the first of a month, at each sweep: the report of the month before is kept once, and its grain knows whether it is.</summary>
    private async Task KeepReport(SweepRound round, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ComplianceSnapshot.DueAt(now) is not { } month) return;

        try
        {
            await GrainFactory.GetCompliance(month.ToString()).Keep(cancellationToken);
        }
        catch (Exception trouble) when (trouble is RegistryFaultException or OrleansException or TimeoutException)
        {
            round.MeetTrouble();
            logger.LogWarning("The report of {Month} was not kept, next try with the next sweep: {Reason}", month, trouble.Message);
        }
    }

    /// <summary>Once a day, page by page, so that commits never wait long behind it.</summary>
    private async Task PruneAnswers(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = RegistryCalendar.DateOf(now);
        if (diary.State.AnswersPrunedOn == today) return;

        var pruned = 0;
        for (var page = 0; page < options.Value.PagesPerSweepMax; page++)
        {
            var deleted = await pruning.PruneAnswers(now.AddDays(-store.Value.AnswersKeptDays));
            pruned += deleted;
            if (deleted < RegisterStore.PrunedAtOnceMax)
            {
                diary.State.AnswersPrunedOn = today;
                break;
            }
        }

        if (pruned > 0) logger.LogInformation("{Count} answers older than {Days} days were deleted", pruned, store.Value.AnswersKeptDays);
        if (diary.State.AnswersPrunedOn == today) await diary.WriteStateAsync(cancellationToken);
    }
}
