using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Reports;

/// <summary>合规汇总: what one site adds to which month, counted by hand; the pack is the one that is shipped.</summary>
public sealed class ComplianceTallyTests
{
    [Fact]
    public void A_site_in_service_is_counted_by_stage_and_standing_with_the_filings_it_lacks()
    {
        var january = Month(Story.Of().Live(), "2026-01");

        Assert.Equal(1, january.SitesByStage["live"]);
        Assert.Equal(1, january.SitesByStage.Values.Sum());
        Assert.Equal(Enum.GetValues<Stage>().Length, january.SitesByStage.Count);
        Assert.Equal(new StandingFigures(1, 1, 0, 0), january.Standing);
        Assert.Equal(["publicSecurity"], january.FilingsMissing.Where(kind => kind.Value == 1).Select(kind => kind.Key));
        Assert.Equal(Enum.GetValues<FilingKind>().Length, january.FilingsMissing.Count);
        Assert.Equal(1, january.Launched);
        Assert.Equal(new RequestFigures(1, 1, 1, 0, 0), january.Requests);
        Assert.Equal(0, Month(Story.Of().Live(), "2026-02").Launched);
    }

    [Fact]
    public void A_duty_that_is_late_asks_for_attention()
    {
        // the police filing is due thirty days after the launch
        Assert.Equal(new StandingFigures(1, 0, 1, 0), Month(Story.Of().Live(), "2026-02").Standing);
    }

    [Fact]
    public void A_draft_stands_in_its_stage_and_nowhere_else()
    {
        var figures = Month(Story.Of().Draft(), "2026-01");
        Assert.Equal(1, figures.SitesByStage["draft"]);
        Assert.Equal(new StandingFigures(0, 0, 0, 0), figures.Standing);
        Assert.All(figures.FilingsMissing.Values, count => Assert.Equal(0, count));
        Assert.Equal(new TestFigures(0, 0, 0), figures.Tests);
    }

    [Fact]
    public void A_private_school_lacks_no_mark()
    {
        var figures = Month(Story.Of(UnitType.PrivateSchool).Live(), "2026-01");
        Assert.Equal(0, figures.FilingsMissing["siteMark"]);
        Assert.Equal(1, figures.FilingsMissing["publicSecurity"]);
    }

    [Fact]
    public void Downtime_is_counted_by_its_dates_in_each_month_and_its_start_once()
    {
        var story = Story.Of().Live().DownlineApproved("2026-03-28", "2026-04-02").Started("2026-03-28").Restored("2026-04-02T18:00");
        Assert.Equal(new DownlineFigures(1, 4, 0), Month(story, "2026-03").Downlines);
        Assert.Equal(new DownlineFigures(0, 2, 0), Month(story, "2026-04").Downlines);
        Assert.Equal(new DownlineFigures(0, 0, 0), Month(story, "2026-05").Downlines);
    }

    [Fact]
    public void A_downtime_under_way_counts_to_the_instant_that_is_asked_for()
    {
        var story = Story.Of().DownNow();
        Assert.Equal(new DownlineFigures(1, 3, 0), Month(story, "2026-05", asOf: "2026-05-14T12:00").Downlines);
        Assert.Equal(new DownlineFigures(1, 1, 0), Month(story, "2026-05", asOf: "2026-05-12T09:00:01").Downlines);
    }

    [Fact]
    public void An_overrun_counts_whether_or_not_a_sweeper_came_by()
    {
        var may = Month(Story.Of().DownNow(), "2026-05", asOf: "2026-05-22T12:00");
        Assert.Equal(new DownlineFigures(1, 11, 1), may.Downlines);
        Assert.Equal(1, may.SitesByStage["overdue"]);
        Assert.Equal(new StandingFigures(1, 0, 0, 1), may.Standing);
    }

    [Fact]
    public void A_request_lies_with_the_authority_only_while_it_is_not_returned()
    {
        var story = Story.Of().InReview("2026-03-02")
            .Taken().Given(new ReturnRequest(1, Reasons()), Reviewer, "2026-03-03")
            .Given(new ResubmitRequest(1, null, null, null, null, null), Clerk, "2026-03-16").Given(new ApproveRequest(1, null), Reviewer, "2026-03-18");

        Assert.Equal(new RequestFigures(1, 1, 1, 3, 3), Month(story, "2026-03").Requests);
        Assert.Equal(new RequestFigures(0, 0, 0, 0, null), Month(story, "2026-04").Requests);
    }

    [Fact]
    public void A_request_is_filed_in_one_month_and_decided_in_another()
    {
        var story = Story.Of().Live().DownlineFiled("2026-04-20", "2026-04-21", at: "2026-03-31").Taken()
            .Given(new RejectRequest(2, Reasons()), Reviewer, "2026-04-02");
        Assert.Equal(new RequestFigures(1, 0, 0, 0, null), Month(story, "2026-03").Requests);
        Assert.Equal(new RequestFigures(0, 1, 0, 2, 2), Month(story, "2026-04").Requests);
    }

    [Fact]
    public void A_test_runs_out_in_its_month_and_has_run_out_after_its_last_date()
    {
        var story = Story.Of().Live();
        Assert.Equal(new TestFigures(0, 0, 0), Month(story, "2026-12").Tests);
        Assert.Equal(new TestFigures(0, 0, 1), Month(story, "2027-01", asOf: "2027-01-05T12:00").Tests);
        Assert.Equal(new TestFigures(0, 1, 1), Month(story, "2027-01").Tests);
        Assert.Equal(new TestFigures(0, 1, 0), Month(story, "2027-02").Tests);
    }

