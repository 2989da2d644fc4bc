using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;

namespace NanchangEdu.Registry.Rules;

/// <summary>What is to be told of a deadline today.</summary>
/// <param name="Rungs">In their order; those of days on which nobody swept are among them.</param>
/// <param name="NextOn">The day of the rung after them; null when there is none.</param>
public sealed record DueRungs(ImmutableArray<Rung> Rungs, DateOnly? NextOn);

/// <summary>Who is told.</summary>
/// <param name="Org">Code of the unit or authority; null for the centre, of which there is one.</param>
public readonly record struct Addressee(Party Party, string? Org);

/// <summary>The reminders of a deadline: pure, so that two sweepers come to the same, and so does one that was away for a month.</summary>
public static class Reminders
{
    /// <param name="nextOn">The day of the first rung that was not told.</param>
    /// <param name="isAcknowledged">Somebody reacted: the superior need not be told.</param>
    public static DueRungs Until(ReminderLadder ladder, DateOnly dueOn, DateOnly nextOn, bool isAcknowledged, DateOnly today) => new(
        [.. ladder.Between(dueOn, nextOn, today).Where(rung => !(rung.IsEscalation && isAcknowledged))],
        ladder.From(dueOn, RegistryCalendar.AddDays(today, 1))?.On(dueOn));

    /// <param name="who">Who must act.</param>
    /// <param name="superior">The authority that supervises the authority; null when none does.</param>
    public static Addressee AddresseeOf(Rung rung, Party who, string unit, string authority, string? superior) => (who, rung.IsEscalation) switch
    {
        (Party.Sponsor, false) => new(Party.Sponsor, unit),
        (Party.Authority, false) => new(Party.Authority, authority),
        (Party.Centre, false) => new(Party.Centre, null),
        (Party.Authority, true) => new(Party.Authority, superior ?? authority),
        _ => new(Party.Authority, authority),
    };
}
