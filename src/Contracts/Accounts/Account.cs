using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

public enum AccountState
{
    Active = 1,
    /// <summary>Nothing of the person's is let in until it is unlocked.</summary>
    Locked = 2,
    /// <summary>For good: the person has left. The id is never given to another.</summary>
    Retired = 3,
}

/// <summary>The id of a person: what self-approval and the ledger know them by. It is the account's id, too.</summary>
public static class PersonIds
{
    public const int LengthMax = 64;

    /// <summary>1 to 64 ASCII letters, digits, dots, underscores and hyphens; the first a letter or digit.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= LengthMax } && char.IsAsciiLetterOrDigit(text[0])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}

/// <summary>An API client (接口客户端): a program that acts for its person, in one of the person's roles.</summary>
/// <param name="ClientId">Unique in the registry, for ever.</param>
/// <param name="Label">What it is used for, in words.</param>
/// <param name="Role">The role it acts in.</param>
/// <param name="Scopes">What its tokens may be used for; none beyond <see cref="Contracts.Scopes.Of"/> its role.</param>
/// <param name="ExpiresOn">The last date on which it is let in, Asia/Shanghai; null without end.</param>
/// <param name="Addresses">Networks in CIDR form from which alone it is let in; empty for any.</param>
/// <param name="Key">Number of its secret: each renewal counts on, and tokens of the secret before are good for nothing.</param>
/// <param name="RevokedAt">Null while it is let in.</param>
[GenerateSerializer, Immutable, Alias("nce.ApiClient")]
public sealed record ApiClient(
    [property: Id(0)] string ClientId,
    [property: Id(1)] string Label,
    [property: Id(2)] Role Role,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] DateOnly? ExpiresOn,
    [property: Id(5)] ImmutableArray<string> Addresses,
    [property: Id(6)] int Key,
    [property: Id(7)] DateTimeOffset AddedAt,
    [property: Id(8)] DateTimeOffset? RevokedAt);

/// <summary>
/// What a gateway needs to know of a person at each request: it lies in the catalog beside the account's record, written with every
/// change of it.
/// </summary>
/// <param name="Epoch">Counts on whenever all tokens and sessions of the person must end; those of an earlier one are good for nothing.</param>
/// <param name="Invitation">Number of the latest invitation; 0 when there was none.</param>
public sealed record AccountStanding(
    string PersonId, string UserName, string Name, AccountState State, ImmutableArray<Role> Roles, UnitId? Unit, UnitId? Authority, long Epoch, int Invitation,
    ImmutableArray<ApiClient> Clients)
{
    /// <summary>Those that are sent to. Default, and so not stored, when there is none: standings from before there were any stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Webhook> Webhooks { get; init; }

    [JsonIgnore]
    public ImmutableArray<Webhook> ActiveWebhooks => Webhooks.IsDefault ? [] : Webhooks;
}

/// <summary>An account as administrators and auditors see it. No secret is ever in it.</summary>
/// <param name="ActivatedAt">When the person first set a password; null before.</param>
public sealed record AccountView(
    string PersonId, long Version, string UserName, string Name, AccountState State, ImmutableArray<Role> Roles, UnitId? Unit, UnitId? Authority,
    DateTimeOffset OpenedAt, DateTimeOffset? ActivatedAt, int Invitation, ImmutableArray<ApiClient> Clients);

/// <summary>The compact answer to a command on an account.</summary>
/// <param name="Invitation">Number of the invitation that the command made; null when it made none.</param>
/// <param name="ClientId">The client that the command concerned.</param>
/// <param name="Key">Number of the client's or webhook's secret that the command made; null when it made none.</param>
public sealed record AccountReceipt(
    string PersonId, long Version, AccountState State, ImmutableArray<Role> Roles, int? Invitation, string? ClientId, int? Key)
{
    /// <summary>The webhook that the command concerned; not written when it concerned none, as in receipts from before there were any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WebhookId { get; init; }
}
