using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NanchangEdu.Registry.Contracts;

/// <summary>What happened to an account. Stored in the ledger under these names for ever. Secrets are nowhere in it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AccountOpened), "accountOpened")]
[JsonDerivedType(typeof(AccountChanged), "accountChanged")]
[JsonDerivedType(typeof(PersonInvited), "personInvited")]
[JsonDerivedType(typeof(AccountActivated), "accountActivated")]
[JsonDerivedType(typeof(AccountLocked), "accountLocked")]
[JsonDerivedType(typeof(AccountUnlocked), "accountUnlocked")]
[JsonDerivedType(typeof(AccountRetired), "accountRetired")]
[JsonDerivedType(typeof(TokensEnded), "tokensEnded")]
[JsonDerivedType(typeof(ClientAdded), "clientAdded")]
[JsonDerivedType(typeof(ClientKeyRenewed), "clientKeyRenewed")]
[JsonDerivedType(typeof(ClientRevoked), "clientRevoked")]
[JsonDerivedType(typeof(WebhookAdded), "webhookAdded")]
[JsonDerivedType(typeof(WebhookKeyRenewed), "webhookKeyRenewed")]
[JsonDerivedType(typeof(WebhookRemoved), "webhookRemoved")]
public abstract record AccountEvent(DateTimeOffset At);

public sealed record AccountOpened(
    DateTimeOffset At, string PersonId, string UserName, string Name, ImmutableArray<Role> Roles, UnitId? Unit, UnitId? Authority) : AccountEvent(At);

public sealed record AccountChanged(
    DateTimeOffset At, string UserName, string Name, ImmutableArray<Role> Roles, UnitId? Unit, UnitId? Authority) : AccountEvent(At);

/// <param name="Number">1 for the first.</param>
/// <param name="Reason">Why again; null for the first.</param>
public sealed record PersonInvited(DateTimeOffset At, int Number, string? Reason) : AccountEvent(At);

public sealed record AccountActivated(DateTimeOffset At, int Invitation) : AccountEvent(At);

public sealed record AccountLocked(DateTimeOffset At, string Reason) : AccountEvent(At);

public sealed record AccountUnlocked(DateTimeOffset At, string Reason) : AccountEvent(At);

public sealed record AccountRetired(DateTimeOffset At, string Reason) : AccountEvent(At);

public sealed record TokensEnded(DateTimeOffset At, string Reason) : AccountEvent(At);

public sealed record ClientAdded(DateTimeOffset At, ApiClient Client) : AccountEvent(At);

public sealed record ClientKeyRenewed(DateTimeOffset At, string ClientId, int Key, string Reason) : AccountEvent(At);

public sealed record ClientRevoked(DateTimeOffset At, string ClientId, string Reason) : AccountEvent(At);

public sealed record WebhookAdded(DateTimeOffset At, Webhook Webhook) : AccountEvent(At);

public sealed record WebhookKeyRenewed(DateTimeOffset At, string WebhookId, int Key, string Reason) : AccountEvent(At);

public sealed record WebhookRemoved(DateTimeOffset At, string WebhookId, string Reason) : AccountEvent(At);
