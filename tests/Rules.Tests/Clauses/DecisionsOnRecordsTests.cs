using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.12: D17, D18, D22 to D24, whose quota it is, how its facts are told and put right, under which rules, and by which clock.</summary>
public sealed class DecisionsOnRecordsTests
{
    [Fact]
    public void D17_the_quota_survives_a_new_name_and_a_new_host()
    {
        var story = UsedOnce();
        var lineage = story.Site.Lineage;
        story.Unit(SchoolId, facts => facts with { Name = "南昌市赣江学校" }).Given(new RefreshUnit(), Actor.System)
            .Given(new ChangeProfile(Profile() with { Name = "南昌市赣江学校", Hosts = ["gjxx.ncedu.cn"] }), Clerk).Approving()
            .ThenSite(site => Assert.Equal(("gjxx.ncedu.cn", lineage), (site.Facts.Hosts[0], site.Lineage)))
            .ThenQuota(2026, used: "1t/5d");
    }

    [Fact]
    public void D17_the_quota_goes_with_the_site_to_another_unit() =>
        UsedOnce().Given(new SubmitTransfer(ReceiverId, "校区调整"), Clerk).Taken().Given(story => new AcceptTransfer(story.Request), ReceiverClerk).Approving()
            .ThenSite(site => Assert.Equal((ReceiverId, $"{SchoolId}/{FirstSiteId}"), (site.Sponsor.Id, site.Lineage)))
            .ThenQuota(2026, used: "1t/5d", left: "1t/25d");

    [Fact]
    public void D17_closing_and_making_anew_gives_no_new_quota() =>
        UsedOnce().ClosureApproved("2026-03-09", at: "2026-03-09").ClosureCompleted("2026-04-09")
            .Exempt(ExemptionKind.Reopening, "2026-12-31").Reborn().Draft("2026-04-10")
            .ThenSite(site => Assert.Equal(($"{SchoolId}/{FirstSiteId}", NextSiteId), (site.Lineage, site.Id))).ThenQuota(2026, used: "1t/5d");

    [Theory]
    [InlineData("2026-05-12T09:00", true)]
    [InlineData("2026-05-12T08:59", false)]
    public void D18_a_fact_is_told_within_24_hours(string began, bool accepted)
    {
        var story = Story.Of().DownlineScheduled().When(new StartDownline(Instant(began), null), Clerk, at: "2026-05-13T09:00");
        if (accepted) story.Then<DownlineStarted>(e => Assert.Equal(Instant(began), e.At));
        else story.ThenRefused(RuleId.FactTimeTooOld, ("limit", 24));
    }

    [Fact]
    public void D18_a_fact_lies_never_in_the_future_and_never_before_the_approval() =>
        Story.Of().Live().DownlineApproved("2026-05-12", "2026-05-19", filed: "2026-05-12T08:00", at: "2026-05-12T10:00")
            .When(new StartDownline(Instant("2026-05-12T11:01"), null), Clerk, at: "2026-05-12T11:00").ThenRefused(RuleId.FactTimeInFuture)
            .When(new StartDownline(Instant("2026-05-12T09:59"), null), Clerk).ThenRefused(RuleId.DownlineBeforeApproval)
            .When(new StartDownline(Instant("2026-05-12T10:00"), null), Clerk).ThenAccepted();

    [Fact]
    public void D18_else_the_lead_corrects_and_both_values_are_kept() =>
        Story.Of().DownlineScheduled().Started("2026-05-15").Restored("2026-05-19T18:00").ThenQuota(2026, used: "1t/5d")
            .When(new CorrectDownlineFact(1, Instant("2026-05-13T08:00"), Instant("2026-05-16T08:00"), "补录有误"), Clerk, at: "2026-06-01").ThenRefused(RuleId.RoleNotAllowed)
            .When(new CorrectDownlineFact(1, Instant("2026-05-13T08:00"), Instant("2026-05-16T08:00"), "补录有误"), Reviewer).ThenRefused(RuleId.RoleNotAllowed)
            .When(new CorrectDownlineFact(1, Instant("2026-05-13T08:00"), Instant("2026-05-16T08:00"), "补录有误"), Lead)
            .Then<DownlineFactCorrected>(e => Assert.Equal(
                (Instant("2026-05-13T08:00"), Instant("2026-05-16T08:00"), Instant("2026-05-15"), Instant("2026-05-19T18:00"), "补录有误"),
                (e.StartedAt, e.RestoredAt, e.StartedAtBefore, e.RestoredAtBefore, e.Reason)))
            .ThenQuota(2026, used: "1t/4d");

    [Fact]
    public void D18_a_correction_is_no_way_round_the_approval() =>
        Story.Of().DownNow().Restored("2026-05-14")
            .When(new CorrectDownlineFact(1, Instant("2026-05-01T08:00"), null, "补录"), Lead, at: "2026-06-01").ThenRefused(RuleId.DownlineBeforeApproval)
            .When(new CorrectDownlineFact(1, Instant("2026-05-15"), null, "补录"), Lead).ThenRefused(RuleId.DownlineWindowInverted)
            .When(new CorrectDownlineFact(1, null, Instant("2026-06-02"), "补录"), Lead).ThenRefused(RuleId.FactTimeInFuture)
            .When(new CorrectDownlineFact(2, null, Instant("2026-05-15"), "补录"), Lead).ThenRefused(RuleId.WindowUnknown)
            .ThenQuota(2026, used: "1t/3d");

