using System.Collections.Immutable;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.DatedDuties;

/// <summary>Every dated duty is there from its beginning until it is met, with its last date, its clause and who must act.</summary>
public class DeadlineTests
{
    public static TheoryData<string, string, Party, string> Duties => new()
    {
        // launched on 2026-01-05
        { GateCodes.PublicSecurity, "NC-3.7", Party.Sponsor, "2026-02-04" },
        { GateCodes.HeaderFooter, "NC-4.4", Party.Sponsor, "2026-02-04" },
        { GateCodes.MarkShown, "NC-3.4", Party.Sponsor, "2026-03-06" },
        { GateCodes.LogRetention, "NC-9.9", Party.Sponsor, "2026-02-04" },
        { GateCodes.Plan, "NC-9.3", Party.Sponsor, "2026-02-04" },
        // graded on 2026-01-04
        { GateCodes.GradedFiling, "NC-9.1", Party.Sponsor, "2026-02-03" },
        // what was shown before the launch runs out
        { GateCodes.SecurityTest, "NC-3.9", Party.Sponsor, "2027-01-05" },
        { GateCodes.Icp, "NC-3.6", Party.Sponsor, "2027-01-05" },
        { GateCodes.People, "NC-2.3", Party.Sponsor, "2027-01-05" },
        { GateCodes.SiteMark, "NC-3.4", Party.Sponsor, "2026-07-04" },
        { GateCodes.Domain, "NC-3.5", Party.Sponsor, "2030-03-01" },
    };

    [Theory]
    [MemberData(nameof(Duties))]
    public void A_site_that_went_on_line_has_its_duties_with_their_dates(string kind, string clause, Party who, string due)
    {
        var deadline = Of(Story.Of().Launched(), kind);
        Assert.Equal((clause, who, Day(due)), (deadline.Clause, deadline.Who, deadline.DueOn));
    }

    [Fact]
    public void A_duty_waits_for_the_centre_once_it_is_stated_and_is_gone_once_it_is_verified()
    {
        var story = Story.Of().Launched().Given(new RecordFiling(PoliceFiled("2026-01-20")), Clerk, "2026-01-20");
        Assert.Equal((Party.Centre, Day("2026-02-04")), (Of(story, GateCodes.PublicSecurity).Who, Of(story, GateCodes.PublicSecurity).DueOn));

        story.Given(new VerifyFiling(FilingKind.PublicSecurity, VerificationResult.Verified, null), Centre);
        Assert.DoesNotContain(All(story), d => d.Kind == GateCodes.PublicSecurity);
    }

    [Fact]
    public void Evidence_that_is_stated_anew_waits_for_the_centre_for_the_working_days_of_a_review()
    {
        var story = Story.Of().Launched().Given(new RecordSecurityTest(TestPassed(Day("2026-03-02"))), Clerk, "2026-03-02");
        var deadline = Of(story, GateCodes.SecurityTest);
        Assert.Equal((Party.Centre, Day("2026-03-02")), (deadline.Who, deadline.Since));
        Assert.Equal(RegistryCalendar.AddWorkingDays(Day("2026-03-02"), story.Policy.ReviewReminderAfterWorkingDays, story.Policy.WorkingCalendar).Date, deadline.DueOn);
    }

    [Fact]
    public void A_request_is_due_by_the_reviewer_and_lapses_with_the_sponsor_once_it_is_returned()
    {
        var story = Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19", at: "2026-03-02");
        var filed = Of(story, DeadlineKinds.Request);
        Assert.Equal((Party.Authority, story.Request, Day("2026-03-09")), (filed.Who, filed.Number, filed.DueOn));

        story.Taken().Given(new ReturnRequest(story.Request, Reasons()), Reviewer, "2026-03-03");
        var returned = Of(story, DeadlineKinds.Request);
        Assert.Equal((Party.Sponsor, Day("2026-03-03"), Day("2026-06-01")), (returned.Who, returned.Since, returned.DueOn));
    }

    [Fact]
    public void A_request_with_two_keys_waits_for_the_centre_first()
    {
        var story = Story.Of().Live().Given(new ChangeProfile(OnOtherPlatform()), Clerk);
        Assert.Equal(Party.Centre, Of(story, DeadlineKinds.Request).Who);
        story.Given(new VerifyRequest(story.Request, VerificationResult.Verified, null), Centre);
        Assert.Equal(Party.Authority, Of(story, DeadlineKinds.Request).Who);
    }

    [Fact]
    public void An_approval_lapses_a_downline_ends_and_a_closure_may_be_completed()
    {
        Assert.Equal(Day("2026-04-05"), Of(Story.Of().Approved(), DeadlineKinds.ApprovalLapse).DueOn);
        Assert.Equal(Day("2026-05-19"), Of(Story.Of().DownNow(), DeadlineKinds.DownlineEnd).DueOn);
        Assert.Equal(Day("2026-06-01"), Of(Story.Of().ClosingNow(), DeadlineKinds.ClosureNotice).DueOn);
    }

    [Fact]
    public void An_overdue_downline_keeps_its_date_until_the_site_is_back()
    {
        var story = Story.Of().OverdueNow();
        Assert.Equal(Day("2026-05-19"), Of(story, DeadlineKinds.DownlineEnd).DueOn);
        story.Given(new RestoreSite(null), Clerk);
        Assert.DoesNotContain(All(story), d => d.Kind == DeadlineKinds.DownlineEnd);
    }

