using NanchangEdu.Registry.Contracts;
using static NanchangEdu.Registry.Rules.Tests.Sample;

namespace NanchangEdu.Registry.Rules.Tests.Clauses;

/// <summary>
/// NC-3.13: a case from its report or the overrun to its conclusion. Seen on Monday, 13 April 2026; the working days are those of the shipped
/// calendar: replies until 20 April, appeals ten working days after the finding.
/// </summary>
public sealed class DowntimeCaseTests
{
    private static readonly Actor SecondLead = Lead with { PersonId = "p-chen", Name = "陈刚" };

    [Fact]
    public void What_was_seen_opens_a_case_with_its_evidence_and_charges_nothing() =>
        Reported()
            .ThenQuota(2026, used: "0t/0d", reserved: "0t/0d")
            .ThenSite(site =>
            {
                var of = Assert.Single(site.Cases);
                Assert.Equal((1, CaseCauses.DowntimeWithoutLeave, Reviewer.PersonId, Instant("2026-04-13")), (of.Number, of.Cause, of.ReportedBy!.Id, of.OpenedAt));
                Assert.Equal((Instant("2026-04-10T08:00"), "首页截图"), (of.Report!.DownFrom, Assert.Single(of.Report.Exhibits).Name));
            });

    [Fact]
    public void A_report_says_times_that_can_be()
    {
        var live = Story.Of().Live().Later("2026-04-13");
        live.When(new OpenCase(SeenDown("2026-04-14")), by: Reviewer).ThenRefused(RuleId.FactTimeInFuture, ("value", Instant("2026-04-14")));
        live.When(new OpenCase(SeenDown("2026-04-10", "2026-04-20")), by: Reviewer).ThenRefused(RuleId.FactTimeInFuture, ("value", Instant("2026-04-20")));
        live.When(new OpenCase(SeenDown("2026-04-10", "2026-04-09")), by: Reviewer).ThenRefused(RuleId.CaseTimesInverted, ("until", Instant("2026-04-09")));
        live.When(new OpenCase(SeenDown("2026-01-01")), by: Reviewer).ThenRefused(RuleId.SiteNotLaunched);
        live.When(new OpenCase(SeenDown("2026-04-10") with { Exhibits = [new("截图", "ABC")] }), by: Centre).ThenRefused(RuleId.EvidenceHashInvalid, ("value", "ABC"));
    }

    [Fact]
    public void What_had_leave_for_all_of_its_time_is_no_case()
    {
        var down = Story.Of().DownNow();
        down.When(new OpenCase(SeenDown("2026-05-12T12:00")), by: Centre, at: "2026-05-13").ThenRefused(RuleId.CaseDowntimeAuthorised, ("value", "downline/1"));
        down.Restored("2026-05-14T18:00").When(new OpenCase(SeenDown("2026-05-13", "2026-05-15")), by: Centre, at: "2026-05-16").Then(typeof(CaseOpened));

        Story.Of().SuspendedNow().When(new OpenCase(SeenDown("2026-05-12T10:00")), by: Reviewer, at: "2026-05-13").ThenRefused(RuleId.CaseDowntimeAuthorised, ("value", "suspension/1"));
    }

    [Fact]
    public void The_same_time_is_one_case_unless_it_was_dismissed()
    {
        var story = Reported();
        story.When(new OpenCase(SeenDown("2026-04-11T10:00", "2026-04-11T11:00")), by: Centre).ThenRefused(RuleId.CaseAlreadyOpen, ("value", 1));
        story.When(new OpenCase(SeenDown("2026-04-12T10:00")), by: Centre).Then<CaseOpened>(e => Assert.Equal(2, e.Case));
        story.Given(new ReplyToCase(1, "断电", []), Head).Given(new DecideCase(1, CaseResult.Dismissed, false, "断电属实"), Lead)
            .When(new OpenCase(SeenDown("2026-04-11T10:00", "2026-04-11T11:00")), by: Centre).Then<CaseOpened>(e => Assert.Equal(3, e.Case));
    }

    [Fact]
    public void Nobody_decides_before_the_unit_was_heard_or_its_time_is_over()
    {
        Reported().When(new DecideCase(1, CaseResult.Confirmed, false, "属实"), by: Lead, at: "2026-04-20T23:59").ThenRefused(RuleId.CaseReplyRunning, ("dueOn", Day("2026-04-20")))
            .When(new DecideCase(1, CaseResult.Confirmed, false, "属实"), by: Lead, at: "2026-04-21T00:00").Then(typeof(CaseDecided));
        Replied().When(new DecideCase(1, CaseResult.Dismissed, false, "断电属实"), by: Lead).Then(typeof(CaseDecided));
    }

