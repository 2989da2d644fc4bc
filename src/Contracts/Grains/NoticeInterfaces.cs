namespace NanchangEdu.Registry.Contracts;

/// <summary>
/// One person's inbox: operational state and no record, in no ledger. Its key is <see cref="AccountId.NoticesKey"/>; to whomever else it is asked
/// for it is not there.
/// </summary>
[Alias("nce.INoticeBoxGrain")]
public interface INoticeBoxGrain : IGrainWithStringKey
{
    [Alias("List")]
    Task<ReadAnswer> List(NoticeQuestion question, Actor by, CancellationToken cancellationToken);

    [Alias("ReadPreferences")]
    Task<ReadAnswer> ReadPreferences(Actor by, CancellationToken cancellationToken);

    /// <summary>Marks as read all notices up to this number, it included.</summary>
    [Alias("MarkRead")]
    Task<Outcome> MarkRead(int until, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>知悉: says of one notice that it is known, which reads it, too. A number that is not there changes nothing.</summary>
    [Alias("Acknowledge")]
    Task<Outcome> Acknowledge(int number, Envelope envelope, CancellationToken cancellationToken);

    [Alias("PutPreferences")]
    Task<Outcome> PutPreferences(NoticePreferences preferences, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Sends a trial notice to the inbox and on every way that is set.</summary>
    [Alias("TryChannels")]
    Task<Outcome> TryChannels(Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Puts a notice there, once for its key; returns whether it was not there yet.</summary>
    [Alias("Put")]
    Task<bool> Put(AccountId person, NoticeDraft draft);

    /// <summary>What waits to be sent is sent by and by; idempotent.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Sends what is due now; returns how many attempts were made.</summary>
    [Alias("Deliver")]
    Task<int> Deliver(CancellationToken cancellationToken);
}

/// <summary>Tells people what happened and what falls due. One in the cluster, key <c>notices</c>.</summary>
[Alias("nce.INoticeRoundGrain")]
public interface INoticeRoundGrain : IGrainWithStringKey
{
    /// <summary>Wakes it; idempotent.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>One round now; returns how many notices came to an inbox.</summary>
    [Alias("Round")]
    Task<int> Round(CancellationToken cancellationToken);
}
