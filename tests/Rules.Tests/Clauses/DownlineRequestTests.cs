using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>NC-3.11: what the dates of a downline request and of its start must be.</summary>
public sealed class DownlineRequestTests
{
    [Fact]
    public void A_window_does_not_begin_in_the_past() =>
        Story.Of().Live().When(new SubmitDownline(Terms("2026-05-11", "2026-05-14")), Clerk, at: "2026-05-12")
            .ThenRefused(RuleId.DownlineInPast, ("from", Day("2026-05-11")), ("opensOn", Day("2026-05-12")));

    [Fact]
    public void A_window_is_not_filed_years_ahead() =>
        Story.Of().Live().When(new SubmitDownline(Terms("2029-05-11", "2029-05-14")), Clerk, at: "2026-05-12")
            .ThenRefused(RuleId.DownlineWindowTooFar, ("from", Day("2029-05-11")));

    [Fact]
    public void Two_windows_share_one_boundary_date_and_no_more()
    {
        var story = Story.Of().DownlineScheduled();
        story.When(new SubmitDownline(Terms("2026-05-18", "2026-05-22")), Clerk).ThenRefused(RuleId.DownlineOverlap, ("from", Day("2026-05-18")));
        story.When(new SubmitDownline(Terms("2026-05-19", "2026-05-22")), Clerk).ThenAccepted();
    }

    [Fact]
    public void Nobody_starts_before_the_first_date() =>
        Story.Of().DownlineScheduled().When(new StartDownline(null, "https://www.example.cn/notice"), Clerk, at: "2026-05-11T23:59")
            .ThenRefused(RuleId.DownlineTooEarly, ("from", Day("2026-05-12")));
}
