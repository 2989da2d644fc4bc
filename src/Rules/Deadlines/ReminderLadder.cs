using System.Collections.Immutable;
using System.Globalization;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>One step of a ladder: the day, counted from the due date, and whether it goes to the superior, too.</summary>
public readonly record struct Rung(int Day, bool IsEscalation)
{
    public DateOnly On(DateOnly dueOn) => RegistryCalendar.AddDays(dueOn, Day);
}

/// <summary>
/// 提醒阶梯: on which days around its due date a deadline is brought to mind. Which rungs there are follows from the deadline alone, so
/// that whoever looks, and however often, finds the same ones.
/// </summary>
/// <param name="Days">Days around the due date, negative before it, rising.</param>
/// <param name="EveryDays">After the last of them again every so many days; 0 when it ends there.</param>
/// <param name="EscalatedAfterDays">So many days after the due date the superior is told unless somebody reacted; 0 when never.</param>
public sealed record ReminderLadder(ImmutableArray<int> Days, int EveryDays, int EscalatedAfterDays)
{
    /// <summary>The ladder of a kind under a rule pack.</summary>
    public static ReminderLadder Of(Deadline deadline, RegistryPolicy policy) => deadline.Kind switch
    {
        DeadlineKinds.Request when deadline.Who == Party.Sponsor =>
            Ends([policy.ReturnedReminderAfterDays - policy.ReturnedRequestLapsesAfterDays]),
        DeadlineKinds.Request => Urgent([0], policy),
        DeadlineKinds.ApprovalLapse => Ends(Weekly(policy.ApprovalReminderFromDay - policy.ApprovalLapsesAfterDays)),
        DeadlineKinds.DownlineEnd => new(policy.DownlineEndAlertDays, policy.OverdueAlertEveryDays, policy.UrgentEscalatedAfterDays),
        DeadlineKinds.SuspensionConfirmation or DeadlineKinds.CaseReply => Ends([-1, 0]),
        DeadlineKinds.CaseDecision or DeadlineKinds.CaseAppeal or DeadlineKinds.CaseConclusion => Urgent([0], policy),
        DeadlineKinds.ClosureNotice => new([0], policy.OverdueReminderEveryDays, policy.EscalatedAfterDays),
        GateCodes.PublicSecurity => new(Before(policy.PublicSecurityReminderDays), policy.OverdueReminderEveryDays, policy.EscalatedAfterDays),
        _ when deadline.Who == Party.Centre => Urgent([0], policy),
        _ => new(Before(policy.ExpiryReminderDays), policy.OverdueReminderEveryDays, policy.EscalatedAfterDays),
    };

    /// <summary>The rungs from the first date until the second, both included, in their order.</summary>
    public IEnumerable<Rung> Between(DateOnly dueOn, DateOnly from, DateOnly until)
    {
        for (var next = From(dueOn, from); next is { } rung && rung.On(dueOn) <= until; next = After(rung))
            yield return rung;
    }

    /// <summary>The first rung on or after the date; null when there is none any more.</summary>
    public Rung? From(DateOnly dueOn, DateOnly date) => FirstFrom(date.DayNumber - dueOn.DayNumber);

    /// <summary>The rung after this one. On a day with two the plain one comes first.</summary>
    public Rung? After(Rung rung) =>
        rung is { IsEscalation: false, Day: > 0 } && rung.Day == EscalatedAfterDays ? new Rung(rung.Day, true) : FirstFrom(rung.Day + 1);

    private Rung? FirstFrom(int day)
    {
        var plain = Plain(day);
        var escalation = EscalatedAfterDays > 0 && day <= EscalatedAfterDays ? EscalatedAfterDays : (int?)null;
        if (plain is null && escalation is null) return null;
        return escalation is { } higher && (plain is null || higher < plain) ? new Rung(higher, true) : new Rung(plain!.Value, false);
    }

    private int? Plain(int day)
    {
        foreach (var given in Days)
            if (given >= day) return given;
        if (EveryDays == 0 || Days.IsEmpty) return null;

        var last = Days[^1];
        var steps = (day - last + EveryDays - 1) / EveryDays;
        return last + (Math.Max(steps, 1) * EveryDays);
    }

    /// <summary>As the catalog keeps it: <c>-60,-30,0/7/7</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', Days.Select(day => day.ToString(CultureInfo.InvariantCulture)))}/{EveryDays}/{EscalatedAfterDays}");

    /// <exception cref="FormatException">It is none that this program wrote.</exception>
    public static ReminderLadder Parse(string text) => text.Split('/') is [var days, var every, var escalated]
        ? new([.. days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)], Number(every), Number(escalated))
        : throw new FormatException($"'{text}' is no ladder of reminders");

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static ReminderLadder Urgent(ImmutableArray<int> days, RegistryPolicy policy) =>
        new(days, policy.UrgentReminderEveryDays, policy.UrgentEscalatedAfterDays);

    /// <summary>What ends by itself at its due date is not brought to mind after it.</summary>
    private static ReminderLadder Ends(ImmutableArray<int> days) => new(days, 0, 0);

    private static ImmutableArray<int> Before(ImmutableArray<int> falling) => [.. falling.Select(days => -days)];

    private static ImmutableArray<int> Weekly(int first) => [.. Enumerable.Range(0, 53).Select(week => first + (week * 7)).TakeWhile(day => day < 0)];
}
