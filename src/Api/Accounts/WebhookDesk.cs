using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity.Standing;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>
/// Carries what is asked of webhooks to the account and to the webhook's line. The gateway has no key: a secret is asked of the line when it is
/// shown, and goes by.
/// </summary>
public sealed class WebhookDesk(IGrainFactory grains, Standings standings)
{
    public const string OwnRoot = Routes.Root + "/me/webhooks";

    /// <summary>A command to the account; the secret that it made goes with the answer, to the person whose it is.</summary>
    public async Task<IResult> Execute<T>(string personId, Asked<T> asked, AccountCommand command, CancellationToken cancellationToken) where T : class
    {
        var outcome = await grains.GetAccount(personId).Execute(command, asked.Envelope, cancellationToken);
        if (outcome.Kind != OutcomeKind.Done) return outcome.ToHttpResult(OwnRoot);

        // The command is committed: whoever stops waiting does not stop what follows from it.
        await standings.Changed(personId);
        var receipt = JsonSerializer.Deserialize<AccountReceipt>(outcome.Body, RegistryJson.Options) ?? throw new JsonException("a receipt is an object");
        var answer = new WebhookAnswerView(receipt.WebhookId ?? throw new JsonException("the receipt names no webhook"), outcome.Version, receipt.Key);
        if (receipt.Key is not { } key) return Answer(answer, outcome);

        var shown = await grains.GetWebhook(personId, answer.WebhookId).ReadSecret(key, asked.Envelope.By, CancellationToken.None);
        return shown.Kind == ReadKind.Found
            ? Answer(answer with { Secret = Read<WebhookSecretView>(shown).Secret }, outcome)
            : Problems.Of(RuleId.OutcomeUnknown); // no silo has a key just now: the same question is answered when one has
    }

    public async Task<IResult> Redeliver(string hook, Asked<Nothing> asked, CancellationToken cancellationToken) =>
        Answer(hook, await Line(asked, hook).Redeliver(asked.Envelope, cancellationToken));

    public async Task<IResult> Test(string hook, Asked<Nothing> asked, CancellationToken cancellationToken) =>
        Answer(hook, await Line(asked, hook).Ping(asked.Envelope, cancellationToken));

    /// <summary>The webhooks that are sent to, of one's own or of a person whom one may know of.</summary>
    public async Task<IResult> List(string personId, Caller caller, CancellationToken cancellationToken)
    {
        var account = (await standings.Of(personId)).Account;
        if (account is null) return personId == caller.Actor.PersonId ? JsonBytes.Of(ImmutableArray<WebhookRowView>.Empty) : Problems.Of(RuleId.NotFound);

        var rows = await Task.WhenAll(account.ActiveWebhooks.Select(hook => Row(personId, hook, caller, cancellationToken)));
        return rows.Any(row => row.IsUnknown) ? Problems.Of(RuleId.NotReady) : JsonBytes.Of(rows.Select(row => row.View).OfType<WebhookRowView>().ToImmutableArray());
    }

    public async Task<IResult> Deliveries(string hook, Caller caller, CancellationToken cancellationToken)
    {
        var answer = await grains.GetWebhook(caller.Actor.PersonId, hook).Read(caller.Actor, cancellationToken);
        return answer.Kind == ReadKind.NotFound ? Unknown(hook) : answer.ToHttpResult();
    }

    /// <summary>One that was removed a moment ago has no row, and does not spoil the list.</summary>
    private async Task<(WebhookRowView? View, bool IsUnknown)> Row(string personId, Webhook hook, Caller caller, CancellationToken cancellationToken)
    {
        var answer = await grains.GetWebhook(personId, hook.WebhookId).Read(caller.Actor, cancellationToken);
        if (answer.Kind != ReadKind.Found) return (null, answer.Kind == ReadKind.Unknown);

        var state = Read<WebhookStateView>(answer);
        return (new WebhookRowView(
            hook.WebhookId, hook.Label, hook.Role, hook.Url, hook.Types, hook.Key, hook.AddedAt, state.State, state.DisabledFor, state.DisabledAt,
            state.DeliveredAt, state.FailingSince, state.DeadLetters.Length), false);
    }

    private WebhookReference Line(Asked<Nothing> asked, string hook) => grains.GetWebhook(asked.Envelope.By.PersonId, hook);

    private static IResult Answer(string hook, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return Unknown(hook);
        if (outcome.Kind != OutcomeKind.Done) return outcome.ToHttpResult(OwnRoot);

        var receipt = JsonSerializer.Deserialize<WebhookReceipt>(outcome.Body, RegistryJson.Options) ?? throw new JsonException("a receipt is an object");
        return Answer(new WebhookAnswerView(receipt.WebhookId, outcome.Version, PutBack: receipt.PutBack), outcome);
    }

    private static JsonBytes Answer(WebhookAnswerView answer, Outcome outcome) =>
        new(JsonSerializer.SerializeToUtf8Bytes(answer, Json.Options), Preconditions.ETagOf(outcome.Version), outcome.Status)
        {
            Location = outcome.Status == StatusCodes.Status201Created ? OwnRoot : null,
        };

    private static T Read<T>(ReadAnswer answer) => JsonSerializer.Deserialize<T>(answer.Body, RegistryJson.Options) ?? throw new JsonException("an answer is an object");

    /// <summary>Somebody else's and nobody's are answered alike, and as the account's own commands answer.</summary>
    private static ProblemResult Unknown(string hook) =>
        Problems.Of(new Refusal(RuleId.WebhookUnknown, null, null, [Figure.Of("value", hook)], []));
}
