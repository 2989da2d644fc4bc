using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules;
using NanchangEdu.Registry.Store;

namespace NanchangEdu.Registry.Grains.Sweeping;

/// <summary>
/// One look at the deadlines: what is to be told of them today is written, page by page. Nothing is told twice, whoever looks beside it
/// or broke off in the middle: the store moves a ladder on with the very rungs it writes.
/// </summary>
internal sealed class ReminderRound(IReminding reminding, SweepOptions options, DateTimeOffset now)
{
    private readonly DateOnly today = RegistryCalendar.DateOf(now);

    /// <summary>Returns how many rungs were told.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<int> Tell(CancellationToken cancellationToken)
    {
        var (told, looked, begun) = (0, 0, TimeProvider.System.GetTimestamp());
        for (var page = 0; page < options.ReminderPagesPerSweepMax && !cancellationToken.IsCancellationRequested; page++)
        {
            var due = await reminding.DueReminders(today, RegisterStore.RemindedAtOnceMax, cancellationToken);
            if (due.IsEmpty) break;

            told += await reminding.Tell([.. due.Select(Telling)]);
            looked += due.Length;
            if (due.Length < RegisterStore.RemindedAtOnceMax) break;

            // the pace is that of the computer, whatever the registry's clock does
            var early = TimeSpan.FromSeconds((double)looked / options.RemindersPerSecondMax) - TimeProvider.System.GetElapsedTime(begun);
            if (early > TimeSpan.Zero) await Task.Delay(early, cancellationToken);
        }

        return told;
    }

    private ReminderTelling Telling(DueReminder due)
    {
        var d = due.Deadline;
        var ladder = ReminderLadder.Parse(d.Ladder);
        var rungs = Reminders.Until(ladder, d.DueOn, d.NextRungOn!.Value, d.IsAcknowledged, today);
        return new(due, [.. rungs.Rungs.Select(rung => Row(rung, due))], rungs.NextOn);
    }

    private ReminderRow Row(Rung rung, DueReminder due)
    {
        var to = Reminders.AddresseeOf(rung, Enum.Parse<Party>(due.Deadline.Who, ignoreCase: true), due.Unit, due.Authority, due.Superior);
        return new(rung.Day, rung.IsEscalation, Wire.Name(to.Party), to.Org, now);
    }
}