    [Fact]
    public void An_emergency_that_the_sponsor_declared_waits_for_the_authority()
    {
        var story = Story.Of().Live().Suspended("2026-05-12", Clerk, SuspensionReason.ForceMajeure);
        Assert.Equal((Party.Authority, Day("2026-05-15")), (Of(story, DeadlineKinds.SuspensionConfirmation).Who, Of(story, DeadlineKinds.SuspensionConfirmation).DueOn));
        story.Given(new ConfirmSuspension(1, "情况属实"), Reviewer);
        Assert.DoesNotContain(All(story), d => d.Kind == DeadlineKinds.SuspensionConfirmation);
    }

    [Fact]
    public void A_new_first_responsible_person_states_the_responsibility_within_the_days_of_the_pack()
    {
        var story = Story.Of().Launched().Given(new ChangeProfile(Led("万小军")), Clerk, "2026-03-02");
        Assert.Equal(Day("2026-04-01"), Of(story, DeadlineKinds.NewLeader).DueOn);

        story.Given(new ChangeProfile(Led("万小军") with { Purpose = "信息公开" }), Clerk, "2026-03-10");
        Assert.Equal(Day("2026-04-01"), Of(story, DeadlineKinds.NewLeader).DueOn);

        story.Given(new ConfirmResponsibility("本人已知悉"), Head, "2026-03-20");
        Assert.DoesNotContain(All(story), d => d.Kind == DeadlineKinds.NewLeader);
    }

    [Fact]
    public void A_change_of_the_icp_filing_is_brought_to_its_end()
    {
        var story = Story.Of().Launched().Given(new RecordFiling(IcpFiled with { State = FilingState.ChangePending }), Clerk, "2026-03-02");
        Assert.Equal(Day("2026-04-01"), Of(story, DeadlineKinds.IcpChange).DueOn);
        story.Given(new RecordFiling(IcpFiled), Clerk);
        Assert.DoesNotContain(All(story), d => d.Kind == DeadlineKinds.IcpChange);
    }

    [Fact]
    public void An_exemption_is_a_deadline_for_as_long_as_the_site_leans_on_it()
    {
        var story = Story.Of().Exempt(ExemptionKind.SiteName, "2026-12-31").Draft(profile: Profile() with { Name = "赣江之声" }).Prepared().Launched("2026-01-06");
        var deadline = Of(story, DeadlineKinds.Exemption);
        Assert.Equal(("NC-4.3", 1, Day("2026-12-31")), (deadline.Clause, deadline.Number, deadline.DueOn));
        Assert.Equal(Day("2026-12-31"), Of(story.Later("2027-02-01"), DeadlineKinds.Exemption).DueOn);

        Assert.DoesNotContain(All(Story.Of().Exempt(ExemptionKind.SiteName, "2026-12-31").Launched()), d => d.Kind == DeadlineKinds.Exemption);
    }

    [Fact]
    public void A_year_without_a_published_calendar_makes_the_date_an_estimate()
    {
        var story = Story.Of().Live().DownlineFiled("2031-05-12", "2031-05-19", at: "2031-03-03");
        Assert.True(Of(story, DeadlineKinds.Request).IsEstimated);
        Assert.False(Of(Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19", at: "2026-03-02"), DeadlineKinds.Request).IsEstimated);
    }

    [Theory]
    [InlineData(Stage.Closed)]
    [InlineData(Stage.Deregistered)]
    [InlineData(Stage.Draft)]
    public void A_site_that_is_closed_or_not_yet_on_line_has_no_duties(Stage stage) => Assert.Empty(All(Story.Of().In(stage)));

    /// <summary>Dates follow from the state alone: whoever looks later finds the same ones, until something is done.</summary>
    [Theory]
    [InlineData(Stage.Live)]
    [InlineData(Stage.Suspended)]
    public void Dates_do_not_depend_on_when_one_looks(Stage stage)
    {
        var story = Story.Of().In(stage);
        var (site, policy) = (story.Site, story.Policy);
        var now = Deadlines.Of(site, policy, Day("2026-06-01"));
        var then = Deadlines.Of(site, policy, Day("2027-06-01"));
        Assert.NotEmpty(now);
        Assert.Equal(now.Select(d => (d.Kind, d.Number, d.Since, d.DueOn)), then.Select(d => (d.Kind, d.Number, d.Since, d.DueOn)));
    }

    [Fact]
    public void Next_steps_name_the_clause_and_the_date_of_what_is_due_and_of_what_runs_out_soon()
    {
        var story = Story.Of().Launched();
        var steps = NextSteps.Of(story.Site, story.Policy, story.Now);
        var police = Assert.Single(steps, s => s.Code == GateCodes.PublicSecurity);
        Assert.Equal(("NC-3.7", Day("2026-02-04")), (police.Clause, police.Until));
        Assert.DoesNotContain(steps, s => s.Code == GateCodes.SecurityTest);
        Assert.Equal(Day("2027-01-05"), Assert.Single(NextSteps.Of(story.Site, story.Policy, Instant("2026-11-10")), s => s.Code == GateCodes.SecurityTest).Until);
    }

    private static SiteProfile Led(string name) => Profile() with
    {
        Contacts = [.. Profile().Contacts.Select(c => c.Duty == ContactDuty.FirstResponsiblePerson ? c with { Name = name } : c)],
    };

    private static ImmutableArray<Deadline> All(Story story) => Deadlines.Of(story.Current, story.Policy, RegistryCalendar.DateOf(story.Now));

    private static Deadline Of(Story story, string kind) => Assert.Single(All(story), d => d.Kind == kind);
}
