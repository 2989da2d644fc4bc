using System.Collections.Immutable;

namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// A webhook (事件推送): an address to which the registry sends the events that its person may read, in one of the person's roles, as they
/// happen. Its secret is derived when it is needed and stored nowhere.
/// </summary>
/// <param name="WebhookId">Unique in the registry, for ever.</param>
/// <param name="Label">What it is used for, in words.</param>
/// <param name="Role">The role whose scope it has.</param>
/// <param name="Url">The receiver's address, in canonical form.</param>
/// <param name="Types">The types of events that are sent, ordered; empty for all.</param>
/// <param name="Key">Number of its secret: each renewal counts on.</param>
/// <param name="KeyAt">Since when that secret is in force; the one before signs beside it for a day.</param>
/// <param name="RemovedAt">Null while it is sent to.</param>
public sealed record Webhook(
    string WebhookId, string Label, Role Role, string Url, ImmutableArray<string> Types, int Key, DateTimeOffset KeyAt, DateTimeOffset AddedAt,
    DateTimeOffset? RemovedAt);
