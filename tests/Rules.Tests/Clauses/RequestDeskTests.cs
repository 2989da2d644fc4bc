using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-2.1: the authority's desk. L8 to L11: reasons, differences, withdrawal, hand-over, rejection.</summary>
public class RequestDeskTests
{
    [Fact]
    public void L8_A_return_gives_several_reasons_at_once() =>
        Story.Of().InReview().Taken()
            .When(new ReturnRequest(1, Reasons("evidence-unclear", "contact-unreachable", "other")), by: Reviewer)
            .Then<RequestReturned>(e => Assert.Equal(["evidence-unclear", "contact-unreachable", "other"], e.Reasons.Select(r => r.Code)))
            .ThenSite(site => Assert.Equal(3, site.RequestOf(1)!.Latest.Returned.Length));

    [Fact]
    public void L8_A_return_or_rejection_without_a_reason_is_refused()
    {
        Story.Of().InReview().Taken().When(new ReturnRequest(1, []), by: Reviewer).ThenRefused(RuleId.ReasonsRequired);
        Story.Of().InReview().Taken().When(new RejectRequest(1, default), by: Reviewer).ThenRefused(RuleId.ReasonsRequired);
        Story.Of().InReview().Taken().When(new ReturnRequest(1, Reasons("because")), by: Reviewer).ThenRefused(RuleId.ReasonsRequired);
        Story.Of().InReview().Taken().When(new ReturnRequest(1, [new("other", null, " ")]), by: Reviewer).ThenRefused(RuleId.ReasonsRequired);
    }

    [Fact]
    public void L8_A_resubmission_shows_its_difference_to_the_same_reviewer() =>
        Story.Of().InReview().Taken().Given(new ReturnRequest(1, Reasons()), Reviewer).Given(new ChangeProfile(OnOtherPlatform()), Clerk)
            .When(new ResubmitRequest(1, "已按意见修改", null, null, null, null), by: Clerk)
            .Then<RequestResubmitted>(e => Assert.Equal([new("profile.platform", "\"市教育网站群平台\"", "\"学校自建平台\"")], e.Differences))
            .ThenSite(site => Assert.Equal((Reviewer.PersonId, 2, RequestState.InReview),
                (site.RequestOf(1)!.Assignee!.Id, site.RequestOf(1)!.Latest.Round, site.RequestOf(1)!.State)));

    [Fact]
    public void L8_Other_terms_may_be_asked_for_the_second_time() =>
        Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19").Taken().Given(s => new ReturnRequest(s.Request, Reasons("dates-unsuitable")), Reviewer)
            .When(s => new ResubmitRequest(s.Request, null, Terms("2026-05-13", "2026-05-15"), null, null, null), by: Clerk)
            .Then<RequestResubmitted>(e => Assert.Equal(["downline.from", "downline.until", "downline.urgentReason"], e.Differences.Select(d => d.Path)));

    [Fact]
    public void L8_The_terms_of_a_resubmission_are_checked_as_the_first_were() =>
        Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19").Taken().Given(s => new ReturnRequest(s.Request, Reasons("dates-unsuitable")), Reviewer)
            .When(s => new ResubmitRequest(s.Request, null, Terms("2026-05-13", "2026-05-12"), null, null, null), by: Clerk)
            .ThenRefused(RuleId.DownlineWindowInverted);

    [Fact]
    public void L8_What_was_edited_while_returned_is_approved_only_after_it_is_filed_again() =>
        Story.Of().InReview().Taken().Given(new ReturnRequest(1, Reasons()), Reviewer).Given(new ChangeProfile(OnOtherPlatform()), Clerk)
            .When(new ApproveRequest(1, null), by: Reviewer).ThenRefused(RuleId.RequestReturned)
            .Given(new ResubmitRequest(1, null, null, null, null, null), Clerk)
            .When(new ApproveRequest(1, null), by: Reviewer)
            .Then<RequestApproved>(e => Assert.Equal(SiteProfiles.HashOf(OnOtherPlatform(), SchoolId), e.ProfileHash));

    [Fact]
    public void L9_A_request_is_withdrawn_at_any_time_before_the_decision_and_keeps_its_number() =>
        Story.Of().InReview().Taken().Given(new ReturnRequest(1, Reasons()), Reviewer)
            .When(new WithdrawRequest(1, "暂不上线"), by: Head)
            .Then(typeof(RequestWithdrawn)).ThenStage(Stage.Draft).ThenRequest(RequestState.Withdrawn, number: 1);

