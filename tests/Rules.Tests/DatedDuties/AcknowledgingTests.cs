using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.DatedDuties;

/// <summary>知悉: by who is to act, once for each date.</summary>
public class AcknowledgingTests
{
    private static readonly AcknowledgeDeadline OfPlan = new(GateCodes.Plan, 0, "下周完成演练");

    [Fact]
    public void Who_is_to_act_says_that_it_is_known_and_the_record_keeps_it()
    {
        var story = Story.Of().Launched().When(OfPlan, by: Clerk)
            .Then<DeadlineAcknowledged>(e => Assert.Equal((GateCodes.Plan, 0, Day("2026-02-04"), "下周完成演练", Clerk.PersonId), (e.Kind, e.Number, e.DueOn, e.Note, e.By.Id)));
        Assert.NotNull(story.Site.AcknowledgementOf(Of(story, GateCodes.Plan)));
        Assert.Null(story.Site.AcknowledgementOf(Of(story, GateCodes.LogRetention)));
    }

    [Fact]
    public void Once_is_enough() => Story.Of().Launched().Given(OfPlan, by: Clerk)
        .When(OfPlan, by: Head).ThenRefused(RuleId.DeadlineAcknowledged, ("person", Clerk.Name), ("dueOn", Day("2026-02-04")));

    [Fact]
    public void A_deadline_of_another_date_is_another_one()
    {
        var story = Story.Of().Launched().Given(new AcknowledgeDeadline(GateCodes.SecurityTest, 0, null), Clerk)
            .Tested(TestPassed(Day("2026-01-05"))).Later("2026-06-01").Tested(TestPassed(Day("2026-06-01")));
        Assert.Null(story.Site.AcknowledgementOf(Of(story, GateCodes.SecurityTest)));
        story.When(new AcknowledgeDeadline(GateCodes.SecurityTest, 0, null), by: Clerk).Then(typeof(DeadlineAcknowledged));
    }

    [Fact]
    public void What_is_not_due_is_unknown()
    {
        Story.Of().Launched().When(new AcknowledgeDeadline(DeadlineKinds.DownlineEnd, 1, null), by: Clerk).ThenRefused(RuleId.DeadlineUnknown, ("value", "downline-end/1"));
        Story.Of().Draft().When(OfPlan, by: Clerk).ThenRefused(RuleId.DeadlineUnknown, ("value", "plan"));
    }

    [Fact]
    public void Others_are_told_who_is_to_act()
    {
        Story.Of().Launched().When(OfPlan, by: Reviewer).ThenRefused(RuleId.DeadlineOfOthers, ("value", "plan"), ("who", "sponsor"));
        Story.Of().Launched().When(OfPlan, by: Centre).ThenRefused(RuleId.DeadlineOfOthers, ("who", "sponsor"));
        var filed = Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19");
        filed.When(new AcknowledgeDeadline(DeadlineKinds.Request, filed.Request, null), by: Clerk).ThenRefused(RuleId.DeadlineOfOthers, ("who", "authority"));
        filed.When(new AcknowledgeDeadline(DeadlineKinds.Request, filed.Request, null), by: Reviewer).Then(typeof(DeadlineAcknowledged));
    }

    [Fact]
    public void A_record_before_its_first_acknowledgement_is_stored_as_it_was_before_there_were_any()
    {
        var story = Story.Of().Launched();
        var before = StoredFormat.Write(story.Site);
        story.Given(OfPlan, by: Clerk);
        Assert.NotEqual(before, StoredFormat.Write(story.Site));
        Assert.Equal(before, StoredFormat.Write(story.Site with { Acknowledgements = default }));
    }

    private static Deadline Of(Story story, string kind) =>
        Assert.Single(Deadlines.Of(story.Current, story.Policy, RegistryCalendar.DateOf(story.Now)), d => d.Kind == kind);
}