    [Fact]
    public void A_reply_is_given_once_and_late_ones_are_heard_until_somebody_decides()
    {
        Reported().When(new ReplyToCase(1, "断电所致", []), by: Head, at: "2026-04-28").Then(typeof(CaseReplied));
        Replied().When(new ReplyToCase(1, "补充", []), by: Head).ThenRefused(RuleId.CaseAlreadyReplied, ("person", Head.Name));
        Reported().When(new ReplyToCase(1, "断电", [new("通知", "x")]), by: Head).ThenRefused(RuleId.EvidenceHashInvalid);
        Confirmed().When(new ReplyToCase(1, "断电", []), by: Head).ThenRefused(RuleId.CaseAlreadyDecided, ("value", 1));
        Confirmed().When(new DecideCase(1, CaseResult.Dismissed, false, "改判"), by: SecondLead).ThenRefused(RuleId.CaseAlreadyDecided);
    }

    [Fact]
    public void Who_reported_it_or_is_of_the_sponsor_does_not_decide()
    {
        var story = Story.Of().Live().Given(new OpenCase(SeenDown("2026-04-10T08:00")), Lead, "2026-04-13").Given(new ReplyToCase(1, "断电", []), Head);
        story.When(new DecideCase(1, CaseResult.Confirmed, false, "属实"), by: Lead).ThenRefused(RuleId.SelfApproval, ("person", Lead.Name));
        story.When(new DecideCase(1, CaseResult.Confirmed, false, "属实"), by: Lead with { PersonId = "p-2", Unit = SchoolId }).ThenRefused(RuleId.SelfApproval);
        story.When(new DecideCase(1, CaseResult.Confirmed, false, "属实"), by: SecondLead).Then(typeof(CaseDecided));
    }

    [Fact]
    public void An_adverse_effect_brings_the_draft_of_the_notice_with_it() =>
        Replied().When(new DecideCase(1, CaseResult.Confirmed, true, "家长无法查询招生信息"), by: Lead, at: "2026-04-15")
            .Then(typeof(CaseDecided), typeof(CaseNoticeDrafted))
            .Then<CaseNoticeDrafted>(e =>
            {
                Assert.StartsWith($"关于{SchoolName}网站自行下线的通报（草稿）", e.Text, StringComparison.Ordinal);
                Assert.Contains("自 2026-04-10 08:00 起至 2026-04-12 09:30 未经批准自行下线，造成不良影响。认定意见：家长无法查询招生信息", e.Text, StringComparison.Ordinal);
                Assert.Contains("《南昌市教育系统网站管理办法（试行）》规定，自行下线造成不良影响的", e.Text, StringComparison.Ordinal);
                Assert.Contains("你单位于 2026-04-14 提出申辩", e.Text, StringComparison.Ordinal);
                Assert.Contains("可于 2026-04-29 前提出申诉", e.Text, StringComparison.Ordinal);
            });

