using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

/// <param name="Around">The units that the command names, as far as they are registered.</param>
public sealed record AccountContext(Actor By, AccountSurroundings Around, RegistryPolicy Policy, DateTimeOffset Now)
{
    public DateOnly Today => RegistryCalendar.DateOf(Now);

    public Refusal Refuse(RuleId rule, params ReadOnlySpan<Figure> figures) => Policy.Refuse(rule, figures);
}

/// <param name="UnknownUnit">A unit or authority that the command names and nobody has registered; null when there is none.</param>
public sealed record AccountSurroundings(UnitId? UnknownUnit)
{
    /// <summary>Whether there is no key to sign webhooks with.</summary>
    public bool WebhooksOff { get; init; }

    public static AccountSurroundings None { get; } = new((UnitId?)null);
}

/// <summary>
/// Accounts, API clients and webhooks: who may act at all, and be told. By administrators, webhooks by the person; every act is in the ledger
/// under its name.
/// </summary>
public static class AccountRules
{
    public const string UserNameClaim = "user-name";
    public const string ClientIdClaim = "client-id";
    public const string WebhookIdClaim = "webhook-id";

    /// <summary>Clients let in at a time.</summary>
    public const int ClientsMax = 20;
    public const int AddressesMax = 20;
    public const int ClientYearsMax = 3;

    private const int HandleLengthMin = 3;

    private enum Kind
    {
        Sponsor,
        Authority,
        Centre,
        Ops,
        Auditor,
        Admin,
        None,
    }

    /// <summary>Total, as <see cref="SiteRules.Decide"/>.</summary>
    public static Decision<AccountEvent> Decide(Account account, AccountCommand command, AccountContext context)
    {
        if (!MayKnow(account.PersonId, context.By) || (command is not PutAccount && !account.Exists))
        {
            return Decision<AccountEvent>.Hide;
        }

        if (!Allows(account, command, context.By))
        {
            return context.Refuse(RuleId.RoleNotAllowed, Figure.Of("role", Wire.Name(context.By.Role)));
        }

        if (account.RetiredAt is { } retired)
        {
            return context.Refuse(RuleId.AccountIsRetired, Figure.Of("value", RegistryCalendar.DateOf(retired)));
        }

        if (context.By.PersonId == account.PersonId && command is PutAccount or InviteAgain or LockAccount or UnlockAccount or RetireAccount)
        {
            return context.Refuse(RuleId.OwnAccount);
        }

        return command switch
        {
            PutAccount c => Put(account, c, context),
            InviteAgain c => new PersonInvited(context.Now, account.Invitation + 1, c.Reason),
            ActivateAccount when account.ActivatedAt is not null => context.Refuse(RuleId.NothingChanged),
            ActivateAccount => new AccountActivated(context.Now, account.Invitation),
            LockAccount when account.State == AccountState.Locked => context.Refuse(RuleId.NothingChanged),
            LockAccount c => new AccountLocked(context.Now, c.Reason),
            UnlockAccount when account.State == AccountState.Active => context.Refuse(RuleId.NothingChanged),
            UnlockAccount c => new AccountUnlocked(context.Now, c.Reason),
            RetireAccount c => new AccountRetired(context.Now, c.Reason),
            EndTokens c => new TokensEnded(context.Now, c.Reason),
            AddClient c => Add(account, c, context),
            RenewClientKey c => account.ClientOf(c.ClientId) is { } client
                ? new ClientKeyRenewed(context.Now, client.ClientId, client.Key + 1, c.Reason)
                : context.Refuse(RuleId.ClientUnknown, Figure.Of("value", c.ClientId)),
            RevokeClient c => account.ClientOf(c.ClientId) is { } client
                ? new ClientRevoked(context.Now, client.ClientId, c.Reason)
                : context.Refuse(RuleId.ClientUnknown, Figure.Of("value", c.ClientId)),
            AddWebhook c => WebhookRules.Add(account, c, context),
            RenewWebhookKey c => WebhookRules.Renew(account, c, context),
            RemoveWebhook c => WebhookRules.Remove(account, c, context),
            _ => throw new InvalidOperationException($"no rule decides {command.GetType().Name}"),
        };
    }

