using System.Collections.Immutable;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Rules.Clauses;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Webhooks;

/// <summary>A webhook with the person for whom it is sent to, as the register has both now.</summary>
internal sealed record WebhookOwner(AccountStanding Account, Webhook Hook, Actor Actor)
{
    /// <summary>Whether it may be sent anything.</summary>
    public bool IsInForce => IsSentTo(Account, Hook);

    public HookId Id => new(Account.PersonId, Hook.WebhookId);

    public CatalogScope Scope => CatalogScope.Of(Actor);

    public static bool IsSentTo(AccountStanding account, Webhook hook) =>
        account.State == AccountState.Active && account.Roles.Contains(hook.Role) && Permissions.ReadsLedger(hook.Role);

    /// <summary>The event's body as the person would read it: contacts of a site are masked by what the person is to it.</summary>
    public LedgerBody BodyOf(FeedItem item) => item.Row.Kind == RecordKind.Site
        ? LedgerBodies.For(PersonalData.RelationOf(item.Unit is { } unit ? new UnitId(unit) : null, Actor), item.Row.Body)
        : new LedgerBody(item.Row.Body, IsMasked: false);
}

/// <summary>Asks the register, not a memory of it: what was taken back a moment ago is not sent to any more.</summary>
internal sealed class WebhookOwners(ICatalog catalog)
{
    /// <summary>Null when the person has no such webhook, or has it no more.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<WebhookOwner?> Of(HookId id, CancellationToken cancellationToken)
    {
        if (await catalog.Standing(id.PersonId, cancellationToken) is not { } stored) return null;

        var account = Read(stored);
        if (account.ActiveWebhooks.FirstOrDefault(hook => hook.WebhookId == id.WebhookId) is not { } found) return null;

        var below = found.Role is Role.Reviewer or Role.Lead && account.Authority is { } authority
            ? await catalog.AuthoritiesBelow(authority.Uscc, cancellationToken)
            : [];
        return new WebhookOwner(account, found, new Actor(account.PersonId, account.Name, found.Role, account.Unit, account.Authority)
        {
            Subordinates = [.. below.Select(uscc => new UnitId(uscc))],
        });
    }

    /// <summary>Every webhook that may be sent something.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<ImmutableArray<HookId>> InForce(CancellationToken cancellationToken) =>
    [
        .. from stored in await catalog.StandingsHolding(AccountRules.WebhookIdClaim, cancellationToken)
           let account = Read(stored)
           from hook in account.ActiveWebhooks
           where WebhookOwner.IsSentTo(account, hook)
           select new HookId(account.PersonId, hook.WebhookId),
    ];

    private static AccountStanding Read(byte[] stored) =>
        JsonSerializer.Deserialize<AccountStanding>(stored, RegistryJson.Options) ?? throw new JsonException("a standing is an object");
}
