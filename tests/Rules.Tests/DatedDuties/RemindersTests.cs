using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.DatedDuties;

/// <summary>What is told of a deadline on a day: the same whoever looks, and all of it however long nobody did.</summary>
public class RemindersTests
{
    private static readonly DateOnly Due = Day("2026-06-30");
    private static readonly ReminderLadder Ladder = new([-7, 0], 7, 7);

    [Fact]
    public void Looking_every_day_and_looking_once_come_to_the_same_rungs()
    {
        var (next, told) = ((DateOnly?)Day("2026-06-23"), new List<Rung>());
        for (var today = Day("2026-06-01"); today <= Day("2026-08-31"); today = today.AddDays(1))
        {
            if (next is not { } from || from > today) continue;
            var step = Reminders.Until(Ladder, Due, from, isAcknowledged: false, today);
            told.AddRange(step.Rungs);
            next = step.NextOn;
        }

        Assert.Equal(Reminders.Until(Ladder, Due, Day("2026-06-23"), false, Day("2026-08-31")).Rungs, told);
        Assert.Equal([-7, 0, 7, 7, 14, 21, 28, 35, 42, 49, 56], told.Select(rung => rung.Day));
        Assert.Equal(Day("2026-09-01"), next);
    }

    [Fact]
    public void Once_somebody_reacted_the_superior_is_left_out_and_the_rest_goes_on() => Assert.Equal(
        [new Rung(0, false), new Rung(7, false), new Rung(14, false)], Reminders.Until(Ladder, Due, Due, isAcknowledged: true, Day("2026-07-14")).Rungs);

    [Fact]
    public void A_ladder_that_has_ended_has_no_next_day() =>
        Assert.Null(Reminders.Until(new([-7], 0, 0), Due, Day("2026-06-23"), false, Day("2026-06-23")).NextOn);

    public static TheoryData<bool, Party, Party, string?> Addressees => new()
    {
        { false, Party.Sponsor, Party.Sponsor, "U1" },
        { false, Party.Authority, Party.Authority, "A1" },
        { false, Party.Centre, Party.Centre, null },
        { true, Party.Sponsor, Party.Authority, "A1" },
        { true, Party.Authority, Party.Authority, "A9" },
        { true, Party.Centre, Party.Authority, "A1" },
    };

    [Theory]
    [MemberData(nameof(Addressees))]
    public void Who_is_to_act_is_told_and_the_superior_of_those_when_nobody_reacted(bool escalated, Party who, Party told, string? org) =>
        Assert.Equal(new Addressee(told, org), Reminders.AddresseeOf(new Rung(3, escalated), who, "U1", "A1", "A9"));

    [Fact]
    public void Where_nobody_is_above_the_authority_itself_is_told() =>
        Assert.Equal(new Addressee(Party.Authority, "A1"), Reminders.AddresseeOf(new Rung(3, true), Party.Authority, "U1", "A1", null));
}
