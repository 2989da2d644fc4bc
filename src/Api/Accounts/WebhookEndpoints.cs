using System.Collections.Immutable;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Api.Identity;
using NanchangEdu.Registry.Api.OpenApi;
using NanchangEdu.Registry.Api.Sites;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>Webhooks: everybody's own, and for administrators and auditors those of others.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        MapOwn(api.MapGroup("/me/webhooks"));

        var others = api.MapGroup("/accounts/{person:person}/webhooks");
        others.MapGet("", (string person, Caller caller, WebhookDesk desk, CancellationToken ct) => desk.List(person, caller, ct))
            .Query("listWebhooks", Policies.ReadAccountsName, Tags.Webhooks, typeof(ImmutableArray<WebhookRowView>),
                "List a person's webhooks", "Where events go in the person's name, and how it stands with the receivers.");
        others.MapPost("/{hook:person}/removal", (string person, string hook, Asked<ReasonBody> asked, WebhookDesk desk, CancellationToken ct) =>
                desk.Execute(person, asked, new RemoveWebhook(hook, asked.Body.Reason), ct))
            .Command("removeWebhook", Policies.AccountsName, Tags.Webhooks, "Remove a person's webhook", "For good: nothing is sent to it any more.");
    }

    private static void MapOwn(RouteGroupBuilder own)
    {
        own.MapGet("", (Caller caller, WebhookDesk desk, CancellationToken ct) => desk.List(caller.Actor.PersonId, caller, ct))
            .Query("listOwnWebhooks", Policies.FeedName, Tags.Webhooks, typeof(ImmutableArray<WebhookRowView>),
                "List one's own webhooks", "With what became of the latest deliveries. No secret is in it.");
        own.MapPost("", (Asked<WebhookBody> asked, WebhookDesk desk, CancellationToken ct) =>
                desk.Execute(asked.Envelope.By.PersonId, asked, asked.Body.ToCommand(asked.Envelope.By.Role), ct))
            .Command("addWebhook", Policies.WebhooksName, Tags.Webhooks, creates: true,
                "Add a webhook",
                "From now on the events within the role's scope are sent there, one after the other, as CloudEvents signed by Standard Webhooks. The secret is in the answer.");
        own.MapPost("/{hook:person}/keys", (string hook, Asked<ReasonBody> asked, WebhookDesk desk, CancellationToken ct) =>
                desk.Execute(asked.Envelope.By.PersonId, asked, new RenewWebhookKey(hook, asked.Body.Reason), ct))
            .Command("renewWebhookKey", Policies.WebhooksName, Tags.Webhooks,
                "Give a webhook a new secret", "It is in the answer. For a day messages are signed with the one before, too.");
        own.MapPost("/{hook:person}/removal", (string hook, Asked<ReasonBody> asked, WebhookDesk desk, CancellationToken ct) =>
                desk.Execute(asked.Envelope.By.PersonId, asked, new RemoveWebhook(hook, asked.Body.Reason), ct))
            .Command("removeOwnWebhook", Policies.WebhooksName, Tags.Webhooks, "Remove one's own webhook", "For good: nothing is sent to it any more.");
        own.MapGet("/{hook:person}/deliveries", (string hook, Caller caller, WebhookDesk desk, CancellationToken ct) => desk.Deliveries(hook, caller, ct))
            .Query("readDeliveries", Policies.FeedName, Tags.Webhooks, typeof(WebhookStateView),
                "Read a webhook's deliveries", "The latest attempts and the dead letters: events that every attempt has failed to deliver.");
        own.MapPost("/{hook:person}/redelivery", (string hook, Asked<Nothing> asked, WebhookDesk desk, CancellationToken ct) =>
                desk.Redeliver(hook, asked, ct))
            .Command("redeliver", Policies.WebhooksName, Tags.Webhooks,
                "Deliver again", "Dead letters go back into the line, before what is new, and a disabled webhook goes on from where it stopped.");
        own.MapPost("/{hook:person}/test", (string hook, Asked<Nothing> asked, WebhookDesk desk, CancellationToken ct) => desk.Test(hook, asked, ct))
            .Command("testWebhook", Policies.WebhooksName, Tags.Webhooks,
                "Send a ping", "Once, past the line, to a disabled webhook too; what became of it stands among the deliveries.");
    }
}
