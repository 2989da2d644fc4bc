using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Formats;

namespace NanchangEdu.Registry.Rules;

/// <summary>
/// Webhooks: who is told of what the person may read. An address is refused here by what it says; what its name leads to is asked when
/// something is sent.
/// </summary>
public static class WebhookRules
{
    /// <summary>Webhooks of one person that are sent to at a time.</summary>
    public const int WebhooksMax = 10;
    public const int TypesMax = 50;

    /// <summary>
    /// Refusals: webhooks-off, webhook-id-invalid, webhook-id-taken, webhooks-too-many, webhook-role-invalid, webhook-url-invalid,
    /// webhook-types-invalid.
    /// </summary>
    internal static Decision<AccountEvent> Add(Account account, AddWebhook command, AccountContext context)
    {
        if (context.Around.WebhooksOff)
        {
            return context.Refuse(RuleId.WebhooksOff);
        }

        if (!AccountRules.IsHandle(command.WebhookId))
        {
            return context.Refuse(RuleId.WebhookIdInvalid, Figure.Of("value", command.WebhookId));
        }

        if (account.AllWebhooks.Any(hook => hook.WebhookId == command.WebhookId))
        {
            return context.Refuse(RuleId.WebhookIdTaken, Figure.Of("value", command.WebhookId));
        }

        if (account.AllWebhooks.Count(hook => hook.RemovedAt is null) >= WebhooksMax)
        {
            return context.Refuse(RuleId.WebhooksTooMany, Figure.Of("limit", WebhooksMax));
        }

        if (!account.Roles.Contains(command.Role) || !Permissions.ReadsLedger(command.Role))
        {
            return context.Refuse(RuleId.WebhookRoleInvalid);
        }

        if (Address(command.Url) is not { } url)
        {
            return context.Refuse(RuleId.WebhookUrlInvalid, Figure.Of("value", command.Url));
        }

        if (Types(command.Types, context, out var types) is { } refusal)
        {
            return refusal;
        }

        return new WebhookAdded(context.Now, new Webhook(
            command.WebhookId, command.Label.Trim(), command.Role, url, types, Key: 1, context.Now, context.Now, RemovedAt: null));
    }

    /// <summary>Refusals: webhook-unknown, webhooks-off.</summary>
    internal static Decision<AccountEvent> Renew(Account account, RenewWebhookKey command, AccountContext context)
    {
        if (account.WebhookOf(command.WebhookId) is not { } hook)
        {
            return context.Refuse(RuleId.WebhookUnknown, Figure.Of("value", command.WebhookId));
        }

        return context.Around.WebhooksOff
            ? context.Refuse(RuleId.WebhooksOff)
            : new WebhookKeyRenewed(context.Now, hook.WebhookId, hook.Key + 1, command.Reason);
    }

    /// <summary>Refusals: webhook-unknown.</summary>
    internal static Decision<AccountEvent> Remove(Account account, RemoveWebhook command, AccountContext context) =>
        account.WebhookOf(command.WebhookId) is { } hook
            ? new WebhookRemoved(context.Now, hook.WebhookId, command.Reason)
            : context.Refuse(RuleId.WebhookUnknown, Figure.Of("value", command.WebhookId));

    internal static Webhook Remove(Webhook hook, DateTimeOffset at) => hook.RemovedAt is null ? hook with { RemovedAt = at } : hook;

    /// <summary>Default stays default: an account that never had a webhook is stored without them.</summary>
    internal static ImmutableArray<Webhook> Each(Account account, Func<Webhook, Webhook> change) =>
        account.Webhooks.IsDefault ? default : [.. account.Webhooks.Select(change)];

    /// <summary>A fragment is for browsers: it would never reach the receiver.</summary>
    private static string? Address(string written) =>
        WebAddress.Parse(written).Value is { } address && !address.Contains('#', StringComparison.Ordinal) ? address : null;

    /// <summary>webhook-types-invalid; else the types, each once, ordered. None means all.</summary>
    private static Refusal? Types(ImmutableArray<string> named, AccountContext context, out ImmutableArray<string> types)
    {
        types = named.IsDefaultOrEmpty ? [] : [.. named.Distinct().Order(StringComparer.Ordinal)];
        if (types.Length > TypesMax)
        {
            return context.Refuse(RuleId.WebhookTypesInvalid, Figure.Of("limit", TypesMax));
        }

        foreach (var type in types)
        {
            if (type is null || !StoredFormat.IsRecordEvent(type))
            {
                return context.Refuse(RuleId.WebhookTypesInvalid, Figure.Of("value", type ?? ""), Figure.Of("limit", TypesMax));
            }
        }

        return null;
    }
}
