using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-2.1 «指导、监督和协调推进»: nobody is judge in the own cause, whatever role the person acts in.</summary>
public class SelfApprovalTests
{
    /// <summary>The clerk's own person, now of the authority and no longer of the school.</summary>
    private static readonly Actor ClerkAsReviewer = Clerk.As(Role.Reviewer) with { Unit = AuthorityId };
    private static readonly Actor SecondClerkAsReviewer = SecondClerk.As(Role.Reviewer) with { Unit = AuthorityId };

    /// <summary>A reviewer who never touched the record and is a member of the sponsor.</summary>
    private static readonly Actor MemberAsReviewer = Reviewer with { Unit = SchoolId };

    [Fact]
    public void Who_filed_a_request_does_not_take_it() =>
        Story.Of().InReview().When(new AssignRequest(1, null, null), by: ClerkAsReviewer).ThenRefused(RuleId.SelfApproval, ("person", Clerk.Name));

    [Fact]
    public void Who_edited_the_profile_does_not_take_its_launch() =>
        Story.Of().Draft().Given(new ChangeProfile(WithOtherPurpose()), SecondClerk).Given(new SubmitLaunch(null), Clerk)
            .When(new AssignRequest(1, null, null), by: SecondClerkAsReviewer).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void A_member_of_the_sponsor_does_not_take_its_requests() =>
        Story.Of().InReview().When(new AssignRequest(1, null, null), by: MemberAsReviewer).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void The_lead_does_not_hand_a_request_to_whoever_filed_it() =>
        Story.Of().InReview().When(new AssignRequest(1, Clerk.PersonId, Clerk.Name), by: Lead).ThenRefused(RuleId.SelfApproval);

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Who_edits_while_holding_a_request_no_longer_decides_it(SiteCommand decision) =>
        Story.Of().InReview().Taken().Given(new ChangeProfile(WithOtherPurpose()), Reviewer.As(Role.Clerk) with { Unit = SchoolId })
            .When(decision, by: Reviewer).ThenRefused(RuleId.SelfApproval);

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Who_becomes_a_member_while_holding_a_request_no_longer_decides_it(SiteCommand decision) =>
        Story.Of().InReview().Taken().When(decision, by: MemberAsReviewer).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void Who_filed_an_earlier_round_does_not_decide_a_later_one() =>
        Story.Of().Live().Given(new SubmitDownline(Terms("2026-05-12", "2026-05-19")), SecondClerk).Taken()
            .Given(s => new ReturnRequest(s.Request, Reasons()), Reviewer).Given(s => new ResubmitRequest(s.Request, null, null, null, null, null), Clerk)
            .When(s => new AssignRequest(s.Request, SecondClerk.PersonId, SecondClerk.Name), by: Lead).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void A_substitute_never_decides_what_the_substitute_filed() =>
        Story.Of().InReview().Taken().Substitute(Reviewer, ClerkAsReviewer, "2026-01-01", "2026-01-31")
            .When(new ApproveRequest(1, null), by: ClerkAsReviewer).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void Another_reviewer_of_the_authority_decides() =>
        Story.Of().InReview().Taken(by: SecondReviewer).When(new ApproveRequest(1, null), by: SecondReviewer).ThenAccepted();

    [Fact]
    public void Who_recorded_a_filing_does_not_verify_it() =>
        Story.Of().Draft().Given(new RecordFiling(IcpFiled), Centre)
            .When(new VerifyFiling(FilingKind.Icp, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.SelfApproval)
            .When(new VerifyFiling(FilingKind.Icp, VerificationResult.Verified, null), by: SecondCentre).ThenAccepted();

    [Fact]
    public void Who_recorded_a_test_does_not_verify_it() =>
        Story.Of().Draft().Given(new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Centre)
            .When(new VerifySecurityTest(1, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void A_member_of_the_sponsor_does_not_verify_its_evidence() =>
        Story.Of().Draft().Given(new RecordEvidence(EvidenceKind.Hosting, Statement(Day("2026-01-05"))), Clerk)
            .When(new VerifyEvidence(EvidenceKind.Hosting, VerificationResult.Verified, null), by: Centre with { Unit = SchoolId }).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void Who_filed_a_change_does_not_verify_it() =>
        Story.Of().Live().Given(new ChangeProfile(OnOtherPlatform()), Centre.As(Role.Clerk) with { Unit = SchoolId })
            .When(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.SelfApproval);

    [Fact]
    public void Who_declared_an_emergency_does_not_confirm_it() =>
        Story.Of().Live().Suspended("2026-05-12", Clerk, SuspensionReason.ForceMajeure)
            .When(new ConfirmSuspension(1, "情况属实"), by: ClerkAsReviewer).ThenRefused(RuleId.SelfApproval)
            .When(new ConfirmSuspension(1, "情况属实"), by: MemberAsReviewer).ThenRefused(RuleId.SelfApproval)
            .When(new ConfirmSuspension(1, "情况属实"), by: Reviewer).ThenAccepted();

    public static TheoryData<SiteCommand> Decisions =>
        [new ApproveRequest(1, null), new ReturnRequest(1, Reasons()), new RejectRequest(1, Reasons())];
}
