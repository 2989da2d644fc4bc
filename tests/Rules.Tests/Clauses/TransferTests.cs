using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.2, NC-2.1, D17: giver, receiver and authority agree; the slot moves, the lineage stays.</summary>
public sealed class TransferTests
{
    [Fact]
    public void Giver_receiver_and_authority_agree_and_the_receiver_is_the_sponsor() =>
        Filed().Taken().When(story => new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.TransferNotAccepted)
            .When(story => new AcceptTransfer(story.Request), ReceiverClerk).Then(typeof(TransferAccepted))
            .When(story => new AcceptTransfer(story.Request), ReceiverHead).ThenRefused(RuleId.TransferAlreadyAccepted)
            .When(story => new ApproveRequest(story.Request, null), Reviewer).Then(typeof(RequestApproved), typeof(Transferred))
            .ThenStage(Stage.Live).ThenSite(site => Assert.Equal(ReceiverId, site.Sponsor.Id));

    [Fact]
    public void The_receiver_sees_the_site_while_the_request_is_open_and_may_do_nothing_but_accept()
    {
        var story = Filed();
        Assert.True(SiteRules.Sees(story.Site, ReceiverClerk));
        Assert.False(SiteRules.Sees(story.Site, StrangerClerk));
        story.When(new RecordFiling(DomainFiled), ReceiverClerk).ThenHidden()
            .When(s => new WithdrawRequest(s.Request, null), ReceiverClerk).ThenHidden()
            .When(s => new AcceptTransfer(s.Request), StrangerClerk).ThenHidden()
            .Given(new WithdrawRequest(story.Request, null), Clerk);
        Assert.False(SiteRules.Sees(story.Site, ReceiverClerk));
    }

    [Fact]
    public void The_giver_does_not_accept_for_the_receiver() =>
        Filed().When(story => new AcceptTransfer(story.Request), Clerk).ThenRefused(RuleId.TransferReceiverInvalid);

    [Fact]
    public void After_the_transfer_the_site_is_the_receivers_and_does_not_exist_for_the_giver()
    {
        var story = Filed().Given(s => new AcceptTransfer(s.Request), ReceiverClerk).Approving();
        Assert.False(SiteRules.Sees(story.Site, Clerk));
        story.When(new RecordFiling(DomainFiled), Clerk).ThenHidden()
            .When(new SubmitDownline(Terms("2026-06-15", "2026-06-16")), ReceiverClerk).ThenAccepted();
    }

    [Fact]
    public void The_slot_and_the_record_move_with_the_site_and_the_downline_slots_stay_the_lineages()
    {
        var story = Story.Of().Live().Downline("2026-02-02", "2026-02-03");
        Assert.Equal([SchoolId.Uscc, SchoolId.Uscc], UnitKeys(story.Site));
        var slots = SiteClaims.Of(story.Site).Where(c => c.Scope == SiteClaims.DownlineSlot).Select(c => c.Key).ToArray();
        Assert.Equal([$"{SchoolId}/{FirstSiteId}/2026/1"], slots);

        story.Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk).Given(s => new AcceptTransfer(s.Request), ReceiverClerk).Approving();
        Assert.Equal([ReceiverId.Uscc, ReceiverId.Uscc], UnitKeys(story.Site));
        Assert.Equal(slots, SiteClaims.Of(story.Site).Where(c => c.Scope == SiteClaims.DownlineSlot).Select(c => c.Key));
    }

    [Fact]
    public void The_receiver_is_another_registered_unit_of_the_same_authority() =>
        Story.Of().Live()
            .When(new SubmitTransfer(SchoolId, "移交"), Clerk).ThenRefused(RuleId.TransferReceiverInvalid)
            .When(new SubmitTransfer(StrangerId, "移交"), Clerk).ThenRefused(RuleId.TransferReceiverInvalid)
            .When(new SubmitTransfer(OtherAuthorityId, "移交"), Clerk).ThenRefused(RuleId.TransferReceiverInvalid, ("value", OtherAuthorityId.Uscc));

    [Fact]
    public void Nobody_of_either_unit_decides_on_it() =>
        Filed().Given(story => new AcceptTransfer(story.Request), ReceiverClerk).Taken(by: Lead)
            .When(story => new ApproveRequest(story.Request, null), Clerk.As(Role.Lead)).ThenRefused(RuleId.RequestHeldByOther)
            .When(story => new AssignRequest(story.Request, null, null), Clerk.As(Role.Lead)).ThenRefused(RuleId.SelfApproval)
            .When(story => new AssignRequest(story.Request, null, null), ReceiverHead.As(Role.Lead)).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void While_a_launch_is_reviewed_nothing_is_handed_over() =>
        Story.Of().InReview().When(new SubmitTransfer(ReceiverId, "移交"), Clerk).ThenRefused(RuleId.RequestOpen);

    [Fact]
    public void A_suspended_site_is_handed_over_only_when_it_is_back()
    {
        var story = Filed().Given(s => new AcceptTransfer(s.Request), ReceiverClerk).Taken().Suspended("2026-06-01");
        story.When(new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.SiteSuspended)
            .Given(new LiftSuspension("处置完毕", null), Centre)
            .When(new ApproveRequest(story.Request, null), Reviewer).ThenAccepted();
    }

    private static Story Filed() => Story.Of().Live().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk);

    private static IEnumerable<string> UnitKeys(Site site) =>
        SiteClaims.Of(site).Where(c => c.Scope is SiteClaims.UnitSiteRecord or SiteClaims.UnitSiteSlot).Select(c => c.Key);
}
