using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>How far people have been told.</summary>
public sealed record NoticeDiary
{
    /// <summary>The ledger's position up to which events are told; null before the first round, which begins at the ledger's end.</summary>
    public long? Position { get; set; }

    /// <summary>Up to when reminders are in digests.</summary>
    public DateTimeOffset? DigestedUntil { get; set; }
}

/// <summary>
/// Follows the ledger and the reminders, and puts what people should know into their inboxes. How far it came is kept after each step: a step
/// that is made again puts nothing there twice, since every notice has its key.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class NoticeRoundGrain(
    [PersistentState(NoticeRoundGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<NoticeDiary> diary,
    ICatalog catalog, IRegisterStore store, RulePack pack, RegistryClock clock, IOptions<NoticeOptions> options, ILogger<NoticeRoundGrain> logger)
    : Grain, INoticeRoundGrain
{
    internal const string GrainTypeName = "noticeround";

    /// <summary>An inbox whose silo was lost is awake again after this time at the latest.</summary>
    private static readonly TimeSpan WakeEvery = TimeSpan.FromMinutes(10);

    private IGrainTimer? telling;
    private IGrainTimer? waking;

    private Recipients Recipients => new(catalog, GrainFactory);

    public Task Start()
    {
        telling ??= this.RegisterGrainTimer(TellOnTime, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromSeconds(options.Value.EverySeconds)) { KeepAlive = true });
        waking ??= this.RegisterGrainTimer(WakeOnTime, new GrainTimerCreationOptions(TimeSpan.Zero, WakeEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public async Task<int> Round(CancellationToken cancellationToken)
    {
        await Begin(cancellationToken);
        return await TellEvents(cancellationToken) + await TellDigests(cancellationToken);
    }

    /// <summary>What happened before there were notices is told to nobody.</summary>
    private async Task Begin(CancellationToken cancellationToken)
    {
        if (diary.State.Position is not null) return;

        diary.State.Position = await catalog.FeedHead(cancellationToken);
        diary.State.DigestedUntil = DailyDigest.LatestDue(clock.GetUtcNow(), DigestHour());
        await diary.WriteStateAsync(cancellationToken);
    }

    private async Task<int> TellEvents(CancellationToken cancellationToken)
    {
        var told = 0;
        var events = new EventTelling(store, Recipients);
        while (!cancellationToken.IsCancellationRequested)
        {
            var page = await catalog.Feed(EventTelling.After(diary.State.Position!.Value), cancellationToken);
            foreach (var item in page.Items) told += await events.Tell(item, cancellationToken);
            if (page.Position > diary.State.Position)
            {
                diary.State.Position = page.Position;
                await diary.WriteStateAsync(cancellationToken);
            }

            if (page.IsEnd) break;
        }

        return told;
    }

    /// <summary>Days on which nobody was told anything are made up for by one digest.</summary>
    private async Task<int> TellDigests(CancellationToken cancellationToken)
    {
        var due = DailyDigest.LatestDue(clock.GetUtcNow(), DigestHour());
        if (due <= diary.State.DigestedUntil) return 0;

        var told = await new DigestTelling(catalog, Recipients).Tell(diary.State.DigestedUntil!.Value, due, cancellationToken) + await TellOfCalendar(due, cancellationToken);
        diary.State.DigestedUntil = due;
        await diary.WriteStateAsync(cancellationToken);
        return told;
    }

    private async Task<int> TellOfCalendar(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var today = RegistryCalendar.DateOf(due);
        if (CalendarWatch.MissingYear(pack.At(due, UnitType.BureauSchool).WorkingCalendar, today) is not { } year) return 0;

        var (title, text) = CalendarWatch.Words(year);
        var draft = new NoticeDraft(CalendarWatch.KeyOf(year, today), NoticeKind.CalendarMissing, due, null, title, text);
        return await Recipients.Put((await Recipients.Administrators(cancellationToken)).Select(person => (person, draft)));
    }

    private int DigestHour() => pack.At(clock.GetUtcNow(), UnitType.BureauSchool).DigestHour;

    private Task TellOnTime(CancellationToken cancellationToken) => Safely("told", () => Round(cancellationToken));

    private Task WakeOnTime(CancellationToken cancellationToken) => Safely("woken", () => Recipients.WakeAll(cancellationToken));

    /// <summary>What went wrong is met again by the next round, from where this one came.</summary>
    private async Task Safely(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception trouble) when (trouble is StoreUnavailableException or RegistryFaultException or OrleansException or TimeoutException)
        {
            logger.LogWarning("Not everybody was {What}, next try soon: {Reason}", what, trouble.Message);
        }
    }
}
