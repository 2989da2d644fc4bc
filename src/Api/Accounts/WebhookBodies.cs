using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NanchangEdu.Registry.Api.Http;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Api.Accounts;

/// <summary>事件推送: an address to which the registry sends events as they happen.</summary>
/// <param name="WebhookId">3 to 64 lower-case letters, digits, dots, underscores and hyphens; never given twice.</param>
/// <param name="Label">What it is used for.</param>
/// <param name="Url">The receiver: https, with a full domain name or a public IP address.</param>
/// <param name="Role">The role whose scope it has, one of the account's; the caller's if absent.</param>
/// <param name="Types">Types of events, such as `launched`; all if absent.</param>
public sealed record WebhookBody(
    [property: Text(PersonIds.LengthMax)] string WebhookId,
    [property: Text(Limits.NameLength)] string Label,
    [property: Text(Limits.UrlLength)] string Url,
    Role? Role = null,
    [property: Items(1, 50), StringLength(Limits.CodeLength)] string[]? Types = null)
{
    public AddWebhook ToCommand(Role acting) => new(WebhookId, Label, Role ?? acting, Url, Types is null ? [] : [.. Types]);
}

/// <summary>The answer to a command on a webhook.</summary>
/// <param name="Version">The account's version.</param>
/// <param name="Key">Number of the secret that the command made.</param>
/// <param name="Secret">The secret, as Standard Webhooks writes it: for the receiver's settings. Absent when it is not the current one any more.</param>
/// <param name="PutBack">How many dead letters went back into the line.</param>
public sealed record WebhookAnswerView(string WebhookId, long Version, int? Key = null, string? Secret = null, int? PutBack = null);

/// <summary>A webhook, and how it stands with its receiver.</summary>
/// <param name="Types">The types of events that are sent; empty for all.</param>
/// <param name="Key">Number of its secret.</param>
/// <param name="State">active or disabled.</param>
/// <param name="DisabledFor">Why: gone, deadLetters or noSuccess.</param>
/// <param name="DeliveredAt">When something was last delivered.</param>
/// <param name="FailingSince">Since when every attempt has failed.</param>
/// <param name="DeadLetters">Events that could not be delivered.</param>
public sealed record WebhookRowView(
    string WebhookId, string Label, Role Role, string Url, ImmutableArray<string> Types, int Key, DateTimeOffset AddedAt, string State,
    string? DisabledFor, DateTimeOffset? DisabledAt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince, int DeadLetters);
