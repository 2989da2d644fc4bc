using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>An account as its readers see it, and the answers to its commands.</summary>
public static class AccountViews
{
    public static byte[] Render(Account account, long version) => SiteViews.Bytes(new AccountView(
        account.PersonId, version, account.UserName, account.Name, account.State, account.Roles, account.Unit, account.Authority,
        account.OpenedAt, account.ActivatedAt, account.Invitation, account.Clients));

    /// <summary>What the catalog holds for gateways, beside the record: a stored form, which an audit compares with what the ledger makes.</summary>
    public static byte[] Standing(Account account) => SiteViews.Bytes(account.Standing());

    /// <returns>201 when an account, a client or a webhook was made, else 200.</returns>
    public static (int Status, byte[] Body) Receipt(Account account, long version, ImmutableArray<AccountEvent> events)
    {
        var added = events.OfType<ClientAdded>().LastOrDefault()?.Client;
        var renewed = events.OfType<ClientKeyRenewed>().LastOrDefault();
        var clientId = added?.ClientId ?? renewed?.ClientId ?? events.OfType<ClientRevoked>().LastOrDefault()?.ClientId;
        var hook = HookIn(events);
        return (
            events.Any(e => e is AccountOpened or ClientAdded or WebhookAdded) ? 201 : 200,
            SiteViews.Bytes(new AccountReceipt(
                account.PersonId, version, account.State, account.Roles, events.OfType<PersonInvited>().LastOrDefault()?.Number,
                clientId, added?.Key ?? renewed?.Key ?? hook.Key)
            {
                WebhookId = hook.WebhookId,
            }));
    }

    private static (string? WebhookId, int? Key) HookIn(ImmutableArray<AccountEvent> events) => events.LastOrDefault() switch
    {
        WebhookAdded e => (e.Webhook.WebhookId, e.Webhook.Key),
        WebhookKeyRenewed e => (e.WebhookId, e.Key),
        WebhookRemoved e => (e.WebhookId, null),
        _ => (null, null),
    };
}
