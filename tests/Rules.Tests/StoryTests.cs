using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests;

/// <summary>The steps in which the other tests are told lead where they say.</summary>
public class StoryTests
{
    [Theory]
    [MemberData(nameof(Stages))]
    public void Each_stage_is_reached_by_commands_alone(Stage stage) => Story.Of().In(stage).ThenStage(stage);

    [Theory]
    [MemberData(nameof(Types))]
    public void Units_of_every_type_go_from_draft_to_deregistration(UnitType type) =>
        Story.Of(type).DeregisteredNow().ThenStage(Stage.Deregistered);

    [Fact]
    public void The_third_downline_in_a_year_is_refused() =>
        Story.Of().Launched("2026-01-05").Downline("2026-02-02", "2026-02-03").Downline("2026-05-11", "2026-05-13")
            .When(new SubmitDownline(Terms("2026-09-14", "2026-09-15")), by: Clerk, at: "2026-09-01")
            .ThenRefused(RuleId.DownlineTimesExhausted, ("used", 2), ("left", 0))
            .ThenQuota(2026, used: "2t/5d", reserved: "0t/0d", left: "0t/25d");

    public static TheoryData<Stage> Stages => [.. Enum.GetValues<Stage>()];

    public static TheoryData<UnitType> Types => [.. Enum.GetValues<UnitType>()];
}
