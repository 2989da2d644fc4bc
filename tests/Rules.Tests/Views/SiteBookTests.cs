using System.Text;
using System.Text.Json;
using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Views;

/// <summary>网站管理台账: what of a site's life stands in which year's book.</summary>
public sealed class SiteBookTests
{
    /// <summary>Of the sample's contacts; of other people in these stories nobody is called so.</summary>
    private static readonly string[] Contacts = ["0791-86380001", "13907910001", "13907910002", "office@ncedu.cn", "邓华", "李红"];

    [Fact]
    public void A_year_has_what_happened_in_it_and_the_head_of_now()
    {
        var story = TwoYears();
        var book = Book(story, 2026, Clerk);

        Assert.Equal((FirstSiteId, 7L, 2026, "2026.3"), (book.Id, book.Version, book.Year, book.RulePack));
        Assert.Equal((Stage.Live, SchoolName, AuthorityId), (book.Stage, book.Profile.Name, book.Unit.Authority));
        Assert.Equal(Instant(Story.Opening), book.LaunchedAt);
        Assert.Equal(
            [FilingKind.Icp, FilingKind.GradedProtection, FilingKind.SiteMark, FilingKind.Domain], book.Filings.Select(filing => filing.Kind));
        Assert.Equal(EvidenceKind.Hosting, Assert.Single(book.Evidence).Kind);
        Assert.Equal(NanchangPack.At().GateRequirements.Length, book.LaunchGate.Length);
        Assert.Equal(("expired", false), (book.LaunchGate.Single(item => item.Code == "site-mark").State, book.LaunchGateReady)); // a receipt counts half a year
        Assert.Equal((1, TestPassed(Day(Story.Opening)).Tester), (Assert.Single(book.SecurityTests).Number, book.SecurityTests[0].Report.Tester));
        Assert.Equal(
            [(1, RequestKind.Launch, RequestState.Approved), (2, RequestKind.Downline, RequestState.Approved), (3, RequestKind.Downline, RequestState.Approved)],
            book.Requests.Select(request => (request.Number, request.Kind, request.State)));
        Assert.Equal((Reviewer.Name, Clerk.Name), (book.Requests[1].DecidedBy!.Name, Assert.Single(book.Requests[1].Rounds).By.Name));
        Assert.Equal(
            [
                (1, Day("2026-02-02"), Day("2026-02-04"), "ended", Instant("2026-02-02"), Instant("2026-02-04T18:00")),
                (2, Day("2026-12-25"), Day("2027-01-05"), "ended", Instant("2026-12-25"), Instant("2027-01-05T12:00")),
            ],
            book.Windows.Select(w => (w.Number, w.From, w.Until, w.State, w.StartedAt!.Value, w.EndedAt!.Value)));
        Assert.Equal((2026, 2, 10, 0, 20), (book.DownlineQuota.Year, book.DownlineQuota.UsedTimes, book.DownlineQuota.UsedDays, book.DownlineQuota.LeftTimes, book.DownlineQuota.LeftDays));
        Assert.Equal(story.Site.QuotaEntries.Where(entry => entry.Year == 2026).Select(entry => entry.Seq), book.QuotaEntries.Select(entry => entry.Seq));
        Assert.Equal((2, 10), (book.QuotaEntries.Sum(entry => entry.UsedTimes), book.QuotaEntries.Sum(entry => entry.UsedDays)));
        Assert.Equal((1, SuspensionReason.Order, Instant("2026-07-01")), (Assert.Single(book.Suspensions).Number, book.Suspensions[0].ReasonCode, book.Suspensions[0].At));
        Assert.Empty(book.Cases);
        Assert.Null(book.Closure);
        Assert.NotEmpty(book.Duties);
    }

    [Fact]
    public void The_next_year_has_what_went_on_and_nothing_of_before()
    {
        var book = Book(TwoYears(), 2027, Clerk);

        Assert.Equal(2, Assert.Single(book.Windows).Number);
        Assert.Equal((2027, 0, 5), (book.DownlineQuota.Year, book.DownlineQuota.UsedTimes, book.DownlineQuota.UsedDays));
        Assert.NotEmpty(book.QuotaEntries);
        Assert.All(book.QuotaEntries, entry => Assert.Equal(2027, entry.Year));
        Assert.Empty(book.SecurityTests);
        Assert.Empty(book.Requests);
        Assert.Empty(book.Suspensions);
        Assert.Equal(4, book.Filings.Length);
    }

    [Fact]
    public void A_request_that_lies_over_New_Year_stands_in_both_books()
    {
        var story = Story.Of().Live().DownlineFiled("2027-02-01", "2027-02-02", at: "2026-12-30").Later("2027-01-03");
        Assert.Equal([1, 2], Book(story, 2026, Clerk).Requests.Select(request => request.Number));
        Assert.Equal([2], Book(story, 2027, Clerk).Requests.Select(request => request.Number));
        Assert.Empty(Book(story, 2028, Clerk).Requests);
    }

    [Fact]
    public void What_time_alone_brought_about_is_in_it()
    {
        var book = Book(Story.Of().DownNow().Later("2026-05-22"), 2026, Reviewer);

        Assert.Equal((Stage.Overdue, Compliance.Violation), (book.Stage, book.Compliance));
        Assert.Equal("overdue", Assert.Single(book.Windows).State);
        Assert.Equal("downline-overdue", Assert.Single(book.Cases).Cause);
    }

    [Fact]
    public void A_closure_stands_there_with_its_steps()
    {
        var closure = Book(Story.Of().ClosedNow(), 2026, Clerk).Closure!;
        Assert.Equal(Enum.GetValues<ClosureStep>().Order(), closure.Steps.Where(step => step.Done).Select(step => step.Step).Order());
    }

    [Fact]
    public void The_contacts_are_the_sponsors_to_see_and_masked_to_all_others()
    {
        var story = TwoYears();
        Assert.All(Contacts, contact => Assert.Contains(contact, Text(story, 2026, Clerk), StringComparison.Ordinal));
        foreach (var other in new[] { Reviewer, Lead, Centre, Auditor, Admin, ReceiverClerk })
        {
            var text = Text(story, 2026, other);
            Assert.All(Contacts, contact => Assert.DoesNotContain(contact, text, StringComparison.Ordinal));
            Assert.Contains("139****", text, StringComparison.Ordinal);
        }
    }

    /// <summary>A downline in February, an emergency in July, and another downline over New Year.</summary>
    private static Story TwoYears() => Story.Of().Live()
        .Downline("2026-02-02", "2026-02-04")
        .Suspended("2026-07-01").Given(new LiftSuspension("已处置", null), Centre, "2026-07-02")
        .DownlineApproved("2026-12-25", "2027-01-05", filed: "2026-12-01").Started("2026-12-25").Restored("2027-01-05T12:00");

    private static SiteBookView Book(Story story, int year, Actor by) =>
        JsonSerializer.Deserialize<SiteBookView>(Text(story, year, by), RegistryJson.Options)!;

    private static string Text(Story story, int year, Actor by) =>
        Encoding.UTF8.GetString(SiteViews.Render(story.Site, 7, new AskBook(year), by, story.Policy, story.Now).Body);
}
