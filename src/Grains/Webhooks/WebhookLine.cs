using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>What every webhook's line stands on.</summary>
internal sealed class WebhookSurroundings(
    ICatalog catalog, WebhookOwners owners, WebhookPost post, RegistryClock clock, WebhookMeter meter, ILogger<WebhookSurroundings> logger)
{
    public ICatalog Catalog => catalog;

    public WebhookOwners Owners => owners;

    public WebhookPost Post => post;

    public RegistryClock Clock => clock;

    public WebhookMeter Meter => meter;

    public ILogger Logger => logger;
}

/// <summary>
/// The line before one receiver: it reads the ledger from where it has come to, in its person's scope, and sends one event after the other. While
/// an event waits for another attempt those behind it wait too, in the ledger and not here.
/// </summary>
/// <param name="key">What logs and metrics call the webhook.</param>
/// <param name="diary">How far it has come.</param>
/// <param name="around">What it stands on.</param>
/// <param name="deactivate">Has memory dropped: after a change that could not be kept nothing in it counts.</param>
internal sealed class WebhookLine(string key, IPersistentState<WebhookDiary> diary, WebhookSurroundings around, Action deactivate)
{
    private const string AddedType = "webhookAdded";
    private const int AttemptsPerRoundMax = 100;
    private const int StretchesPerRoundMax = 20;
    private const int HistoryPage = 200;

    /// <summary>So many events that were none of the receiver's are looked at again after a restart, at most.</summary>
    private const int PassedOverMax = 10_000;

    /// <summary>Accounts are nobody's news.</summary>
    private static readonly ImmutableArray<RecordKind> Kinds = [RecordKind.Site, RecordKind.Unit];

    private Task kept = Task.CompletedTask;
    private long looked;

    public WebhookDiary Diary => diary.State;

    /// <summary>
    /// Changes follow each other, each on what the one before left and each kept before the next: calls come in between, and the storage takes
    /// one at a time.
    /// </summary>
    public Task Change(Func<WebhookDiary, WebhookDiary> change) => kept = Keep(kept, change);

    /// <returns>How many attempts were made, and whether the webhook is still in force.</returns>
    public async Task<(int Attempts, bool IsInForce)> Work(HookId id, CancellationToken cancellationToken)
    {
        var made = 0;
        while (made < AttemptsPerRoundMax)
        {
            // Asked before each attempt: nothing leaves once the account is locked, the role lost or the webhook removed.
            if (await around.Owners.Of(id, cancellationToken) is not { IsInForce: true } owner) return (made, false);

            if (Diary.PingAsked)
                await SendPing(owner, cancellationToken);
            else if (await Next(id, owner, cancellationToken) is { } item)
                await Send(owner, item, cancellationToken);
            else
                break;
            made++;
        }

        around.Meter.Stands(key, Diary);
        return (made, true);
    }

    private async Task SendPing(WebhookOwner owner, CancellationToken cancellationToken)
    {
        var attempt = await around.Post.Ping(owner, cancellationToken);
        await Change(before => before.Pinged(attempt));
    }

    private async Task Send(WebhookOwner owner, FeedItem item, CancellationToken cancellationToken)
    {
        var row = item.Row;
        var number = Diary.Waiting is { } waiting && waiting.Position == row.Position ? waiting.Attempts + 1 : 1;
        var attempt = await around.Post.Send(owner, CloudEvents.Of(row, owner.BodyOf(item)), row.Position, row.Type, number, cancellationToken);
        if (attempt.Result == Wire.Name(DeliveryResult.Delivered))
        {
            await Change(before => before.Delivered(row, attempt));
            return;
        }

        var (pause, now) = (RetrySchedule.After(number, Random.Shared.NextDouble()), around.Clock.GetUtcNow());
        await Change(before => before.Failed(row, attempt, pause, now));
        if (pause is null) around.Meter.Died();
        if (Diary.DisabledFor is { } reason) around.Logger.LogWarning("{Webhook} is disabled: {Reason}", key, reason);
    }

    /// <summary>What is to be sent now: the event that waits, then what was put back, then what is new. Each as it lies in the scope now.</summary>
    private async Task<FeedItem?> Next(HookId id, WebhookOwner owner, CancellationToken cancellationToken)
    {
        if (Diary.DisabledAt is not null) return null;

        while (Diary.Head is { } head)
        {
            if (Diary.Waiting is { } waiting && waiting.NextAt > around.Clock.GetUtcNow()) return null;
            if (await EventAt(head, owner, cancellationToken) is { } item) return item;

            await Change(before => before.Settled(head));
        }

        return await New(id, owner, cancellationToken);
    }

    private async Task<FeedItem?> EventAt(long position, WebhookOwner owner, CancellationToken cancellationToken)
    {
        var page = await around.Catalog.Feed(new FeedFilter(owner.Scope, position - 1, Kinds, [], null, 1), cancellationToken);
        return page.Items is [var item, ..] && item.Row.Position == position ? item : null;
    }

    private async Task<FeedItem?> New(HookId id, WebhookOwner owner, CancellationToken cancellationToken)
    {
        var after = Diary.After ?? await Begin(id, cancellationToken);
        looked = Math.Max(looked, after);
        for (var stretch = 0; stretch < StretchesPerRoundMax; stretch++)
        {
            var page = await around.Catalog.Feed(new FeedFilter(owner.Scope, looked, Kinds, owner.Hook.Types, null, 1), cancellationToken);
            if (page.Items is [var item, ..]) return item;
            if (page.Position <= looked) break;

            looked = page.Position;
            if (looked - after >= PassedOverMax) await Change(before => before.PassedOver(looked));
        }

        return null;
    }

    /// <summary>The line begins behind the event that added the webhook: its receiver is told of nothing that was before.</summary>
    private async Task<long> Begin(HookId id, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await around.Catalog.History(RecordKind.Account, id.PersonId, CatalogScope.Everything, cursor, HistoryPage, cancellationToken);
            if (page?.Items.FirstOrDefault(row => Adds(row, id.WebhookId)) is { } added)
            {
                await Change(before => before.PassedOver(added.Position));
                return added.Position;
            }

            cursor = page?.NextCursor;
        }
        while (cursor is not null);

        throw new InvalidOperationException("the ledger does not tell of a webhook that the account has");
    }

    private static bool Adds(HistoryRow row, string webhookId) => row.Type == AddedType
        && StoredFormat.ReadAccountEvent(JsonNode.Parse(row.Body)!["data"]!) is WebhookAdded { Webhook: var added } && added.WebhookId == webhookId;

    private async Task Keep(Task before, Func<WebhookDiary, WebhookDiary> change)
    {
        await before;
        diary.State = change(diary.State);
        try
        {
            await diary.WriteStateAsync();
        }
        catch
        {
            deactivate();
            throw;
        }
    }
}
