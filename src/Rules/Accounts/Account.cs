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

    public static Account Unknown(string personId) => new(personId);

    [JsonIgnore]
    public bool Exists => State != default;

    /// <summary>The client while it is let in.</summary>
    public ApiClient? ClientOf(string clientId) => Clients.FirstOrDefault(client => client.ClientId == clientId && client.RevokedAt is null);

    public AccountStanding Standing() => new(PersonId, UserName, Name, State, Roles, Unit, Authority, Epoch, Invitation, Clients);
}
