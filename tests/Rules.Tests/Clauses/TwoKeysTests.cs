using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-2.2 «统筹协调全市教育网站安全管理»; L12: launch, material change and restore take the centre's key and the authority's, of two persons.</summary>
public class TwoKeysTests
{
    /// <summary>One person who acts for the centre and for the authority.</summary>
    private static readonly Actor CentreAsReviewer = Centre.As(Role.Reviewer);
    private static readonly Actor ReviewerAsCentre = Reviewer.As(Role.Centre);

    [Fact]
    public void Who_verified_a_filing_does_not_approve_the_launch() =>
        Story.Of().Draft().Verified(IcpFiled).Given(new SubmitLaunch(null), Clerk).Taken(by: CentreAsReviewer)
            .When(new ApproveRequest(1, null), by: CentreAsReviewer).ThenRefused(RuleId.TwoKeysOnePerson, ("person", Centre.Name));

    [Fact]
    public void Who_verified_the_security_test_does_not_approve_the_launch() =>
        Story.Of().Draft().Tested(TestPassed(Day("2026-01-05"))).Given(new SubmitLaunch(null), Clerk).Taken(by: CentreAsReviewer)
            .When(new ApproveRequest(1, null), by: CentreAsReviewer).ThenRefused(RuleId.TwoKeysOnePerson);

    [Fact]
    public void Who_verified_the_hosting_does_not_approve_the_launch() =>
        Story.Of().Draft().Verified(EvidenceKind.Hosting, Statement(Day("2026-01-05"))).Given(new SubmitLaunch(null), Clerk).Taken(by: CentreAsReviewer)
            .When(new ApproveRequest(1, null), by: CentreAsReviewer).ThenRefused(RuleId.TwoKeysOnePerson);

    [Fact]
    public void Who_approved_the_launch_does_not_verify_a_filing() =>
        Story.Of().Approved().Given(new RecordFiling(PoliceFiled("2026-01-05")), Clerk)
            .When(new VerifyFiling(FilingKind.PublicSecurity, VerificationResult.Verified, null), by: ReviewerAsCentre).ThenRefused(RuleId.TwoKeysOnePerson);

    [Fact]
    public void Who_approved_the_launch_does_not_verify_a_test() =>
        Story.Of().Approved().Given(new RecordSecurityTest(TestPassed(Day("2026-01-05"))), Clerk)
            .When(new VerifySecurityTest(2, VerificationResult.Verified, null), by: ReviewerAsCentre).ThenRefused(RuleId.TwoKeysOnePerson);

    [Fact]
    public void Who_approved_the_launch_does_not_verify_evidence() =>
        Story.Of().Approved().Given(new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05"))), Clerk)
            .When(new VerifyEvidence(EvidenceKind.Plan, VerificationResult.Verified, null), by: ReviewerAsCentre).ThenRefused(RuleId.TwoKeysOnePerson);

    [Theory]
    [InlineData(RequestKind.Change)]
    [InlineData(RequestKind.Restore)]
    public void Without_the_centres_key_neither_change_nor_restore_is_approved(RequestKind kind) =>
        Filed(kind).Taken().When(s => new ApproveRequest(s.Request, null), by: Reviewer).ThenRefused(RuleId.VerificationMissing);

    [Theory]
    [InlineData(RequestKind.Change)]
    [InlineData(RequestKind.Restore)]
    public void A_verification_that_was_refused_is_no_key(RequestKind kind) =>
        Filed(kind).Given(s => new VerifyRequest(s.Request, VerificationResult.Refused, "材料不实"), Centre).Taken()
            .When(s => new ApproveRequest(s.Request, null), by: Reviewer).ThenRefused(RuleId.VerificationMissing);

    [Theory]
    [InlineData(RequestKind.Change)]
    [InlineData(RequestKind.Restore)]
    public void One_person_does_not_turn_both_keys(RequestKind kind) =>
        Filed(kind).Given(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre).Taken(by: CentreAsReviewer)
            .When(s => new ApproveRequest(s.Request, null), by: CentreAsReviewer).ThenRefused(RuleId.TwoKeysOnePerson);

    [Theory]
    [InlineData(RequestKind.Change)]
    [InlineData(RequestKind.Restore)]
    public void Two_persons_with_both_keys_approve(RequestKind kind) =>
        Filed(kind).Given(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre).Taken(by: SecondReviewer)
            .When(s => new ApproveRequest(s.Request, null), by: SecondReviewer).ThenAccepted().ThenRequest(RequestState.Approved);

    [Theory]
    [InlineData(RequestKind.Downline)]
    [InlineData(RequestKind.Extension)]
    [InlineData(RequestKind.Closure)]
    public void The_rest_the_authority_approves_alone(RequestKind kind) =>
        Filed(kind).Taken().When(s => new ApproveRequest(s.Request, null), by: Reviewer).ThenAccepted();

    [Fact]
    public void What_is_said_twice_is_said_once() =>
        Filed(RequestKind.Change).Given(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), Centre)
            .When(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), by: SecondCentre).ThenRefused(RuleId.AlreadyVerified, ("person", Centre.Name));

    [Fact]
    public void A_returned_request_is_not_verified_before_it_is_filed_again() =>
        Filed(RequestKind.Change).Taken().Given(s => new ReturnRequest(s.Request, Reasons()), Reviewer)
            .When(s => new VerifyRequest(s.Request, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.RequestReturned);

    [Fact]
    public void A_refused_verification_says_why() =>
        Filed(RequestKind.Change).When(s => new VerifyRequest(s.Request, VerificationResult.Refused, " "), by: Centre).ThenRefused(RuleId.ReasonsRequired);

    private static Story Filed(RequestKind kind) => kind switch
    {
        RequestKind.Change => Story.Of().Live().Given(new ChangeProfile(OnOtherPlatform()), Clerk),
        RequestKind.Restore => Story.Of().DownNow(DownlineReason.SecurityRectification).Given(new SubmitRestore("整改完成"), Clerk),
        RequestKind.Extension => Story.Of().DownNow().Given(new SubmitExtension(Day("2026-05-25"), "工程延期"), Clerk),
        RequestKind.Closure => Story.Of().Live().Given(new SubmitClosure(ClosureOn("2026-01-05")), Clerk),
        _ => Story.Of().Live().DownlineFiled("2026-05-12", "2026-05-19"),
    };
}
