using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-2.1: what a request meets by time alone: the lapse of what was returned, the end of dates that went by, the working day of an urge.</summary>
public sealed class RequestClockTests
{
    [Fact]
    public void A_returned_request_lapses_ninety_days_after_its_return_whoever_takes_or_releases_it_meanwhile()
    {
        var story = Story.Of().InReview("2026-01-05").Taken();
        story.Given(new ReturnRequest(story.Request, Reasons()), Reviewer, "2026-01-06").Given(new ReleaseRequest(story.Request), Reviewer, "2026-03-02")
            .Given(new AssignRequest(story.Request, null, null), SecondReviewer, "2026-04-01")
            .Later("2026-04-06T23:59:59").ThenStage(Stage.InReview).ThenRequest(RequestState.Returned)
            .Later("2026-04-07T00:00").ThenStage(Stage.Draft).ThenRequest(RequestState.Lapsed)
            .When(new ResubmitRequest(story.Request, null, null, null, null, null), Clerk).ThenRefused(RuleId.RequestFinal, ("state", "lapsed"));
    }

    [Fact]
    public void A_request_returned_twice_has_ninety_days_from_the_second_return()
    {
        var story = Story.Of().InReview("2026-01-05").Taken();
        story.Given(new ReturnRequest(story.Request, Reasons()), Reviewer, "2026-01-06")
            .Given(new ResubmitRequest(story.Request, "已补正", null, null, null, null), Clerk, "2026-03-31")
            .Given(new ReturnRequest(story.Request, Reasons()), Reviewer, "2026-04-01")
            .Later("2026-06-30T23:59:59").ThenRequest(RequestState.Returned).Later("2026-07-01T00:00").ThenRequest(RequestState.Lapsed);
    }

    [Fact]
    public void A_downline_nobody_decided_on_falls_with_its_last_date()
    {
        var story = Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19", at: "2026-05-01").Taken();
        story.Later("2026-05-19T23:59:59").ThenRequest(RequestState.InReview)
            .When(new ApproveRequest(story.Request, null), Reviewer, at: "2026-05-20T00:00").ThenRefused(RuleId.RequestFinal, ("state", "superseded"))
            .ThenQuota(2026, reserved: "0t/0d");
    }

    [Fact]
    public void A_downline_approved_within_its_dates_is_begun_on_those_that_are_left() =>
        Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19", at: "2026-05-01").Approving(at: "2026-05-15").ThenQuota(2026, reserved: "1t/8d")
            .Started("2026-05-16").ThenQuota(2026, used: "1t/0d", reserved: "0t/4d");

    [Fact]
    public void A_request_is_urged_once_a_working_day_over_the_weekend()
    {
        var story = Story.Of().Live().DownlineFiled("2026-06-15", "2026-06-16", at: "2026-05-15");
        story.Given(new UrgeRequest(story.Request), Clerk, "2026-05-15T10:00")
            .When(new UrgeRequest(story.Request), Clerk, at: "2026-05-17T10:00").ThenRefused(RuleId.UrgedToday, ("earliestFrom", Day("2026-05-18")))
            .When(new UrgeRequest(story.Request), Clerk, at: "2026-05-18T00:00").ThenAccepted();
    }
}
