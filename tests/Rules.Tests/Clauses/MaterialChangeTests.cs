using NanchangEdu.Registry.Contracts;
using NanchangEdu.Registry.Rules.Clauses;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.8, NC-2.2: what was approved stands until a material change of it is verified by the centre and approved by the authority.</summary>
public sealed class MaterialChangeTests
{
    private static readonly SiteProfile Moved = Profile() with { Hosts = ["gjxx.ncedu.cn"], Platform = "学校自建平台" };

    [Fact]
    public void On_a_live_site_the_old_values_stand_until_the_change_is_approved()
    {
        var story = Filed().ThenSite(site => Assert.Equal(Host, site.Facts.Hosts[0])).Taken();
        story.Given(new VerifyRequest(story.Request, VerificationResult.Verified, null), Centre).ThenSite(site => Assert.Equal(Host, site.Facts.Hosts[0]))
            .When(new ApproveRequest(story.Request, null), Reviewer).Then(typeof(RequestApproved), typeof(ProfileChanged))
            .ThenStage(Stage.Live)
            .ThenSite(site => Assert.Equal((Moved.Hosts[0], Moved.Platform), (site.Facts.Hosts[0], site.Facts.Platform)))
            .ThenSite(site => Assert.Equal(SiteProfiles.HashOf(site.Facts, SchoolId), site.Approval!.ProfileHash));
    }

    [Fact]
    public void The_authority_does_not_approve_before_the_centre_has_verified_nor_after_it_refused()
    {
        var story = Filed().Taken();
        story.When(new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.VerificationMissing)
            .Given(new VerifyRequest(story.Request, VerificationResult.Refused, "域名未备案"), Centre)
            .When(new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.VerificationMissing);
    }

    [Fact]
    public void The_two_keys_are_held_by_different_persons()
    {
        var story = Filed().Taken();
        story.When(new VerifyRequest(story.Request, VerificationResult.Verified, null), Reviewer.As(Role.Centre)).ThenRefused(RuleId.TwoKeysOnePerson);

        story = Filed().Taken(by: SecondReviewer);
        story.Given(new VerifyRequest(story.Request, VerificationResult.Verified, null), SecondReviewer.As(Role.Centre))
            .When(new ApproveRequest(story.Request, null), SecondReviewer).ThenRefused(RuleId.TwoKeysOnePerson, ("person", SecondReviewer.Name));
    }

    [Fact]
    public void Nobody_turns_a_key_to_what_they_filed()
    {
        var story = Filed();
        story.When(new VerifyRequest(story.Request, VerificationResult.Verified, null), Clerk.As(Role.Centre)).ThenRefused(RuleId.SelfApproval)
            .When(new AssignRequest(story.Request, null, null), Clerk.As(Role.Reviewer)).ThenRefused(RuleId.SelfApproval);
    }

    [Fact]
    public void A_change_filed_again_needs_the_centres_key_again()
    {
        var story = Filed().Taken();
        story.Given(new VerifyRequest(story.Request, VerificationResult.Verified, null), Centre)
            .Given(new ReturnRequest(story.Request, Reasons()), Reviewer)
            .Given(new ResubmitRequest(story.Request, null, null, null, null, Moved with { Platform = "另一平台" }), Clerk)
            .When(new ApproveRequest(story.Request, null), Reviewer).ThenRefused(RuleId.VerificationMissing)
            .ThenSite(site => Assert.Contains(site.Requests[^1].Latest.Differences, d => d.Path == "profile.platform"));
    }

    [Fact]
    public void Old_and_new_host_are_claimed_while_the_change_is_open_and_the_old_one_for_180_days_after()
    {
        var story = Filed();
        Assert.Equal([Host, Moved.Hosts[0]], Hosts(story.Site));
        story.Approving(at: "2026-05-20");
        Assert.Equal([Moved.Hosts[0], Host], Hosts(story.Site));
        Assert.Equal([Moved.Hosts[0]], Hosts(SiteRules.At(story.Site, story.Policy, Instant("2026-05-20").AddDays(180))));
    }

    [Fact]
    public void A_change_withdrawn_leaves_all_as_it_was()
    {
        var story = Filed();
        story.Given(new WithdrawRequest(story.Request, "不改了"), Clerk).ThenSite(site => Assert.Equal(Host, site.Facts.Hosts[0]));
        Assert.Equal([Host], Hosts(story.Site));
    }

    [Fact]
    public void A_host_given_up_twice_is_held_until_the_later_date()
    {
        var story = Filed().Approving(at: "2026-05-20")
            .Given(new ChangeProfile(Profile()), Clerk, "2026-06-01").Approving(at: "2026-06-02")
            .Given(new ChangeProfile(Moved), Clerk, "2026-07-01").Approving(at: "2026-07-02");
        Assert.Contains(Host, Hosts(SiteRules.At(story.Site, story.Policy, Instant("2026-07-02").AddDays(180).AddTicks(-1))));
        Assert.Equal([Moved.Hosts[0]], Hosts(SiteRules.At(story.Site, story.Policy, Instant("2026-07-02").AddDays(180))));
    }

    [Fact]
    public void What_is_not_material_is_changed_at_once_on_a_live_site() =>
        Story.Of().Live().When(new ChangeProfile(WithOtherPurpose()), Clerk).Then(typeof(ProfileChanged)).ThenSite(site => Assert.Equal(WithOtherPurpose().Purpose, site.Facts.Purpose));

    [Fact]
    public void One_change_is_open_at_a_time() =>
        Filed().When(new ChangeProfile(OnOtherPlatform()), Clerk).ThenRefused(RuleId.RequestOpen, ("kind", "change"));

    [Fact]
    public void A_host_written_otherwise_is_no_change() =>
        Story.Of().ClosingNow().When(new ChangeProfile(Profile() with { Hosts = [$"HTTPS://{Host.ToUpperInvariant()}/"] }), Clerk, at: "2026-05-20").ThenRefused(RuleId.NothingChanged);

    private static Story Filed() => Story.Of().Live().Given(new ChangeProfile(Moved), Clerk, "2026-05-18");

    private static IEnumerable<string> Hosts(Site site) => SiteClaims.Of(site).Where(c => c.Scope == SiteClaims.Domain).Select(c => c.Key);
}
