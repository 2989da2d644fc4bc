using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.4 to NC-3.7, NC-9.1, NC-9.6, NC-9.9: what is recorded of filings, tests and evidence, and how it is verified.</summary>
public class FilingRecordsTests
{
    [Fact]
    public void An_icp_number_is_kept_as_it_is_normally_written() =>
        Story.Of().Draft().When(new RecordFiling(IcpFiled with { Number = "赣 icp 备 ２０２２００４３９７ 号－1" }), by: Clerk)
            .Then<FilingRecorded>(e => Assert.Equal("赣ICP备2022004397号-1", ((IcpFiling)e.Filing).Number));

    [Theory]
    [InlineData("赣ICP备120078161号")]
    [InlineData(null)]
    public void An_icp_number_that_is_none_is_refused(string? number) =>
        Story.Of().Draft().When(new RecordFiling(IcpFiled with { Number = number }), by: Clerk).ThenRefused(RuleId.IcpNumberInvalid, ("value", number ?? ""));

    [Theory]
    [InlineData("赣公网安备3601080200058号")]
    [InlineData(null)]
    public void A_public_security_number_that_is_none_is_refused(string? number) =>
        Story.Of().Live().When(new RecordFiling(PoliceFiled("2026-01-05") with { Number = number }), by: Clerk)
            .ThenRefused(RuleId.PublicSecurityNumberInvalid, ("value", number ?? ""));

    [Fact]
    public void A_filing_without_a_number_may_wait_for_it() =>
        Story.Of().Live().When(new RecordFiling(new PublicSecurityFiling(FilingState.Submitted, Sha256, null, null)), by: Clerk).ThenAccepted();

    [Fact]
    public void A_number_of_another_province_is_accepted_with_a_warning() =>
        Story.Of().Draft().When(new RecordFiling(IcpFiled with { Number = "陕ICP备15002899号-4" }), by: Clerk)
            .Then<FilingRecorded>(e => Assert.NotEmpty(e.Warnings));

    [Fact]
    public void Evidence_is_named_by_its_hash()
    {
        const string upper = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        SiteCommand[] commands =
        [
            new RecordFiling(DomainFiled with { EvidenceSha256 = upper }), new RecordFiling(Graded() with { AssessmentSha256 = upper }),
            new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-05")) with { Sha256 = upper }),
            new RecordSecurityTest(TestPassed(Day("2026-01-05")) with { ReportSha256 = upper }),
        ];
        foreach (var command in commands) Story.Of().Draft().When(command, by: Clerk).ThenRefused(RuleId.EvidenceHashInvalid, ("value", upper));
    }

    [Fact]
    public void Nothing_is_evidence_of_a_day_that_has_not_come()
    {
        SiteCommand[] commands =
        [
            new RecordFiling(DomainFiled with { RegisteredOn = Day("2026-01-06") }), new RecordFiling(IcpFiled with { FiledOn = Day("2026-01-06") }),
            new RecordFiling(Graded(on: "2026-01-06")), new RecordFiling(MarkApplied("2026-01-06")), new RecordFiling(PoliceFiled("2026-01-06")),
            new RecordEvidence(EvidenceKind.Plan, Statement(Day("2026-01-06"))), new RecordSecurityTest(TestPassed(Day("2026-01-06"))),
        ];
        foreach (var command in commands)
        {
            Story.Of().Draft().When(command, by: Clerk, at: "2026-01-05T23:59").ThenRefused(RuleId.EvidenceDateInvalid, ("value", Day("2026-01-06")), ("until", Day("2026-01-05")))
                .When(command, by: Clerk, at: "2026-01-06T00:00").ThenAccepted();
        }
    }

    [Fact]
    public void The_same_filing_is_recorded_once() =>
        Story.Of().Draft().Verified(DomainFiled).When(new RecordFiling(DomainFiled), by: Clerk).ThenRefused(RuleId.NothingChanged);

    [Fact]
    public void What_was_not_recorded_is_not_verified()
    {
        Story.Of().Draft().When(new VerifyFiling(FilingKind.SiteMark, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.FilingNotRecorded, ("filing", "siteMark"));
        Story.Of().Draft().When(new VerifyEvidence(EvidenceKind.Plan, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.FilingNotRecorded);
        Story.Of().Draft().When(new VerifySecurityTest(1, VerificationResult.Verified, null), by: Centre).ThenRefused(RuleId.SecurityTestUnknown, ("value", 1));
    }

    [Fact]
    public void A_verification_may_be_taken_back_with_a_reason() =>
        Story.Of().Draft().Verified(IcpFiled)
            .When(new VerifyFiling(FilingKind.Icp, VerificationResult.Refused, null), by: SecondCentre).ThenRefused(RuleId.ReasonsRequired)
            .When(new VerifyFiling(FilingKind.Icp, VerificationResult.Refused, "备案已注销"), by: SecondCentre)
            .Then<FilingVerified>(e => Assert.Equal(VerificationResult.Refused, e.Verification.Result));

    [Fact]
    public void A_test_covers_hosts_and_not_words() =>
        Story.Of().Draft().When(new RecordSecurityTest(TestPassed(Day("2026-01-05"), "全部域名 ")), by: Clerk).ThenRefused(RuleId.DomainNameInvalid);
}