    public static Account Evolve(Account account, AccountEvent @event) => @event switch
    {
        AccountOpened e => account with
        {
            UserName = e.UserName,
            Name = e.Name,
            State = AccountState.Active,
            Roles = e.Roles,
            Unit = e.Unit,
            Authority = e.Authority,
            OpenedAt = e.At,
            Epoch = 1,
        },
        AccountChanged e => account with
        {
            UserName = e.UserName,
            Name = e.Name,
            Roles = e.Roles,
            Unit = e.Unit,
            Authority = e.Authority,
            Epoch = account.Epoch + (IsSameStanding(account, e) ? 0 : 1),
            Clients = [.. account.Clients.Select(client => e.Roles.Contains(client.Role) ? client : Revoke(client, e.At))],
            Webhooks = WebhookRules.Each(account, hook => e.Roles.Contains(hook.Role) ? hook : WebhookRules.Remove(hook, e.At)),
        },
        PersonInvited e => account with { Invitation = e.Number, ActivatedAt = null, Epoch = account.Epoch + (e.Number > 1 ? 1 : 0) },
        AccountActivated e => account with { ActivatedAt = e.At },
        AccountLocked => account with { State = AccountState.Locked, Epoch = account.Epoch + 1 },
        AccountUnlocked => account with { State = AccountState.Active },
        AccountRetired e => account with
        {
            State = AccountState.Retired,
            RetiredAt = e.At,
            Epoch = account.Epoch + 1,
            Clients = [.. account.Clients.Select(client => Revoke(client, e.At))],
            Webhooks = WebhookRules.Each(account, hook => WebhookRules.Remove(hook, e.At)),
        },
        TokensEnded => account with { Epoch = account.Epoch + 1 },
        ClientAdded e => account with { Clients = account.Clients.Add(e.Client) },
        ClientKeyRenewed e => account with
        {
            Clients = [.. account.Clients.Select(client => client.ClientId == e.ClientId ? client with { Key = e.Key } : client)],
        },
        ClientRevoked e => account with
        {
            Clients = [.. account.Clients.Select(client => client.ClientId == e.ClientId ? Revoke(client, e.At) : client)],
        },
        WebhookAdded e => account with { Webhooks = account.AllWebhooks.Add(e.Webhook) },
        WebhookKeyRenewed e => account with
        {
            Webhooks = WebhookRules.Each(account, hook => hook.WebhookId == e.WebhookId ? hook with { Key = e.Key, KeyAt = e.At } : hook),
        },
        WebhookRemoved e => account with
        {
            Webhooks = WebhookRules.Each(account, hook => hook.WebhookId == e.WebhookId ? WebhookRules.Remove(hook, e.At) : hook),
        },
        _ => throw new InvalidOperationException($"no rule says what {@event.GetType().Name} makes of an account"),
    };

    /// <summary>Administrators and auditors see every account, everybody the own one.</summary>
    public static bool Sees(Account account, Actor actor) => account.Exists && MayKnow(account.PersonId, actor);

    /// <summary>What must be one account's alone. A retired person's names stay theirs: they stand in the ledger.</summary>
    public static ImmutableArray<ClaimNeed> Claims(Account account) => account.Exists
        ?
        [
            ClaimNeed.Of(UserNameClaim, account.UserName), .. account.Clients.Select(client => ClaimNeed.Of(ClientIdClaim, client.ClientId)),
            .. account.AllWebhooks.Select(hook => ClaimNeed.Of(WebhookIdClaim, hook.WebhookId)),
        ]
        : [];

    /// <summary>Whether there is such an account is for the same to know: an id that nobody has answers others as one that somebody has.</summary>
    public static bool MayKnow(string personId, Actor actor) =>
        actor.Role is Role.Admin or Role.Auditor or Role.System || actor.PersonId == personId;

    private static bool Allows(Account account, AccountCommand command, Actor by) => command switch
    {
        ActivateAccount => by.PersonId == account.PersonId || by.Role == Role.System,
        EndTokens or RemoveWebhook => by.Role is Role.Admin or Role.System || by.PersonId == account.PersonId,
        AddWebhook or RenewWebhookKey => by.PersonId == account.PersonId, // whoever has the secret or the address is sent the person's events
        _ => by.Role is Role.Admin or Role.System,
    };

    /// <summary>Refusals: person-id-invalid, user-name-invalid, account-roles-invalid, unit-unknown, nothing-changed.</summary>
    private static Decision<AccountEvent> Put(Account account, PutAccount command, AccountContext context)
    {
        if (!PersonIds.IsValid(account.PersonId))
        {
            return context.Refuse(RuleId.PersonIdInvalid, Figure.Of("value", account.PersonId));
        }

        if (!IsHandle(command.UserName))
        {
            return context.Refuse(RuleId.UserNameInvalid, Figure.Of("value", command.UserName));
        }

        var name = command.Name.Trim();
        var unit = command.Unit ?? command.Authority; // who acts for an authority belongs to it
        if (name.Length == 0 || !Fit(command.Roles, unit, command.Authority))
        {
            return context.Refuse(RuleId.AccountRolesInvalid);
        }

        // What the registry itself sets up at its first start comes before the units.
        if (context.By.Role != Role.System && context.Around.UnknownUnit is { } unknown)
        {
            return context.Refuse(RuleId.UnitUnknown, Figure.Of("value", unknown.Uscc));
        }

        ImmutableArray<Role> roles = [.. command.Roles.Order()];
        if (!account.Exists)
        {
            return Decision<AccountEvent>.Accept(
                new AccountOpened(context.Now, account.PersonId, command.UserName, name, roles, unit, command.Authority),
                new PersonInvited(context.Now, 1, Reason: null));
        }

        var changed = new AccountChanged(context.Now, command.UserName, name, roles, unit, command.Authority);
        return IsSameStanding(account, changed) && (account.UserName, account.Name) == (changed.UserName, changed.Name)
            ? context.Refuse(RuleId.NothingChanged)
            : changed;
    }

