using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Grains.Notices;

/// <summary>What a person's inbox holds. It changes by pure functions, each on what the one before left.</summary>
public sealed record NoticeBook
{
    /// <summary>Older ones are forgotten: the ledger and the lists keep what they told of.</summary>
    public const int NoticesMax = 500;

    /// <summary>How many changes there have been.</summary>
    public long Version { get; set; }

    /// <summary>Whose it is: known from the first notice or command on.</summary>
    public string? PersonId { get; set; }

    public int LastNumber { get; set; }

    /// <summary>By number.</summary>
    public ImmutableArray<KeptNotice> Notices { get; set; } = [];

    public NoticePreferences Preferences { get; set; } = NoticePreferences.None;

    /// <summary>The latest commands, the oldest first.</summary>
    public ImmutableArray<NoticeAnswer> Answers { get; set; } = [];

    public int Unread => Notices.Count(notice => notice.ReadAt is null);

    /// <summary>When something is to be sent next; null when nothing waits.</summary>
    public DateTimeOffset? NextDeliveryAt() => Notices.SelectMany(notice => notice.Deliveries).Min(delivery => delivery.NextAt);

    /// <summary>The first that is due to be sent.</summary>
    public (KeptNotice Notice, Delivery Delivery)? DueAt(DateTimeOffset now)
    {
        foreach (var notice in Notices)
        {
            foreach (var delivery in notice.Deliveries)
            {
                if (delivery.NextAt <= now) return (notice, delivery);
            }
        }

        return null;
    }

    public bool Has(string key) => Notices.Any(notice => notice.Key == key);

    /// <summary>With a notice that was not there; it goes on every way for which the person chose its kind.</summary>
    public NoticeBook With(string personId, NoticeDraft draft, DateTimeOffset now)
    {
        var deliveries = Chosen(draft.Kind).Select(channel => new Delivery(channel, DeliveryState.Waiting, 0, null, now, null));
        var notice = new KeptNotice(
            LastNumber + 1, draft.Key, draft.Kind, draft.At, draft.SiteId, draft.Title, draft.Text, null, null, [.. deliveries]);
        return this with { PersonId = personId, LastNumber = notice.Number, Notices = [.. Notices.TakeLast(NoticesMax - 1), notice] };
    }

    public NoticeBook ReadUntil(int number, DateTimeOffset now) =>
        Each(notice => notice.Number <= number && notice.ReadAt is null ? notice with { ReadAt = now } : notice);

    public NoticeBook Acknowledged(int number, DateTimeOffset now) => Each(notice => notice.Number == number && notice.AcknowledgedAt is null
        ? notice with { ReadAt = notice.ReadAt ?? now, AcknowledgedAt = now }
        : notice);

    /// <summary>With another state of one delivery; the book as it is when the notice has been forgotten meanwhile.</summary>
    public NoticeBook Delivered(int number, Delivery after) => Each(notice => notice.Number == number
        ? notice with { Deliveries = [.. notice.Deliveries.Select(one => one.Channel == after.Channel ? after : one)] }
        : notice);

    private IEnumerable<NoticeChannel> Chosen(NoticeKind kind)
    {
        if (Preferences.Email is { } email && IsChosen(email.Kinds, kind)) yield return NoticeChannel.Email;
        if (Preferences.Robot is { } robot && IsChosen(robot.Kinds, kind)) yield return NoticeChannel.Robot;
    }

    /// <summary>A trial is to show whether anything arrives at all.</summary>
    private static bool IsChosen(ImmutableArray<NoticeKind> kinds, NoticeKind kind) => kinds.IsDefaultOrEmpty || kind == NoticeKind.Trial || kinds.Contains(kind);

    private NoticeBook Each(Func<KeptNotice, KeptNotice> change) => this with { Notices = [.. Notices.Select(change)] };
}

public sealed record KeptNotice(
    int Number, string Key, NoticeKind Kind, DateTimeOffset At, string? SiteId, string Title, string Text, DateTimeOffset? ReadAt, DateTimeOffset? AcknowledgedAt,
    ImmutableArray<Delivery> Deliveries)
{
    public NoticeView View() => new(
        Number, Kind, At, SiteId, Title, Text, ReadAt, AcknowledgedAt,
        [.. Deliveries.Select(d => new DeliveryView(d.Channel, d.State, d.Attempts, d.At, d.NextAt, d.Reason))]);
}

/// <summary>A notice's way through one channel.</summary>
public sealed record Delivery(NoticeChannel Channel, DeliveryState State, int Attempts, DateTimeOffset? At, DateTimeOffset? NextAt, string? Reason);

/// <summary>What a key was answered, and for which request.</summary>
public sealed record NoticeAnswer(string Key, string RequestHash, NoticeReceipt Receipt, long Version);