    [Fact]
    public void The_notice_waits_for_the_appeal_and_the_conclusion_for_the_notice() =>
        Confirmed(adverse: true)
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead).ThenRefused(RuleId.AppealRunning, ("dueOn", Day("2026-04-29")))
            .Given(new DraftCaseNotice(1, "改过的通报"), Reviewer)
            .When(new ConcludeCase(1, "已整改"), by: Reviewer, at: "2026-04-30").ThenRefused(RuleId.CaseNoticeMissing)
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead).Then<CaseNoticeIssued>(e => Assert.Equal(("改过的通报", "洪教〔2026〕3号"), (e.Text, e.DocumentNumber)))
            .When(new DraftCaseNotice(1, "再改"), by: Reviewer).ThenRefused(RuleId.CaseNoticeAlreadyIssued)
            .When(new IssueCaseNotice(1, "洪教〔2026〕4号"), by: Lead).ThenRefused(RuleId.CaseNoticeAlreadyIssued)
            .When(new ConcludeCase(1, "已整改"), by: Reviewer).Then(typeof(CaseConcluded))
            .When(new ConcludeCase(1, "已整改"), by: Reviewer).ThenRefused(RuleId.CaseAlreadyConcluded, ("person", Reviewer.Name))
            .When(new AppealCase(1, "不服", []), by: Head).ThenRefused(RuleId.CaseAlreadyConcluded);

    [Fact]
    public void Without_an_adverse_effect_there_is_nothing_to_publish() =>
        Confirmed().When(new DraftCaseNotice(1, "通报"), by: Reviewer).ThenRefused(RuleId.CaseNoticeNotDue)
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead).ThenRefused(RuleId.CaseNoticeNotDue)
            .When(new ConcludeCase(1, "已整改"), by: Reviewer).ThenRefused(RuleId.AppealRunning)
            .When(new ConcludeCase(1, "已整改"), by: Reviewer, at: "2026-04-30").Then(typeof(CaseConcluded));

    [Fact]
    public void A_finding_is_appealed_against_once_and_in_time()
    {
        Confirmed().When(new AppealCase(1, "不服", []), by: Head, at: "2026-04-30T00:00").ThenRefused(RuleId.AppealTooLate, ("dueOn", Day("2026-04-29")));
        Confirmed().When(new AppealCase(1, "不服", [new("记录", "x")]), by: Head).ThenRefused(RuleId.EvidenceHashInvalid);
        Reported().When(new AppealCase(1, "不服", []), by: Head).ThenRefused(RuleId.CaseNotConfirmed);
        Appealed().When(new AppealCase(1, "仍不服", []), by: Head).ThenRefused(RuleId.AppealAlreadyFiled, ("person", Head.Name))
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead, at: "2026-05-20").ThenRefused(RuleId.AppealRunning);
    }

    [Fact]
    public void Another_person_decides_the_appeal_and_a_lead_of_the_next_authority_up_may()
    {
        Appealed().When(new DecideCaseAppeal(1, AppealResult.Upheld, "维持"), by: Lead).ThenRefused(RuleId.SelfApproval, ("person", Lead.Name))
            .When(new DecideCaseAppeal(1, AppealResult.Upheld, "维持"), by: SuperiorLead).Then(typeof(CaseAppealDecided))
            .When(new DecideCaseAppeal(1, AppealResult.Overturned, "改判"), by: SecondLead).ThenRefused(RuleId.AppealNotOpen)
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead).Then(typeof(CaseNoticeIssued));
        Confirmed().When(new DecideCaseAppeal(1, AppealResult.Upheld, "维持"), by: SecondLead).ThenRefused(RuleId.AppealNotOpen);
    }

    [Fact]
    public void An_overturned_finding_speaks_against_nobody() =>
        Appealed().Given(new DecideCaseAppeal(1, AppealResult.Overturned, "属不可抗力"), SecondLead)
            .When(new IssueCaseNotice(1, "洪教〔2026〕3号"), by: Lead).ThenRefused(RuleId.CaseNotConfirmed)
            .ThenSite(site => Assert.False(Assert.Single(site.Cases).Stands));

    [Fact]
    public void An_overrun_has_its_case_without_a_report_and_goes_the_same_way()
    {
        var story = Story.Of().OverdueNow().Restored("2026-05-22");
        story.Given(new ReplyToCase(1, "施工延误", []), Head).When(new DecideCase(1, CaseResult.Confirmed, true, "影响家长查询"), by: Lead)
            .Then<CaseNoticeDrafted>(e => Assert.Contains("第 1 次临时下线获准至 2026-05-19，逾期未恢复上线", e.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_that_no_case_has_leads_nowhere() =>
        Reported()
            .When(new ReplyToCase(7, "断电", []), by: Head).ThenRefused(RuleId.CaseUnknown, ("value", 7))
            .When(new DraftCaseNotice(7, "通报"), by: Reviewer).ThenRefused(RuleId.CaseUnknown)
            .When(new DecideCaseAppeal(7, AppealResult.Upheld, "维持"), by: Lead).ThenRefused(RuleId.CaseUnknown)
            .When(new ConcludeCase(7, "已整改"), by: Lead).ThenRefused(RuleId.CaseUnknown)
            .When(new AppealCase(7, "不服", []), by: Head).ThenRefused(RuleId.CaseUnknown);

    [Fact]
    public void An_overrun_that_was_none_leaves_nothing_to_decide() =>
        Story.Of().OverdueNow().Given(new RestoreSite(Instant("2026-05-19T22:00")), Clerk, "2026-05-20T09:00")
            .When(new DecideCase(1, CaseResult.Confirmed, true, "逾期"), by: Lead).ThenRefused(RuleId.CaseAlreadyDecided)
            .ThenSite(site => Assert.Empty(Deadlines.Of(site, NanchangPack.At(), Day("2026-05-20")).Where(d => d.Clause == "NC-3.13")));

    public static TheoryData<string, string> States => new()
    {
        { "reported", "awaitingReply" }, { "unheard", "awaitingDecision" }, { "replied", "awaitingDecision" }, { "confirmed", "confirmed" }, { "appealed", "underAppeal" },
        { "upheld", "confirmed" }, { "overturned", "overturned" }, { "dismissed", "dismissed" }, { "concluded", "concluded" },
    };

    /// <summary>What is due, whose turn it is and how grave it is, wherever the case stands.</summary>
    [Theory]
    [MemberData(nameof(States))]
    public void It_is_shown_where_the_case_stands_and_what_is_due(string told, string state)
    {
        var story = Told(told);
        var (site, now) = (story.Current, story.Now);
        Assert.Equal(state, Wire.Name(CaseViews.Of(site.Cases[0], story.Policy, RegistryCalendar.DateOf(now)).State));

        var due = Deadlines.Of(site, story.Policy, RegistryCalendar.DateOf(now)).Where(d => d.Clause == "NC-3.13").Select(d => (d.Kind, d.Who, d.DueOn)).ToArray();
        Assert.Equal(told switch
        {
            "reported" or "unheard" => [(DeadlineKinds.CaseReply, Party.Sponsor, Day("2026-04-20")), (DeadlineKinds.CaseDecision, Party.Authority, Day("2026-05-07"))],
            "replied" => [(DeadlineKinds.CaseDecision, Party.Authority, Day("2026-04-28"))],
            "confirmed" => [(DeadlineKinds.CaseConclusion, Party.Authority, Day("2026-05-15"))],
            "appealed" => [(DeadlineKinds.CaseAppeal, Party.Authority, Day("2026-05-13"))],
            "upheld" => [(DeadlineKinds.CaseConclusion, Party.Authority, Day("2026-05-11"))],
            _ => [],
        }, due);
        var steps = NextSteps.Of(site, story.Policy, now).Where(step => step.Clause == "NC-3.13").Select(step => step.Code).ToArray();
        Assert.Equal([.. due.Select(d => d.Kind), .. told == "confirmed" ? ["appeal"] : Array.Empty<string>()], steps);

        var level = ComplianceAxis.ReasonsOf(site, story.Policy, now).SingleOrDefault(reason => reason.Code == "case")?.Level;
        Assert.Equal(told switch
        {
            "reported" or "unheard" or "replied" => Compliance.Attention,
            "confirmed" or "appealed" or "upheld" => Compliance.Violation,
            _ => null,
        }, level);
    }

    [Fact]
    public void Each_step_is_told_to_the_side_that_did_not_take_it()
    {
        var story = Told("concluded");
        var told = story.Ledger.SelectMany(e => NoticeRules.Of(e, story.Site)).Where(telling => telling.Kind == NoticeKind.CaseProgress).Select(telling => (telling.Title, telling.Party));
        Assert.Equal(
            [
                ("网站自行下线已立案", Party.Sponsor), ("收到案件申辩", Party.Authority), ("违规案件已认定", Party.Sponsor), ("收到案件申诉", Party.Authority),
                ("案件申诉已处理", Party.Sponsor), ("收到通报批评", Party.Sponsor), ("违规案件已结案", Party.Sponsor),
            ],
            told);
        Assert.Contains(NoticeRules.Of(Told("dismissed").Ledger[^1], story.Site), telling => telling.Title == "违规案件不予认定");
        Assert.All(story.Ledger.Where(e => e.GetType().Name.StartsWith("Case", StringComparison.Ordinal)), e => Assert.StartsWith("第 1 号", EventBriefs.Of(e), StringComparison.Ordinal));
    }

    private static Story Told(string state) => state switch
    {
        "reported" => Reported(),
        "unheard" => Reported().Later("2026-04-21T00:00"),
        "replied" => Replied(),
        "confirmed" => Confirmed(),
        "appealed" => Appealed(),
        "upheld" => Appealed().Given(new DecideCaseAppeal(1, AppealResult.Upheld, "维持"), SecondLead, "2026-04-23"),
        "overturned" => Appealed().Given(new DecideCaseAppeal(1, AppealResult.Overturned, "属不可抗力"), SecondLead),
        "dismissed" => Replied().Given(new DecideCase(1, CaseResult.Dismissed, false, "断电属实"), Lead),
        _ => Told("upheld").Given(new IssueCaseNotice(1, "洪教〔2026〕3号"), Lead).Given(new ConcludeCase(1, "已整改"), Reviewer),
    };

    private static Story Reported() => Story.Of().Live().Given(new OpenCase(SeenDown("2026-04-10T08:00", "2026-04-12T09:30")), Reviewer, "2026-04-13");

    private static Story Replied() => Reported().Given(new ReplyToCase(1, "断电所致", [new("供电通知", Sha256)]), Head, "2026-04-14");

    private static Story Confirmed(bool adverse = false) => Replied().Given(new DecideCase(1, CaseResult.Confirmed, adverse, "家长无法查询招生信息"), Lead, "2026-04-15");

    private static Story Appealed() => Confirmed(adverse: true).Given(new AppealCase(1, "事出有因", []), Head, "2026-04-20");
}