    [Fact]
    public void D22_new_limits_bind_new_approvals_and_usage_is_never_rewritten()
    {
        var stricter = RulePack.Load(NanchangPack.With(pack =>
        {
            var old = pack.Rule("downline-limits");
            old["effectiveTo"] = "2026-06-30";
            var row = old.DeepClone().AsObject();
            (row["version"], row["effectiveFrom"], row["effectiveTo"], row["parameters"]) =
                (2, "2026-07-01", null, new JsonObject { ["timesPerYearMax"] = 1, ["daysPerYearMax"] = 8 });
            pack["rules"]!.AsArray().Add(row);
        }));
        Story story = null!;
        story = Story.Of().Under(p => stricter.At(story.Now, p.UnitType));

        story.Live().Downline("2026-02-02", "2026-02-06").DownlineApproved("2026-07-06", "2026-07-10", filed: "2026-06-15")
            .ThenQuota(2026, used: "1t/5d", reserved: "1t/5d", over: "0t/0d")
            .Later("2026-07-01").ThenQuota(2026, used: "1t/5d", reserved: "1t/5d", over: "1t/2d")
            .Started("2026-07-06").Restored("2026-07-10T18:00").ThenQuota(2026, used: "2t/10d", left: "0t/0d", over: "1t/2d")
            .When(new SubmitDownline(Terms("2026-09-01", "2026-09-01")), Clerk, at: "2026-08-03").ThenRefused(RuleId.DownlineTimesExhausted, ("limit", 1), ("used", 2))
            .ThenSite(site => Assert.Equal(["downline-limits@1", "downline-limits@2"], site.QuotaEntries.Select(e => e.Rule).Distinct()));
    }

    [Fact]
    public void D23_a_substitute_decides_within_the_dates_and_both_names_are_kept()
    {
        var story = Story.Of().Live().Substitute(of: Reviewer, by: SecondReviewer, "2026-05-04", "2026-05-06").DownlineFiled("2026-06-15", "2026-06-16", at: "2026-05-03").Taken();
        story.When(new ApproveRequest(story.Request, null), SecondReviewer, at: "2026-05-03T23:59").ThenRefused(RuleId.RequestHeldByOther, ("person", Reviewer.Name))
            .When(new ApproveRequest(story.Request, null), SecondReviewer, at: "2026-05-06T23:59")
            .Then<RequestApproved>(e => Assert.Equal((SecondReviewer.Name, Reviewer.Name), (e.By.Name, e.OnBehalfOf?.Name)))
            .ThenSite(site => Assert.Equal((SecondReviewer.PersonId, Reviewer.PersonId), (site.Requests[^1].Ending!.By!.Id, site.Requests[^1].Ending!.OnBehalfOf!.Id)));
    }

    [Fact]
    public void D23_after_its_dates_a_substitute_is_one_no_more()
    {
        var story = Story.Of().Live().Substitute(of: Reviewer, by: SecondReviewer, "2026-05-04", "2026-05-06").DownlineFiled("2026-06-15", "2026-06-16", at: "2026-05-04").Taken();
        story.When(new RejectRequest(story.Request, Reasons()), SecondReviewer, at: "2026-05-07T00:00").ThenRefused(RuleId.RequestHeldByOther)
            .When(new RejectRequest(story.Request, Reasons()), Reviewer).Then<RequestRejected>(e => Assert.Null(e.OnBehalfOf));
    }

    [Fact]
    public void D24_instants_are_stored_in_UTC_and_dates_are_those_of_Shanghai() =>
        Story.Of().DownlineScheduled()
            .When(new StartDownline(new(2026, 5, 13, 0, 30, 0, TimeSpan.FromHours(8)), null), Clerk, at: "2026-05-13T00:30")
            .Then<DownlineStarted>(e =>
            {
                Assert.Equal((new DateTime(2026, 5, 12, 16, 30, 0), TimeSpan.Zero), (e.At.DateTime, e.At.Offset));
                Assert.Equal(Day("2026-05-12"), Assert.Single(e.Quota[0].Dates));
            })
            .ThenQuota(2026, reserved: "0t/7d");

    [Fact]
    public void D24_nothing_in_the_rules_reads_an_ambient_clock()
    {
        using var image = new PEReader(File.OpenRead(typeof(SiteRules).Assembly.Location));
        var metadata = image.GetMetadataReader();
        var called = metadata.MemberReferences.Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name)).ToHashSet();
        Assert.Contains("AddDays", called);
        Assert.Empty(called.Intersect(["get_UtcNow", "get_Now", "get_Today", "GetUtcNow", "GetLocalNow", "GetTimestamp", "get_TickCount64", "get_Local"]));
    }

    private static Story UsedOnce() => Story.Of().Live().Downline("2026-02-02", "2026-02-06").ThenQuota(2026, used: "1t/5d");
}
