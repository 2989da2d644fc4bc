using Orleans.Concurrency;

namespace NanchangEdu.Registry.Contracts;

/// <summary>One website.</summary>
[Alias("nce.ISiteGrain")]
public interface ISiteGrain : IGrainWithStringKey
{
    /// <summary>Decides, commits, answers. Repeating under the same key gives the first answer byte for byte.</summary>
    [Alias("Execute")]
    Task<Outcome> Execute(SiteCommand command, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>
    /// What the command would be answered now, by the same decision: done, refused, not found, stale. Nothing is changed, and nothing is kept
    /// under the key. Claims that other records hold (a host, a number) show only when it is carried out.
    /// </summary>
    [Alias("Preview")]
    Task<Outcome> Preview(SiteCommand command, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Answers a question within the caller's scope.</summary>
    /// <param name="checkedAgainstStore">True when the caller demanded no-cache: the version is compared with the store's first.</param>
    [Alias("Read")]
    Task<ReadAnswer> Read(SiteQuestion question, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken);
}

/// <summary>One unit.</summary>
[Alias("nce.IUnitGrain")]
public interface IUnitGrain : IGrainWithStringKey
{
    [Alias("Execute")]
    Task<Outcome> Execute(UnitCommand command, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>What the command would be answered now; nothing is changed or kept, as at <see cref="ISiteGrain.Preview"/>.</summary>
    [Alias("Preview")]
    Task<Outcome> Preview(UnitCommand command, Envelope envelope, CancellationToken cancellationToken);

    [Alias("Read")]
    Task<ReadAnswer> Read(Actor by, bool checkedAgainstStore, CancellationToken cancellationToken);

    /// <summary>The facts the rules of sites need; null when the unit is not registered.</summary>
    [Alias("Facts")]
    Task<UnitFacts?> Facts(CancellationToken cancellationToken);
}

/// <summary>One person's account. Its key is <see cref="AccountId.GrainKey"/>; <see cref="AccountReferences.GetAccount"/> leads there.</summary>
[Alias("nce.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    [Alias("Execute")]
    Task<Outcome> Execute(AccountId id, AccountCommand command, Envelope envelope, CancellationToken cancellationToken);

    [Alias("Read")]
    Task<ReadAnswer> Read(AccountId id, Actor by, bool checkedAgainstStore, CancellationToken cancellationToken);
}

/// <summary>The sweeper: takes due records from the catalog and ticks them. One in the cluster, key <c>deadline</c>.</summary>
[Alias("nce.IDeadlineGrain")]
public interface IDeadlineGrain : IGrainWithStringKey
{
    /// <summary>Wakes the sweeper; idempotent.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>One sweep now; returns how many records were ticked.</summary>
    [Alias("Sweep")]
    Task<int> Sweep(CancellationToken cancellationToken);
}

/// <summary>The sealer: takes events into the Merkle tree over the whole ledger and signs its head. One in the cluster, key <c>sealer</c>.</summary>
[Alias("nce.ILedgerSealerGrain")]
public interface ILedgerSealerGrain : IGrainWithStringKey
{
    /// <summary>Wakes the sealer; idempotent.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>Seals everything now; returns the number of the latest checkpoint, 0 when there is nothing to seal.</summary>
    [Alias("Seal")]
    Task<long> Seal(CancellationToken cancellationToken);
}

/// <summary>
/// One webhook: sends its receiver the events of its scope, in their order. Its key is <see cref="HookId.GrainKey"/>;
/// <see cref="WebhookReferences.GetWebhook"/> leads there. Whatever people ask of it is answered while a receiver keeps it waiting.
/// </summary>
[Alias("nce.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Has it work by itself as long as the webhook is there; idempotent.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task Wake(HookId id);

    /// <summary>One round of deliveries now; returns how many attempts were made. Nothing when one is under way.</summary>
    [Alias("Deliver")]
    Task<int> Deliver(HookId id, CancellationToken cancellationToken);

    /// <summary>How it stands with the receiver: a <see cref="WebhookStateView"/>.</summary>
    [Alias("Read"), AlwaysInterleave]
    Task<ReadAnswer> Read(HookId id, Actor by, CancellationToken cancellationToken);

    /// <summary>The secret of this number, to the webhook's person alone: a <see cref="WebhookSecretView"/>; none when webhooks are off.</summary>
    [Alias("ReadSecret"), AlwaysInterleave]
    Task<ReadAnswer> ReadSecret(HookId id, int key, Actor by, CancellationToken cancellationToken);

    /// <summary>Puts the dead letters back into the line and lets a disabled webhook go on; answers with a <see cref="WebhookReceipt"/>.</summary>
    [Alias("Redeliver"), AlwaysInterleave]
    Task<Outcome> Redeliver(HookId id, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Has a ping sent, once, past the line; answers with a <see cref="WebhookReceipt"/>.</summary>
    [Alias("Ping"), AlwaysInterleave]
    Task<Outcome> Ping(HookId id, Envelope envelope, CancellationToken cancellationToken);
}

/// <summary>Sees to it that every webhook works. One in the cluster, key <c>webhooks</c>.</summary>
[Alias("nce.IWebhookDispatcherGrain")]
public interface IWebhookDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Wakes the dispatcher; idempotent.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>Wakes every webhook now; returns how many there are.</summary>
    [Alias("Dispatch")]
    Task<int> Dispatch(CancellationToken cancellationToken);
}

/// <summary>Hands out the rule pack in force. Key <c>pack</c>.</summary>
[Alias("nce.IRulePackGrain")]
public interface IRulePackGrain : IGrainWithStringKey
{
    [Alias("Read")]
    Task<ReadAnswer> Read(CancellationToken cancellationToken);
}

/// <summary>合规汇总 of one calendar month. <see cref="ComplianceReferences.GetCompliance"/> leads there.</summary>
[Alias("nce.IComplianceGrain")]
public interface IComplianceGrain : IGrainWithStringKey
{
    /// <summary>
    /// A <see cref="ComplianceView"/>, narrowed to the authorities that the caller sees: kept figures of a month that is over, live ones of
    /// the month that runs. Refused: role-not-allowed, compliance-month-missing.
    /// </summary>
    /// <param name="authority">This one alone; null for every one that the caller sees.</param>
    [Alias("Read")]
    Task<ReadAnswer> Read(UnitId? authority, Actor by, CancellationToken cancellationToken);

    /// <summary>Counts the month as it was at its end and keeps that, if it is over since today; idempotent.</summary>
    [Alias("Keep")]
    Task Keep(CancellationToken cancellationToken);
}

/// <summary>A question to one site's record.</summary>
[GenerateSerializer, Immutable, Alias("nce.SiteQuestion")]
public abstract record SiteQuestion
{
    public sealed override string ToString() => GetType().Name;
}

[GenerateSerializer, Immutable, Alias("nce.AskView")]
public sealed record AskView : SiteQuestion;

/// <summary>The view as it was at an instant of the past: what had been recorded by then, with what time alone had brought about.</summary>
/// <param name="At">UTC; not in the future.</param>
[GenerateSerializer, Immutable, Alias("nce.AskViewAt")]
public sealed record AskViewAt([property: Id(0)] DateTimeOffset At) : SiteQuestion;

[GenerateSerializer, Immutable, Alias("nce.AskLaunchGate")]
public sealed record AskLaunchGate : SiteQuestion;

/// <param name="Year">Calendar year, Asia/Shanghai; null for the current one.</param>
[GenerateSerializer, Immutable, Alias("nce.AskQuota")]
public sealed record AskQuota([property: Id(0)] int? Year) : SiteQuestion;

[GenerateSerializer, Immutable, Alias("nce.AskQuotaPreview")]
public sealed record AskQuotaPreview([property: Id(0)] DateOnly From, [property: Id(1)] DateOnly Until) : SiteQuestion;

/// <param name="Number">The disclosure's number, from the receipt of <see cref="DiscloseContacts"/>.</param>
[GenerateSerializer, Immutable, Alias("nce.AskDisclosedContacts")]
public sealed record AskDisclosedContacts([property: Id(0)] int Number) : SiteQuestion;

/// <summary>台账: the site's book of one calendar year, a <see cref="SiteBookView"/>; its ledger is the catalog's to add.</summary>
/// <param name="Year">Asia/Shanghai.</param>
[GenerateSerializer, Immutable, Alias("nce.AskBook")]
public sealed record AskBook([property: Id(0)] int Year) : SiteQuestion;