    [Fact]
    public void L10_What_one_reviewer_holds_another_neither_takes_nor_decides_nor_releases()
    {
        Story.Of().InReview().Taken().When(new AssignRequest(1, null, null), by: SecondReviewer).ThenRefused(RuleId.RequestHeldByOther, ("person", Reviewer.Name));
        Story.Of().InReview().Taken().When(new ApproveRequest(1, null), by: SecondReviewer).ThenRefused(RuleId.RequestHeldByOther, ("person", Reviewer.Name));
        Story.Of().InReview().Taken().When(new ReleaseRequest(1), by: SecondReviewer).ThenRefused(RuleId.RequestHeldByOther, ("person", Reviewer.Name));
        Story.Of().InReview().When(new AssignRequest(1, SecondReviewer.PersonId, SecondReviewer.Name), by: Reviewer).ThenRefused(RuleId.RequestHeldByOther);
    }

    [Fact]
    public void L10_A_request_is_released_to_the_queue_and_taken_by_another() =>
        Story.Of().InReview().Taken().Given(new ReleaseRequest(1), Reviewer).ThenRequest(RequestState.Submitted)
            .When(new AssignRequest(1, null, null), by: SecondReviewer)
            .Then<RequestAssigned>(e => Assert.Equal(SecondReviewer.PersonId, e.PersonId)).ThenRequest(RequestState.InReview);

    [Fact]
    public void L10_The_lead_hands_a_request_on_and_both_names_are_kept() =>
        Story.Of().InReview().Taken()
            .When(new AssignRequest(1, SecondReviewer.PersonId, SecondReviewer.Name), by: Lead)
            .Then<RequestAssigned>(e => Assert.Equal((SecondReviewer.Name, Lead.Name), (e.Name, e.By.Name)));

    [Fact]
    public void L10_The_lead_releases_what_another_holds() =>
        Story.Of().InReview().Taken().When(new ReleaseRequest(1), by: Lead).Then(typeof(RequestReleased));

    [Theory]
    [InlineData("2026-01-10T00:00")]
    [InlineData("2026-01-20T23:59")]
    public void L10_A_substitute_decides_within_the_dates_and_both_names_are_kept(string at) =>
        Story.Of().InReview().Taken().Substitute(Reviewer, SecondReviewer, "2026-01-10", "2026-01-20")
            .When(new ApproveRequest(1, "同意"), by: SecondReviewer, at)
            .Then<RequestApproved>(e => Assert.Equal((SecondReviewer.Name, Reviewer.Name), (e.By.Name, e.OnBehalfOf!.Name)))
            .ThenSite(site => Assert.Equal((SecondReviewer.PersonId, Reviewer.PersonId), (site.RequestOf(1)!.Ending!.By!.Id, site.RequestOf(1)!.Ending!.OnBehalfOf!.Id)));

    [Theory]
    [InlineData("2026-01-09T23:59")]
    [InlineData("2026-01-21T00:00")]
    public void L10_Outside_the_dates_there_is_no_substitute(string at) =>
        Story.Of().InReview().Taken().Substitute(Reviewer, SecondReviewer, "2026-01-10", "2026-01-20")
            .When(new ApproveRequest(1, null), by: SecondReviewer, at).ThenRefused(RuleId.RequestHeldByOther);

    [Fact]
    public void L10_A_substitute_acts_for_the_one_named_and_for_nobody_else() =>
        Story.Of().InReview().Taken().Substitute(Lead, SecondReviewer, "2026-01-01", "2026-01-31")
            .When(new RejectRequest(1, Reasons()), by: SecondReviewer).ThenRefused(RuleId.RequestHeldByOther);

    [Fact]
    public void L11_A_rejection_is_final_and_a_copy_is_filed_under_a_number_of_its_own() =>
        Story.Of().InReview().Taken().Given(new RejectRequest(1, Reasons("duplicate-site", "site-name-wrong")), Reviewer).ThenStage(Stage.Draft)
            .When(new ResubmitRequest(1, null, null, null, null, null), by: Clerk).ThenRefused(RuleId.RequestFinal, ("state", "rejected"))
            .When(new SubmitLaunch(null), by: Clerk).Then<RequestSubmitted>(e => Assert.Equal(2, e.Number));
}
