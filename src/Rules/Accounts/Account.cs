using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// 账号: one person, the unit or authority the person belongs to, the roles, and the programs that act for the person. What proves who
/// somebody is (passwords, second factors, secrets) is kept elsewhere and never here.
/// </summary>
public sealed record Account(string PersonId)
{
    /// <summary>Empty only before the account was opened.</summary>
    public string UserName { get; init; } = "";

    public string Name { get; init; } = "";

    public AccountState State { get; init; }

    public ImmutableArray<Role> Roles { get; init; } = [];

    public UnitId? Unit { get; init; }

    public UnitId? Authority { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; init; }

    public DateTimeOffset? RetiredAt { get; init; }

    public int Invitation { get; init; }

    /// <summary>Counts on whenever all tokens and sessions of the person must end.</summary>
    public long Epoch { get; init; }

    public ImmutableArray<ApiClient> Clients { get; init; } = [];

    /// <summary>Removed ones too. Default, and so not stored, before the first one: accounts from before there were any stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Webhook> Webhooks { get; init; }

    public static Account Unknown(string personId) => new(personId);

    [JsonIgnore]
    public bool Exists => State != default;

    /// <summary>The client while it is let in.</summary>
    public ApiClient? ClientOf(string clientId) => Clients.FirstOrDefault(client => client.ClientId == clientId && client.RevokedAt is null);

    [JsonIgnore]
    public ImmutableArray<Webhook> AllWebhooks => Webhooks.IsDefault ? [] : Webhooks;

    /// <summary>The webhook while it is sent to.</summary>
    public Webhook? WebhookOf(string webhookId) => AllWebhooks.FirstOrDefault(hook => hook.WebhookId == webhookId && hook.RemovedAt is null);

    public AccountStanding Standing()
    {
        ImmutableArray<Webhook> active = [.. AllWebhooks.Where(hook => hook.RemovedAt is null)];
        return new(PersonId, UserName, Name, State, Roles, Unit, Authority, Epoch, Invitation, Clients) { Webhooks = active.IsEmpty ? default : active };
    }
}
