using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Grains.Webhooks;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Formats;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>
/// One person's inbox, and the ways out of it. A mail server that hangs holds up what is sent to this person and nothing else: what is asked of
/// the inbox comes in between, and no command knows of any of it.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class NoticeBoxGrain(
    [PersistentState(NoticeBoxGrain.GrainTypeName, OperationalState.StorageName)] IPersistentState<NoticeBook> book, NoticeSurroundings around)
    : Grain, INoticeBoxGrain
{
    internal const string GrainTypeName = "notices";

    /// <summary>Keys that are known again. A client repeats what it has just sent.</summary>
    internal const int AnswersMax = 100;

    /// <summary>Stands where records have their id: whose inbox it is goes into no log.</summary>
    private const string RecordName = "notices";

    // calls come in between a delivery, and the storage takes one writing at a time
    private Task written = Task.CompletedTask;
    private IGrainTimer? timer;
    private bool isAtWork;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Arm();
        return Task.CompletedTask;
    }

    public Task Wake() => Task.CompletedTask; // to be awake is all

    public Task<ReadAnswer> List(NoticeQuestion question, Actor by, CancellationToken cancellationToken)
    {
        if (!IsOwn(by)) return Task.FromResult(ReadAnswer.NotFound);

        var found = book.State.Notices.Reverse()
            .Where(notice => (question.Before is not { } before || notice.Number < before)
                && (question.Kind is not { } kind || notice.Kind == kind)
                && (question.IsUnread is not { } unread || notice.ReadAt is null == unread))
            .Take(question.Limit + 1).ToArray();
        var page = found.Take(question.Limit).ToImmutableArray();
        var next = found.Length > page.Length ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return Task.FromResult(Found(new NoticesView([.. page.Select(notice => notice.View())], next, book.State.Unread)));
    }

    public Task<ReadAnswer> ReadPreferences(Actor by, CancellationToken cancellationToken)
    {
        if (!IsOwn(by)) return Task.FromResult(ReadAnswer.NotFound);

        var (email, robot) = (book.State.Preferences.Email, book.State.Preferences.Robot);
        return Task.FromResult(Found(new NoticePreferencesView(
            email is null ? null : new(email.Address, email.Kinds),
            robot is null ? null : new(robot.Kind, new Uri(robot.Url).Host, robot.Secret is not null, robot.Kinds),
            [.. around.ChannelsOn])));
    }

    public Task<Outcome> MarkRead(int until, Envelope envelope, CancellationToken cancellationToken) =>
        Change(envelope, (before, now) => before.ReadUntil(until, now));

    public Task<Outcome> Acknowledge(int number, Envelope envelope, CancellationToken cancellationToken) =>
        Change(envelope, (before, now) => before.Acknowledged(number, now));

    public Task<Outcome> PutPreferences(NoticePreferences preferences, Envelope envelope, CancellationToken cancellationToken) =>
        Change(envelope, (before, _) => before with { Preferences = Canonical(preferences) }, _ => Problem(preferences));

    public Task<Outcome> TryChannels(Envelope envelope, CancellationToken cancellationToken) => Change(
        envelope,
        (before, now) => before.With(
            envelope.By.PersonId,
            new NoticeDraft($"trial:{envelope.IdempotencyKey}", NoticeKind.Trial, now, null, "测试消息", "收到本消息，说明登记系统可以通过该方式通知您。"), now),
        before => before.Preferences is { Email: null, Robot: null } ? new Refusal(RuleId.NoticeChannelsUnset, null, null, [], []) : null);

    public async Task<bool> Put(AccountId person, NoticeDraft draft)
    {
        if (person.NoticesKey != this.GetPrimaryKeyString()) throw new ArgumentException("the inbox is not this grain's", nameof(person));

        var isNew = await InTurn(async () =>
        {
            if (book.State.Has(draft.Key)) return false;

            var after = book.State.With(person.PersonId, draft, around.Clock.GetUtcNow());
            return await Write(after with { Version = after.Version + 1 }) ? true : throw new RegistryFaultException("the notice may not have been written");
        });
        if (isNew) around.Meter.Came(draft.Kind);
        Arm();
        return isNew;
    }

    public async Task<int> Deliver(CancellationToken cancellationToken)
    {
        if (isAtWork) return 0;

        isAtWork = true;
        var attempts = 0;
        try
        {
            while (!cancellationToken.IsCancellationRequested && book.State.DueAt(around.Clock.GetUtcNow()) is var (notice, delivery))
            {
                attempts++;
                var result = await around.Send(book.State, notice, delivery.Channel, cancellationToken);
                around.Meter.Attempted(delivery.Channel, result);
                if (!await Keep(notice.Number, After(delivery, result))) return attempts;
            }

            return attempts;
        }
        finally
        {
            isAtWork = false;
            Arm();
        }
    }

    /// <summary>What came of an attempt is kept after it: a crash between the two sends once more, under the same message id.</summary>
    private Delivery After(Delivery before, SendResult result)
    {
        var now = around.Clock.GetUtcNow();
        var attempts = before.Attempts + 1;
        var pause = result.IsFinal ? null : RetrySchedule.After(attempts, Random.Shared.NextDouble());
        var state = result.IsSent ? DeliveryState.Sent : pause is null ? DeliveryState.Failed : DeliveryState.Waiting;
        return new Delivery(before.Channel, state, attempts, now, now + pause, result.Reason);
    }

    private Task<bool> Keep(int number, Delivery after) =>
        InTurn(() => Write(book.State.Delivered(number, after) with { Version = book.State.Version + 1 }));

    /// <summary>Changes follow each other, each on what the one before left.</summary>
    private async Task<T> InTurn<T>(Func<Task<T>> work)
    {
        var before = written;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        written = done.Task;
        await before;
        try
        {
            return await work();
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <param name="problem">Why it is refused; asked only of what was not answered before.</param>
    private async Task<Outcome> Change(Envelope envelope, Func<NoticeBook, DateTimeOffset, NoticeBook> change, Func<NoticeBook, Refusal?>? problem = null)
    {
        if (!IsOwn(envelope.By)) return Outcome.Of(OutcomeKind.NotFound, RecordName);

        var outcome = await InTurn(async () =>
        {
            var before = book.State;
            if (before.Answers.FirstOrDefault(kept => kept.Key == envelope.IdempotencyKey) is { } known)
                return known.RequestHash == envelope.RequestHash ? Done(known.Receipt, known.Version) : Outcome.Of(OutcomeKind.KeyReused, RecordName);
            if (envelope.ExpectedVersion is { } expected && expected != before.Version) return Outcome.Of(OutcomeKind.Stale, RecordName, before.Version);

            if (problem?.Invoke(before) is { } refusal) return Outcome.Refused(RecordName, before.Version, refusal);

            var after = change(before, around.Clock.GetUtcNow());
            var receipt = new NoticeReceipt(after.Notices.Except(before.Notices).Count(), after.Unread);
            var answer = new NoticeAnswer(envelope.IdempotencyKey, envelope.RequestHash, receipt, before.Version + 1);
            return await Write(after with { Version = answer.Version, PersonId = envelope.By.PersonId, Answers = [.. before.Answers.TakeLast(AnswersMax - 1), answer] })
                ? Done(receipt, answer.Version)
                : Outcome.Of(OutcomeKind.Unknown, RecordName);
        });
        Arm();
        return outcome;
    }

    /// <returns>Whether it is certain that it was written. If not, memory is dropped: the next call reads what there is.</returns>
    private async Task<bool> Write(NoticeBook after)
    {
        var before = book.State;
        book.State = after;
        try
        {
            await book.WriteStateAsync();
            return true;
        }
        catch (Exception trouble)
        {
            book.State = before;
            DeactivateOnIdle();
            around.Logger.LogWarning("An inbox at version {Version} may not have been written: {Reason}", after.Version, trouble.Message);
            return false;
        }
    }

    /// <summary>Sets the timer for what is to be sent next. While something waits the inbox stays in memory.</summary>
    private void Arm()
    {
        timer?.Dispose();
        timer = null;
        if (isAtWork || book.State.NextDeliveryAt() is not { } at) return;

        var wait = at - around.Clock.GetUtcNow();
        timer = this.RegisterGrainTimer(
            DeliverOnTime, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = true });
    }

    private async Task DeliverOnTime(CancellationToken cancellationToken)
    {
        try
        {
            await Deliver(cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            around.Logger.LogWarning("Notices wait to be sent: {Reason}", trouble.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            around.Logger.LogDebug("An inbox is put to sleep; what was under way is sent again");
        }
        catch (Exception fault)
        {
            around.Logger.LogError(fault, "An inbox failed and begins anew where it was last kept");
            DeactivateOnIdle();
        }
    }

    private Refusal? Problem(NoticePreferences preferences)
    {
        if (preferences.Email is { } email)
        {
            if (!around.ChannelsOn.Contains(NoticeChannel.Email)) return new Refusal(RuleId.NoticeChannelOff, null, null, [], []);
            if (EmailText.Parse(email.Address).Problem is not null) return new Refusal(RuleId.NoticeAddressInvalid, null, null, [], []);
        }

        return preferences.Robot is { } robot
            && (!RobotAddress.IsValid(robot.Kind, robot.Url, around.Options.RobotHosts) || robot is { Kind: RobotKind.WeCom, Secret: not null })
            ? new Refusal(
                RuleId.NoticeRobotInvalid, null, null,
                [Figure.Of("kind", robot.Kind == RobotKind.WeCom ? "企业微信" : "钉钉"), Figure.Of("expected", RobotAddress.StartOf(robot.Kind))], [])
            : null;
    }

    private static NoticePreferences Canonical(NoticePreferences preferences) => preferences.Email is { } email
        ? preferences with { Email = email with { Address = EmailText.Parse(email.Address).Value! } }
        : preferences;

    /// <summary>The key is the hash of the person's id. The registry itself has no inbox.</summary>
    private bool IsOwn(Actor by) => by.Role != Role.System && new AccountId(by.PersonId).NoticesKey == this.GetPrimaryKeyString();

    private ReadAnswer Found<T>(T view)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(view, RegistryJson.Options);
        return ReadAnswer.Found(body, EntityTag.Of(book.State.Version, body));
    }

    private static Outcome Done(NoticeReceipt receipt, long version) =>
        Outcome.Done(RecordName, version, 200, JsonSerializer.SerializeToUtf8Bytes(receipt, RegistryJson.Options));
}
