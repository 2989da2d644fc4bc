using System.Collections.Immutable;

namespace NanchangEdu.Registry.Store;

/// <summary>A deadline of which something is to be told.</summary>
/// <param name="Superior">The authority that supervises the site's authority; null when none does.</param>
public sealed record DueReminder(string SiteId, string Unit, string Authority, string? Superior, DeadlineCatalogRow Deadline);

/// <summary>One rung of one deadline as it was told.</summary>
/// <param name="Rung">Days from the due date, negative before it.</param>
/// <param name="ToParty">Wire name of the party that was told.</param>
/// <param name="ToOrg">Code of the unit or authority; null for the centre.</param>
public sealed record ReminderRow(int Rung, bool IsEscalation, string ToParty, string? ToOrg, DateTimeOffset ToldAt);

/// <summary>What is told of one deadline, and where its ladder goes on.</summary>
/// <param name="NextRungOn">The day of the rung after those told; null when the ladder has ended.</param>
public sealed record ReminderTelling(DueReminder Of, ImmutableArray<ReminderRow> Rungs, DateOnly? NextRungOn);

/// <summary>A keyset page of reminders, the earliest told first. Null filters do not filter.</summary>
/// <param name="IsUnanswered">Whether the deadline still stands with the same date, and nobody in charge said that it is known.</param>
public sealed record ReminderFilter(CatalogScope Scope, string? Site, string? Kind, bool? IsEscalation, bool? IsUnanswered, string? Cursor, int Limit)
{
    public string? Unit { get; init; }

    public string? Authority { get; init; }

    /// <summary>Wire name of the party that was told.</summary>
    public string? ToParty { get; init; }

    /// <summary>Told at this instant or later.</summary>
    public DateTimeOffset? ToldFrom { get; init; }

    /// <summary>Told before this instant.</summary>
    public DateTimeOffset? ToldBefore { get; init; }

    public ListOrder Order { get; init; } = ListOrder.Asc;
}

/// <param name="Zh">What is to be done, as the deadline says today; empty when it stands no more.</param>
public sealed record ReminderListRow(
    string SiteId, string SiteName, string Unit, string UnitName, string Authority, string Kind, int Number, DateOnly DueOn, ReminderRow Reminder,
    bool IsOpen, bool IsAcknowledged, string Zh);

/// <summary>Brings deadlines to mind, each rung once; the sweeper calls it.</summary>
public interface IReminding
{
    /// <summary>Deadlines of which a rung lies on or before the date, at most <see cref="RegisterStore.RemindedAtOnceMax"/>, the longest waiting first.</summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<ImmutableArray<DueReminder>> DueReminders(DateOnly today, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what is told and moves the ladders on, in one transaction. A deadline that was told of or changed since it was read is left
    /// alone: it is found again. Returns how many rungs were written.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    Task<int> Tell(IReadOnlyCollection<ReminderTelling> tellings);
}

/// <summary>Where a page of reminders ended, in the form of all pages.</summary>
internal static class ReminderStart
{
    /// <summary>Neither ids nor kinds hold a blank.</summary>
    private const char Between = ' ';

    public static PageStart After(ReminderListRow row) => new(
        StoreText.Of(row.Reminder.ToldAt), string.Join(Between, row.SiteId, row.Kind, row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        (row.Reminder.Rung * 2L) + (row.Reminder.IsEscalation ? 1 : 0));

    /// <summary>The keys of the row: when it was told, site, kind, number, rung, and whether it is the escalation of the same day.</summary>
    /// <param name="flag">The form that the database has of a truth value.</param>
    public static object[]? Keys(PageStart? start, Func<bool, object> flag) => start?.Id.Split(Between) is [var site, var kind, var number]
        ? [start.Key, site, kind, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), (int)(start.Number >> 1), flag((start.Number & 1) == 1)]
        : null;
}