    /// <summary>
    /// Refusals: client-id-invalid, client-id-taken, clients-too-many, client-scopes-invalid, client-expiry-invalid, address-range-invalid.
    /// </summary>
    private static Decision<AccountEvent> Add(Account account, AddClient command, AccountContext context)
    {
        if (!IsHandle(command.ClientId))
        {
            return context.Refuse(RuleId.ClientIdInvalid, Figure.Of("value", command.ClientId));
        }

        if (account.Clients.Any(client => client.ClientId == command.ClientId))
        {
            return context.Refuse(RuleId.ClientIdTaken, Figure.Of("value", command.ClientId));
        }

        if (account.Clients.Count(client => client.RevokedAt is null) >= ClientsMax)
        {
            return context.Refuse(RuleId.ClientsTooMany, Figure.Of("limit", ClientsMax));
        }

        var possible = Scopes.Of(command.Role);
        if (!account.Roles.Contains(command.Role) || command.Scopes.IsDefaultOrEmpty || command.Scopes.Any(scope => !possible.Contains(scope)))
        {
            return context.Refuse(RuleId.ClientScopesInvalid, Figure.Of("expected", string.Join(" ", account.Roles.SelectMany(Scopes.Of).Distinct())));
        }

        var latest = RegistryCalendar.AddMonths(context.Today, 12 * ClientYearsMax);
        if (command.ExpiresOn is { } expiry && (expiry < context.Today || expiry > latest))
        {
            return context.Refuse(RuleId.ClientExpiryInvalid, Figure.Of("value", expiry), Figure.Of("until", latest));
        }

        if (Networks(command.Addresses, context, out var networks) is { } refusal)
        {
            return refusal;
        }

        return new ClientAdded(context.Now, new ApiClient(
            command.ClientId, command.Label.Trim(), command.Role, [.. command.Scopes.Distinct().Order(StringComparer.Ordinal)], command.ExpiresOn,
            networks, Key: 1, context.Now, RevokedAt: null));
    }

    /// <summary>address-range-invalid; else the networks, each once, in canonical form. None means any address.</summary>
    private static Refusal? Networks(ImmutableArray<string> written, AccountContext context, out ImmutableArray<string> networks)
    {
        networks = [];
        if (written.IsDefaultOrEmpty)
        {
            return null;
        }

        if (written.Length > AddressesMax)
        {
            return context.Refuse(RuleId.AddressRangeInvalid, Figure.Of("limit", AddressesMax));
        }

        foreach (var range in written)
        {
            if (AddressRange.Parse(range).Value is not { } network)
            {
                return context.Refuse(RuleId.AddressRangeInvalid, Figure.Of("value", range ?? ""), Figure.Of("limit", AddressesMax));
            }

            networks = networks.Contains(network) ? networks : networks.Add(network);
        }

        return null;
    }

    /// <summary>People belong to one unit, authority or centre; roles of different kinds check each other and are not held by one.</summary>
    private static bool Fit(ImmutableArray<Role> roles, UnitId? unit, UnitId? authority)
    {
        if (roles.IsDefaultOrEmpty || roles.Distinct().Count() != roles.Length)
        {
            return false;
        }

        var kind = KindOf(roles[0]);
        return roles.All(role => KindOf(role) == kind) && kind switch
        {
            Kind.Sponsor => unit is not null && authority is null,
            Kind.Authority => authority is not null,
            Kind.None => false,
            _ => authority is null,
        };
    }

    private static Kind KindOf(Role role) => role switch
    {
        Role.Clerk or Role.Head => Kind.Sponsor,
        Role.Reviewer or Role.Lead => Kind.Authority,
        Role.Centre => Kind.Centre,
        Role.Ops => Kind.Ops,
        Role.Auditor => Kind.Auditor,
        Role.Admin => Kind.Admin,
        _ => Kind.None,
    };

    /// <summary>Names that are typed, compared and claimed: one spelling each.</summary>
    internal static bool IsHandle(string text) =>
        text.Length >= HandleLengthMin && PersonIds.IsValid(text) && !text.Any(char.IsAsciiLetterUpper);

    private static bool IsSameStanding(Account account, AccountChanged change) =>
        account.Roles.SequenceEqual(change.Roles) && (account.Unit, account.Authority) == (change.Unit, change.Authority);

    private static ApiClient Revoke(ApiClient client, DateTimeOffset at) => client.RevokedAt is null ? client with { RevokedAt = at } : client;
}
