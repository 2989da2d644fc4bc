using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Tables;

namespace NanchangEdu.Registry.Grains.Imports;

/// <summary>The work between two commands: a page a tick, so that whoever asks how far it is waits for one page at most.</summary>
internal sealed partial class ImportGrain
{
    private const int PauseSecondsMax = 60;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private IGrainTimer? timer;

    private void GoOn()
    {
        if (timer is null) timer = this.RegisterGrainTimer(Step, new GrainTimerCreationOptions(TimeSpan.Zero, Pace) { KeepAlive = true });
        else timer.Change(TimeSpan.Zero, Pace);
    }

    private void Rest() => timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private async Task Step(CancellationToken cancellationToken)
    {
        if (!IsUnderWay)
        {
            Rest();
            return;
        }

        try
        {
            if (Head.PagesDone < Head.Pages.Length) await Work(Head.PagesDone, cancellationToken);
            await Advance(cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            await MeetTrouble(trouble);
        }
    }

    private async Task Work(int number, CancellationToken cancellationToken)
    {
        var page = await Page(number).Read(cancellationToken) ?? throw new ImportHeldUpException(Id.PageKey(number));
        var rows = new ImportRows(GrainFactory, Id, AllTables.Named(Head.Opening!.Table), Head.By!);
        using var gate = new SemaphoreSlim(options.Value.ParallelMax);
        var results = await Task.WhenAll(page.Rows.Zip(page.Results, async (row, shown) =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                return Phase == ImportPhase.Checking
                    ? await rows.Examine(row, cancellationToken)
                    : await rows.CarryOut(row, shown, cancellationToken);
            }
            finally
            {
                gate.Release();
            }
        }));
        await Page(number).Write(page with { Results = [.. results] }, cancellationToken);
        Head.Pages = Head.Pages.SetItem(number, ImportCounts.Of(results));
        Head.PagesDone = number + 1;
    }

    private async Task Advance(CancellationToken cancellationToken)
    {
        Head.Troubles = 0;
        var isOver = Head.PagesDone == Head.Pages.Length;
        if (isOver && Phase == ImportPhase.Checking)
        {
            Enter(ImportPhase.Checked);
            Head.CheckedAt = clock.GetUtcNow();
        }
        else if (isOver)
        {
            Enter(ImportPhase.Applied);
            Head.EndedAt = clock.GetUtcNow();
        }

        await Save(cancellationToken);
        if (isOver) await Finish();
    }

    /// <summary>The watch may hear of it late: it asks an import that has ended, and is told.</summary>
    private async Task Finish()
    {
        Rest();
        logger.LogInformation("{Import} of {Table} is {Phase}: {Rows} rows", Id, Head.Opening?.Table, Phase, Head.Opening?.Rows);
        await Watch.Ended(Id, CancellationToken.None);
    }

    /// <summary>What was done of the page is done again under its keys, after a pause that grows; in the end it is given up, and its owner may go on with it.</summary>
    private async Task MeetTrouble(Exception trouble)
    {
        Head.Troubles++;
        if (trouble is ImportHeldUpException or RegistryFaultException or OrleansException or TimeoutException)
            logger.LogWarning("{Import} is held up at page {Page}, {Troubles} times by now: {Reason}", Id, Head.PagesDone, Head.Troubles, trouble.Message);
        else
            logger.LogError(trouble, "{Import} failed at page {Page}, {Troubles} times by now", Id, Head.PagesDone, Head.Troubles);
        if (!IsUnderWay || Head.Troubles < options.Value.TroublesMax)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(Head.Troubles, 10)), PauseSecondsMax));
            timer?.Change(pause, Pace);
            return;
        }

        var (troubles, ended) = (Head.Troubles, clock.GetUtcNow());
        Enter(ImportPhase.Failed);
        (Head.Troubles, Head.EndedAt) = (troubles, ended);
        await Save(CancellationToken.None);
        await Finish();
    }
}
