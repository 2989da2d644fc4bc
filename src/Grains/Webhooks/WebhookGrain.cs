using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Grains.Records;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>
/// One webhook: a shell around its <see cref="WebhookLine"/>. A receiver that hangs, fails or is dead holds up this line and nothing else: no
/// command waits for it, and what people ask of the webhook comes in between.
/// </summary>
[GrainType(GrainTypeName)]
internal sealed class WebhookGrain : Grain, IWebhookGrain
{
    internal const string GrainTypeName = "webhook";

    private readonly IRegisterStore store;
    private readonly WebhookSurroundings around;
    private readonly WebhookOptions options;
    private readonly WebhookLine line;
    private readonly Departure departure;
    private IGrainTimer? timer;
    private bool isAtWork;

    public WebhookGrain(
        [PersistentState(GrainTypeName, OperationalState.StorageName)] IPersistentState<WebhookDiary> diary, IRegisterStore store,
        WebhookSurroundings around, IOptions<WebhookOptions> options)
    {
        (this.store, this.around, this.options) = (store, around, options.Value);
        line = new WebhookLine(Key, diary, around, DeactivateOnIdle);
        departure = new Departure(this, () => timer is null);
    }

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        around.Meter.Forget(Key);
        return Task.CompletedTask;
    }

    public Task Wake(HookId id)
    {
        DemandOwn(id);
        var every = TimeSpan.FromSeconds(options.EverySeconds);
        timer ??= this.RegisterGrainTimer(DeliverOnTime, id, new GrainTimerCreationOptions(TimeSpan.Zero, every) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<int> Deliver(HookId id, CancellationToken cancellationToken)
    {
        DemandOwn(id);
        if (isAtWork || !around.Post.CanSign) return 0;

        isAtWork = true;
        try
        {
            var (attempts, isInForce) = await line.Work(id, cancellationToken);
            if (!isInForce) Rest();
            return attempts;
        }
        finally
        {
            isAtWork = false;
        }
    }

    public async Task<ReadAnswer> Read(HookId id, Actor by, CancellationToken cancellationToken)
    {
        DemandOwn(id);
        try
        {
            return await Known(id, by, cancellationToken) is null ? ReadAnswer.NotFound : Found(line.Diary.View(id.WebhookId));
        }
        catch (StoreUnavailableException)
        {
            return ReadAnswer.Unknown;
        }
    }

    /// <summary>
    /// An answer that showed a secret is repeated as it was, also after a renewal and after the removal: what nothing is signed with any more is
    /// no danger. Nobody else's can be had by naming it, since the person is part of what it is derived from.
    /// </summary>
    public Task<ReadAnswer> ReadSecret(HookId id, int key, Actor by, CancellationToken cancellationToken)
    {
        DemandOwn(id);
        if (timer is null) departure.Announce();
        var isTold = by.PersonId == id.PersonId && Permissions.ReadsLedger(by.Role);
        return Task.FromResult(isTold && around.Post.SecretOf(id, key) is { } secret ? Found(new WebhookSecretView(secret)) : ReadAnswer.NotFound);
    }

    public Task<Outcome> Redeliver(HookId id, Envelope envelope, CancellationToken cancellationToken) =>
        Answer(id, envelope, PutBack, cancellationToken);

    public Task<Outcome> Ping(HookId id, Envelope envelope, CancellationToken cancellationToken) =>
        Answer(id, envelope, AskForPing, cancellationToken);

    private async Task<int> PutBack()
    {
        var letters = line.Diary.DeadLetters.Length;
        await line.Change(before => before.Resumed());
        return letters;
    }

    private async Task<int> AskForPing()
    {
        await line.Change(before => before with { PingAsked = true });
        return 0;
    }

    private async Task DeliverOnTime(HookId id, CancellationToken cancellationToken)
    {
        try
        {
            await Deliver(id, cancellationToken);
        }
        catch (StoreUnavailableException trouble)
        {
            around.Logger.LogWarning("{Webhook} waits: {Reason}", Key, trouble.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            around.Logger.LogDebug("{Webhook} is put to sleep; what was under way is sent again", Key);
        }
        catch (Exception fault)
        {
            around.Logger.LogError(fault, "{Webhook} failed and begins anew where it was last kept", Key);
            DeactivateOnIdle();
        }
    }

    /// <summary>
    /// What is asked of the line is answered once and kept under its key beside the answers of commands. It changes no record; were the answer
    /// lost before it was kept, doing it twice would do no more than once.
    /// </summary>
    private async Task<Outcome> Answer(HookId id, Envelope envelope, Func<Task<int>> act, CancellationToken cancellationToken)
    {
        DemandOwn(id);
        var person = id.PersonId;
        try
        {
            var isOwn = envelope.By.PersonId == person;
            if (isOwn && await store.FindAnswer(person, envelope.IdempotencyKey, cancellationToken) is { } first)
                return AnswerMemory.Compare(envelope, first.RequestHash, KeptAnswer.Read(first)); // also when the webhook was removed since

            if (await Known(id, envelope.By, cancellationToken) is null) return Outcome.Of(OutcomeKind.NotFound, person);
            if (!isOwn) return Outcome.Refused(person, 0, NotAllowed(envelope.By));

            var version = await store.Version(RecordKind.Account, person, cancellationToken);
            if (envelope.ExpectedVersion is { } expected && expected != version) return Outcome.Of(OutcomeKind.Stale, person, version);

            var receipt = new WebhookReceipt(id.WebhookId, await act());
            var answer = Outcome.Done(person, version, 200, JsonSerializer.SerializeToUtf8Bytes(receipt, RegistryJson.Options));
            var row = KeptAnswer.Of(envelope, answer, around.Clock.GetUtcNow());
            return await store.Keep(new UnchangedAnswer(RecordKind.Account, person, version, row)) switch
            {
                CommitResult.Committed => answer,
                CommitResult.Replayed replayed => AnswerMemory.Compare(envelope, replayed.Answer.RequestHash, KeptAnswer.Read(replayed.Answer)),
                CommitResult.Overloaded => Outcome.Of(OutcomeKind.Overloaded, person, version),
                _ => Outcome.Of(OutcomeKind.Unknown, person),
            };
        }
        catch (StoreUnavailableException trouble)
        {
            around.Logger.LogWarning("{Webhook} did not answer request {Request}: {Reason}", Key, envelope.RequestId, trouble.Message);
            return Outcome.Of(OutcomeKind.Unknown, person);
        }
    }

    /// <summary>The webhook, if the caller may know of it.</summary>
    private async Task<WebhookOwner?> Known(HookId id, Actor by, CancellationToken cancellationToken)
    {
        var owner = AccountRules.MayKnow(id.PersonId, by) ? await around.Owners.Of(id, cancellationToken) : null;
        if (owner is null && timer is null) departure.Announce();
        return owner;
    }

    private void Rest()
    {
        timer?.Dispose();
        timer = null;
        around.Meter.Forget(Key);
    }

    /// <summary>The key is the hash of the id: a call that names another webhook has come to the wrong grain.</summary>
    private void DemandOwn(HookId id)
    {
        if (id.PersonId is null || id.WebhookId is null || id.GrainKey != Key) throw new ArgumentException("the webhook is not this grain's", nameof(id));
    }

    private static ReadAnswer Found<T>(T view)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(view, RegistryJson.Options);
        return ReadAnswer.Found(body, EntityTag.Of("w", body));
    }

    private static Refusal NotAllowed(Actor by) => new(RuleId.RoleNotAllowed, null, null, [Figure.Of("role", Wire.Name(by.Role))], []);
}
