using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>账号: a person, whose they are and in which roles. Roles of different kinds are not held by one account.</summary>
/// <param name="UserName">By what name the person signs in: 3 to 64 lower-case letters, digits, dots, underscores and hyphens.</param>
/// <param name="Name">The person's name, as it stands beside decisions.</param>
/// <param name="Roles">The roles, one kind only: clerk and head, reviewer and lead, or one of the others.</param>
/// <param name="Unit">USCC of the unit to which the person belongs.</param>
/// <param name="Authority">USCC of the supervising authority for which a reviewer or lead acts.</param>
public sealed record AccountBody(
    [property: Text(PersonIds.LengthMax)] string UserName,
    [property: Text(Limits.NameLength)] string Name,
    [property: Items(1, 8)] Role[] Roles,
    UnitId? Unit = null,
    UnitId? Authority = null)
{
    public PutAccount ToCommand() => new(UserName, Name, [.. Roles], Unit, Authority);
}

/// <summary>接口客户端: a program that acts for the account's person.</summary>
/// <param name="ClientId">3 to 64 lower-case letters, digits, dots, underscores and hyphens; never given twice.</param>
/// <param name="Label">What it is used for.</param>
/// <param name="Role">The role it acts in, one of the account's.</param>
/// <param name="Scopes">What its tokens may be used for; all of the role's if absent.</param>
/// <param name="ExpiresOn">The last date on which it is let in; without end if absent.</param>
/// <param name="Addresses">Networks in CIDR form from which alone it is let in; any if absent.</param>
public sealed record ClientBody(
    [property: Text(PersonIds.LengthMax)] string ClientId,
    [property: Text(Limits.NameLength)] string Label,
    Role Role,
    [property: Items(1, 8), StringLength(Limits.CodeLength)] string[]? Scopes = null,
    DateOnly? ExpiresOn = null,
    [property: Items(0, 20), StringLength(Limits.CodeLength)] string[]? Addresses = null)
{
    public AddClient ToCommand() => new(
        ClientId, Label, Role, Scopes is null ? [.. Contracts.Scopes.Of(Role)] : [.. Scopes], ExpiresOn, Addresses is null ? [] : [.. Addresses]);
}

/// <summary>The answer to a command on an account. What is secret in it is shown this once: a repeat of the command brings the rest.</summary>
/// <param name="Invitation">Number of the invitation that the command made.</param>
/// <param name="ClientId">The API client that the command concerned.</param>
/// <param name="Key">Number of the client's secret that the command made.</param>
/// <param name="ClientSecret">The client's secret; absent when it was shown before.</param>
/// <param name="InvitationLink">The link by which the person sets a password; absent when it was shown before.</param>
/// <param name="InvitationExpiresAt">Until when the link is good.</param>
public sealed record AccountAnswerView(
    string PersonId, long Version, AccountState State, ImmutableArray<Role> Roles, int? Invitation, string? ClientId, int? Key,
    string? ClientSecret = null, Uri? InvitationLink = null, DateTimeOffset? InvitationExpiresAt = null);

/// <summary>An account as lists show it.</summary>
public sealed record AccountRowView(
    string PersonId, long Version, string UserName, string Name, string State, ImmutableArray<string> Roles, string? Unit, string? Authority);

/// <summary>An API client with the time it last got a token.</summary>
/// <param name="IsLetIn">Whether it would get a token today, from an address that is allowed.</param>
/// <param name="LastUsedAt">To the minute; null when it never did.</param>
/// <param name="LastAddress">From where.</param>
public sealed record ClientRowView(
    string ClientId, string Label, Role Role, ImmutableArray<string> Scopes, DateOnly? ExpiresOn, ImmutableArray<string> Addresses, int Key,
    DateTimeOffset AddedAt, DateTimeOffset? RevokedAt, bool IsLetIn, DateTimeOffset? LastUsedAt, string? LastAddress);

/// <summary>Who asks, as the registry sees them.</summary>
/// <param name="Subordinates">The authorities below the own one, whose records are seen, too.</param>
/// <param name="Scopes">What the token may be used for.</param>
public sealed record MeView(
    string PersonId, string Name, Role Role, UnitId? Unit, UnitId? Authority, ImmutableArray<UnitId> Subordinates, ImmutableArray<string> Scopes,
    string? ClientId);
