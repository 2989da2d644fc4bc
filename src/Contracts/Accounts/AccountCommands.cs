using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>A command to one account's record.</summary>
[GenerateSerializer, Immutable, Alias("nce.AccountCommand")]
public abstract record AccountCommand
{
    /// <summary>Its name alone, as of a <see cref="SiteCommand"/>.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>
/// Opens an account, with an invitation, or changes it. A change of roles, unit or authority ends the person's tokens and sessions.
/// Refusals: <c>person-id-invalid</c>, <c>user-name-invalid</c>, <c>user-name-taken</c>, <c>account-roles-invalid</c>, <c>unit-unknown</c>,
/// <c>nothing-changed</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.PutAccount")]
public sealed record PutAccount(
    [property: Id(0)] string UserName,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<Role> Roles,
    [property: Id(3)] UnitId? Unit,
    [property: Id(4)] UnitId? Authority) : AccountCommand;

/// <summary>Invites the person anew: password and second factor of before are good for nothing.</summary>
[GenerateSerializer, Immutable, Alias("nce.InviteAgain")]
public sealed record InviteAgain([property: Id(0)] string Reason) : AccountCommand;

/// <summary>The invited person's own act: the password is set.</summary>
[GenerateSerializer, Immutable, Alias("nce.ActivateAccount")]
public sealed record ActivateAccount : AccountCommand;

/// <summary>Refusals: <c>nothing-changed</c> when it is locked already.</summary>
[GenerateSerializer, Immutable, Alias("nce.LockAccount")]
public sealed record LockAccount([property: Id(0)] string Reason) : AccountCommand;

[GenerateSerializer, Immutable, Alias("nce.UnlockAccount")]
public sealed record UnlockAccount([property: Id(0)] string Reason) : AccountCommand;

/// <summary>For good. Clients of the person are revoked and webhooks removed with it.</summary>
[GenerateSerializer, Immutable, Alias("nce.RetireAccount")]
public sealed record RetireAccount([property: Id(0)] string Reason) : AccountCommand;

/// <summary>Ends every token and session of the person; by an administrator or the person.</summary>
[GenerateSerializer, Immutable, Alias("nce.EndTokens")]
public sealed record EndTokens([property: Id(0)] string Reason) : AccountCommand;

/// <summary>
/// Adds an API client. Refusals: <c>client-id-invalid</c>, <c>client-id-taken</c>, <c>clients-too-many</c>,
/// <c>client-scopes-invalid</c>, <c>client-expiry-invalid</c>, <c>address-range-invalid</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.AddClient")]
public sealed record AddClient(
    [property: Id(0)] string ClientId,
    [property: Id(1)] string Label,
    [property: Id(2)] Role Role,
    [property: Id(3)] ImmutableArray<string> Scopes,
    [property: Id(4)] DateOnly? ExpiresOn,
    [property: Id(5)] ImmutableArray<string> Addresses) : AccountCommand;

/// <summary>Gives the client a new secret; the one before and its tokens end. Refusals: <c>client-unknown</c>.</summary>
[GenerateSerializer, Immutable, Alias("nce.RenewClientKey")]
public sealed record RenewClientKey([property: Id(0)] string ClientId, [property: Id(1)] string Reason) : AccountCommand;

/// <summary>Ends the client and its tokens for good. Refusals: <c>client-unknown</c>.</summary>
[GenerateSerializer, Immutable, Alias("nce.RevokeClient")]
public sealed record RevokeClient([property: Id(0)] string ClientId, [property: Id(1)] string Reason) : AccountCommand;

/// <summary>
/// Adds a webhook; by the person alone. Refusals: <c>webhooks-off</c>, <c>webhook-id-invalid</c>, <c>webhook-id-taken</c>,
/// <c>webhooks-too-many</c>, <c>webhook-role-invalid</c>, <c>webhook-url-invalid</c>, <c>webhook-types-invalid</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("nce.AddWebhook")]
public sealed record AddWebhook(
    [property: Id(0)] string WebhookId,
    [property: Id(1)] string Label,
    [property: Id(2)] Role Role,
    [property: Id(3)] string Url,
    [property: Id(4)] ImmutableArray<string> Types) : AccountCommand;

/// <summary>Gives the webhook a new secret; by the person alone. Refusals: <c>webhook-unknown</c>, <c>webhooks-off</c>.</summary>
[GenerateSerializer, Immutable, Alias("nce.RenewWebhookKey")]
public sealed record RenewWebhookKey([property: Id(0)] string WebhookId, [property: Id(1)] string Reason) : AccountCommand;

/// <summary>Ends the webhook for good; by the person or an administrator. Refusals: <c>webhook-unknown</c>.</summary>
[GenerateSerializer, Immutable, Alias("nce.RemoveWebhook")]
public sealed record RemoveWebhook([property: Id(0)] string WebhookId, [property: Id(1)] string Reason) : AccountCommand;
