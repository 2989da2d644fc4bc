using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.DatedDuties;

/// <summary>On which days a deadline is brought to mind.</summary>
public class ReminderLadderTests
{
    private static readonly DateOnly Due = Day("2026-06-30");
    private static readonly ReminderLadder Ladder = new([-60, -30, -7, -1, 0], 7, 7);

    [Fact]
    public void It_goes_by_its_days_then_again_every_so_many_and_once_to_the_superior() => Assert.Equal(
        ["2026-05-01", "2026-05-31", "2026-06-23", "2026-06-29", "2026-06-30", "2026-07-07", "2026-07-07!", "2026-07-14", "2026-07-21"],
        Ladder.Between(Due, Day("2026-01-01"), Day("2026-07-22")).Select(r => $"{r.On(Due):yyyy-MM-dd}{(r.IsEscalation ? "!" : "")}"));

    [Theory]
    [InlineData("2026-01-01", "2026-05-01")]
    [InlineData("2026-05-01", "2026-05-01")]
    [InlineData("2026-05-02", "2026-05-31")]
    [InlineData("2026-06-30", "2026-06-30")]
    [InlineData("2026-07-01", "2026-07-07")]
    [InlineData("2026-07-08", "2026-07-14")]
    [InlineData("2027-07-08", "2027-07-13")]
    public void The_first_rung_from_a_date_is_the_next_of_them(string from, string expected) =>
        Assert.Equal(Day(expected), Ladder.From(Due, Day(from))!.Value.On(Due));

    [Fact]
    public void One_that_ends_at_its_date_has_no_rung_after_it()
    {
        ReminderLadder ending = new([-7], 0, 0);
        Assert.Null(ending.From(Due, Day("2026-06-24")));
        Assert.Equal(Day("2026-06-23"), ending.From(Due, Day("2026-06-01"))!.Value.On(Due));
    }

    [Fact]
    public void An_escalation_between_two_rungs_has_a_day_of_its_own() => Assert.Equal(
        ["0", "1", "3!", "8"],
        new ReminderLadder([0, 1], 7, 3).Between(Due, Due, RegistryCalendar.AddDays(Due, 8)).Select(r => $"{r.Day}{(r.IsEscalation ? "!" : "")}"));

    [Theory]
    [InlineData("-60,-30,-7,-1,0/7/7")]
    [InlineData("-7/0/0")]
    [InlineData("-3,-1,0,1/1/3")]
    public void It_is_read_back_as_it_was_written(string text) => Assert.Equal(text, ReminderLadder.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1,2")]
    [InlineData("a/b/c")]
    public void What_nobody_wrote_is_refused(string text) => Assert.Throws<FormatException>(() => ReminderLadder.Parse(text));

    public static TheoryData<string, Party, string> Kinds => new()
    {
        { GateCodes.SecurityTest, Party.Sponsor, "-60,-30,-7,-1,0/7/7" },
        { GateCodes.SecurityTest, Party.Centre, "0/1/3" },
        { GateCodes.PublicSecurity, Party.Sponsor, "-14,-7,-3,-1/7/7" },
        { DeadlineKinds.Request, Party.Authority, "0/1/3" },
        { DeadlineKinds.Request, Party.Sponsor, "-7/0/0" },
        { DeadlineKinds.ApprovalLapse, Party.Sponsor, "-83,-76,-69,-62,-55,-48,-41,-34,-27,-20,-13,-6/0/0" },
        { DeadlineKinds.DownlineEnd, Party.Sponsor, "-3,-1,0,1/1/3" },
        { DeadlineKinds.SuspensionConfirmation, Party.Authority, "-1,0/0/0" },
        { DeadlineKinds.ClosureNotice, Party.Sponsor, "0/7/7" },
        { DeadlineKinds.CaseReply, Party.Sponsor, "-1,0/0/0" },
        { DeadlineKinds.CaseDecision, Party.Authority, "0/1/3" },
        { DeadlineKinds.CaseAppeal, Party.Authority, "0/1/3" },
        { DeadlineKinds.CaseConclusion, Party.Authority, "0/1/3" },
        { DeadlineKinds.NewLeader, Party.Sponsor, "-60,-30,-7,-1,0/7/7" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_the_ladder_of_the_rule_pack(string kind, Party who, string expected)
    {
        var policy = NanchangPack.Pack.At(Due, UnitType.BureauSchool);
        Assert.Equal(expected, ReminderLadder.Of(new Deadline(kind, 0, "NC-3.7", who, Day("2026-01-01"), Due, false, "", ""), policy).ToString());
    }
}