    [Fact]
    public void A_test_that_failed_is_none()
    {
        var story = Story.Of().Live()
            .Given(new RecordSecurityTest(TestPassed(Day("2026-03-02")) with { Result = Contracts.TestResult.Failed }), Clerk, "2026-03-03");
        Assert.Equal(new TestFigures(1, 0, 0), Month(story, "2026-03").Tests);
    }

    [Fact]
    public void An_emergency_that_nobody_confirmed_is_counted_and_is_no_downline()
    {
        var story = Story.Of().Live().Suspended("2026-07-01", by: Clerk, SuspensionReason.ForceMajeure)
            .Given(new LiftSuspension("已修复", null), Clerk, "2026-07-04T18:00");
        var july = Month(story, "2026-07");
        Assert.Equal(new EmergencyFigures(1, 1), july.Emergencies);
        Assert.Equal(new DownlineFigures(0, 0, 0), july.Downlines);
        Assert.Equal(new EmergencyFigures(1, 0), Month(story, "2026-07", asOf: "2026-07-05T12:00").Emergencies);
    }

    [Fact]
    public void A_closure_is_approved_in_one_month_and_complete_in_another()
    {
        var story = Story.Of().ClosedNow();
        Assert.Equal(new ClosureFigures(1, 0), Month(story, "2026-05").Closures);
        var june = Month(story, "2026-06");
        Assert.Equal(new ClosureFigures(0, 1), june.Closures);
        Assert.Equal((1, 0), (june.SitesByStage["closed"], june.Standing.InService));
    }

    [Fact]
    public void What_was_registered_later_is_not_counted() => Assert.Empty(Tally(Story.Of().Live(), "2025-12", null).Authorities);

    [Fact]
    public void Everybody_sees_the_own_branch_and_a_total_of_it()
    {
        var january = new CalendarMonth(2026, 1);
        var live = Month(Story.Of().Live(), "2026-01");
        var whole = ComplianceReports.Of(
            january, isFinal: true, january.Until, january.Until, NanchangPack.Pack,
            [new(OtherAuthorityId, "江西省教育厅", Month(Story.Of().Draft(), "2026-01")), new(AuthorityId, "南昌市教育局", live.Plus(live))]);

        Assert.Equal((3, 2), (whole.Total.SitesByStage.Values.Sum(), whole.Total.Standing.InService));
        Assert.Equal([AuthorityId], Seen(Reviewer));
        Assert.Equal([OtherAuthorityId], Seen(OtherReviewer));
        Assert.Equal([OtherAuthorityId, AuthorityId], Seen(SuperiorReviewer));
        Assert.Equal([OtherAuthorityId, AuthorityId], Seen(Centre));
        Assert.Equal([OtherAuthorityId, AuthorityId], Seen(Auditor));
        Assert.Equal([AuthorityId], ComplianceReports.Within(whole, AuthorityId, Centre).Authorities.Select(row => row.Authority));
        Assert.Empty(ComplianceReports.Within(whole, OtherAuthorityId, Reviewer).Authorities);
        var own = ComplianceReports.Within(whole, null, Reviewer);
        Assert.Equal((2, 2), (own.Total.SitesByStage.Values.Sum(), own.Total.Requests.Filed));

        IEnumerable<UnitId> Seen(Actor by) => ComplianceReports.Within(whole, null, by).Authorities.Select(row => row.Authority);
    }

    [Fact]
    public void An_average_is_that_of_the_sums()
    {
        var three = ComplianceSums.Zero with { Requests = ComplianceSums.Requests(filed: 2, decided: 2, approved: 1, workingDays: 3) };
        var eight = ComplianceSums.Zero with { Requests = ComplianceSums.Requests(filed: 1, decided: 1, approved: 1, workingDays: 8) };
        Assert.Equal(1.5, three.Requests.AverageWorkingDays);
        Assert.Equal(new RequestFigures(3, 3, 2, 11, 3.7), three.Plus(eight).Requests);
        Assert.Null(ComplianceSums.Zero.Requests.AverageWorkingDays);
    }

    /// <summary>As grain storage keeps it, and as the gateway reads the grain's answer.</summary>
    [Fact]
    public void A_report_comes_back_from_JSON_as_it_was()
    {
        var month = new CalendarMonth(2026, 1);
        var report = ComplianceReports.Of(
            month, isFinal: true, month.Until, month.Until, NanchangPack.Pack, [new(AuthorityId, null, Month(Story.Of().Live(), "2026-01"))]);
        foreach (var options in new[] { RegistryJson.Options, JsonSerializerOptions.Web })
        {
            var json = JsonSerializer.Serialize(report, options);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<ComplianceView>(json, options), options));
        }
    }

    private static ComplianceFigures Month(Story story, string month, string? asOf = null) => Assert.Single(Tally(story, month, asOf).Authorities).Figures;

    private static ComplianceTally Tally(Story story, string text, string? asOf)
    {
        Assert.True(CalendarMonth.TryParse(text, out var month));
        var tally = new ComplianceTally(month, NanchangPack.Pack, asOf is null ? month.Until : Instant(asOf));
        tally.Add(story.Site);
        return tally;
    }
}
